"""A mismatch in a plain sentence, whatever kind of matcher asked for it."""

from __future__ import annotations

import pytest

from quizapp.checker.matchers import Mismatch
from quizapp.checker.telling import tell


@pytest.mark.parametrize("kind", ["missing", "$any", {"$in": ["less_than", "less_than_equal"]}])
def test_a_422_that_names_another_field_is_told_for_every_matcher(kind: object) -> None:
    """The type of an error may be asked for as text or by a matcher, which is an object."""
    mismatch = Mismatch("body.quantity", "invalid", kind, [("body.item", "missing")])

    told = tell(mismatch)

    assert told.message == "The 422 does not name body.quantity."
    assert told.found == "it names body.item (missing)"
