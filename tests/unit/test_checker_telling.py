"""A mismatch in a plain sentence, whatever kind of matcher asked for it."""

from __future__ import annotations

import pytest

from quizapp.checker.matchers import ABSENT, Mismatch
from quizapp.checker.telling import tell


@pytest.mark.parametrize("kind", ["missing", "$any", {"$in": ["less_than", "less_than_equal"]}])
def test_a_422_that_names_another_field_is_told_for_every_matcher(kind: object) -> None:
    """The type of an error may be asked for as text or by a matcher, which is an object."""
    mismatch = Mismatch("body.quantity", "invalid", kind, [("body.item", "missing")])

    told = tell(mismatch)

    assert told.message == "The 422 does not name body.quantity."
    assert told.found == "it names body.item (missing)"


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ({"$match": "(?i)bearer"}, 'header x: text that matches "(?i)bearer"'),
        ({"$number": {"$gt": 0}}, "header x: a number greater than 0"),
        ("$present", "header x: anything"),
        ("abc", 'header x: "abc"'),
    ],
)
def test_what_is_missing_is_told_in_words(matcher: object, expected: str) -> None:
    """A rule of the pack's language reads as a sentence's end."""
    actual = tell(Mismatch("header x", "missing", matcher, ABSENT)).expected

    assert actual == expected
