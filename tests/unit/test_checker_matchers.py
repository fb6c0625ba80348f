"""Matchers: what satisfies them, and where a mismatch is found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.checker.matchers import ABSENT, compare, equal, matches
from quizapp.checker.values import fill
from quizapp.domain.matcher import check_matcher

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS.filter(lambda value: not (isinstance(value, str) and value.startswith("$"))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5).filter(lambda key: not key.startswith("$")), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        ("$int", 3),
        ("$float", 1.5),
        ("$number", 3),
        ("$str", ""),
        ("$bool", False),
        ("$null", None),
        ("$list", []),
        ("$object", {}),
        ("$any", None),
        ("$uuid", "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        ("$jwt", "eyJh.eyJz.c2ln"),
        ("$date", "2024-05-17"),
        ("$date", "2024-05-17T12:00:00Z"),
        ("$absent", ABSENT),
        ("$present", None),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1, 2], [1, 2]),
        (1, 1.0),
        ({"$eq": "$int"}, "$int"),
        ({"$ne": 1}, True),
        ({"$gt": 0, "$lt": 2}, 1),
        ({"$ge": 1, "$le": 1}, 1),
        ({"$gt": "100ms"}, 0.2),
        ({"$gt": "a"}, "b"),
        ({"$between": [1, 5]}, 5),
        ({"$in": [1, "x"]}, "x"),
        ({"$not": "$str"}, 3),
        ({"$not": "$present"}, ABSENT),
        ({"$match": "(?i)^bearer"}, "Bearer realm"),
        ({"$starts": "app"}, "application"),
        ({"$ends": "son"}, "json"),
        ({"$contains": "b"}, "abc"),
        ({"$contains": ["a", "c"]}, "abc"),
        ({"$contains": {"id": 2}}, [{"id": 1}, {"id": 2, "x": 0}]),
        ({"$contains": "key"}, {"key": None}),
        ({"$len": 2}, "ab"),
        ({"$len": {"$gt": 1}}, [1, 2]),
        ({"$each": "$int"}, [1, 2]),
        ({"$each": "$int"}, []),
        ({"$unordered": ["$int", 1]}, [1, 2]),
        ({"$exact": {"a": {"b": 1}}}, {"a": {"b": 1}}),
        ({"$number": {"$ge": 0}}, "0.25"),
        ({"$any_of": ["$null", {"id": "$int"}]}, {"id": 1}),
        ({"$any_of": ["$absent", 1]}, ABSENT),
    ],
)
def test_a_value_satisfies_its_matcher(matcher: Any, value: Any) -> None:
    """Every word and every operator, on a value that it is meant for."""
    assert matches(matcher, value)


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        (1, True),
        (True, 1),
        (0, False),
        ("1", 1),
        (None, ABSENT),
        ("$int", True),
        ("$int", 1.0),
        ("$number", True),
        ("$float", 1),
        ("$list", {}),
        ("$uuid", "3fa85f6457174562b3fc2c963f66afa6"),
        ("$jwt", "a.b"),
        ("$date", "17.05.2024"),
        ("$absent", None),
        ("$present", ABSENT),
        ("$any", ABSENT),
        ({"a": None}, {}),
        ([1], [1, 2]),
        ([1], (2,)),
        ({"$gt": 0}, True),
        ({"$gt": 0}, "1"),
        ({"$lt": 5}, None),
        ({"$match": "^a$"}, 1),
        ({"$starts": "1"}, 1),
        ({"$contains": "a"}, 5),
        ({"$len": 1}, 5),
        ({"$each": "$int"}, [1, True]),
        ({"$each": "$int"}, {"a": 1}),
        ({"$unordered": [1, 2]}, [1, 1]),
        ({"$unordered": [1]}, [1, 2]),
        ({"$exact": {"a": {"b": 1}}}, {"a": {"b": 1, "c": 2}}),
        ({"$exact": [{"a": 1}]}, [{"a": 1, "b": 1}]),
        ({"$number": {"$ge": 0}}, "soon"),
        ({"$number": {"$ge": 0}}, "nan"),
        ({"$in": [1]}, True),
        ({"$eq": {"a": 1}}, {"a": 1, "b": 2}),
    ],
)
def test_a_value_does_not_satisfy_its_matcher(matcher: Any, value: Any) -> None:
    """True is never 1, objects of `$eq` are whole, and nothing matches by accident of type."""
    assert not matches(matcher, value)


@pytest.mark.parametrize(
    ("matcher", "value", "path", "kind"),
    [
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "$.a[0].b", "value"),
        ({"a b": 1}, {}, "$['a b']", "missing"),
        ({"a": "$absent"}, {"a": 1}, "$.a", "forbidden"),
        ({"a": {"$each": {"$gt": 0}}}, {"a": [1, 0]}, "$.a[1]", "$gt"),
        ([1], [], "$", "length"),
        ({"$exact": {}}, {"x": 1}, "$.x", "forbidden"),
    ],
)
def test_a_mismatch_names_its_place(matcher: Any, value: Any, path: str, kind: str) -> None:
    """The first mismatch tells where it is and of which kind."""
    first = compare(matcher, value)[0]

    assert (first.path, first.kind) == (path, kind)


def test_unordered_finds_a_matching_even_if_the_first_choice_is_wrong() -> None:
    """A part that fits several items gives way to one that fits only one."""
    assert matches({"$unordered": ["$any", "$int", 1]}, [1, "x", 2])


def test_mismatches_are_bounded() -> None:
    """A body that is wrong everywhere is told of in a few places only."""
    assert len(compare({"$each": 1}, [0] * 100_000)) == 20


def test_a_hostile_pattern_takes_linear_time() -> None:
    """The pattern that hangs Python's own engine for hours ends at once."""
    assert not matches({"$match": "^(a+)+$"}, "a" * 50_000 + "b")


@given(VALUES)
def test_a_value_matches_itself(value: Any) -> None:
    """Plain data, written as a matcher, is satisfied by itself, partially and exactly."""
    assert matches(value, value)
    assert matches({"$exact": value}, value)
    assert matches({"$eq": value}, value)


@given(VALUES, VALUES)
def test_equality_is_symmetric(left: Any, right: Any) -> None:
    """The order of two values makes no difference."""
    assert equal(left, right) == equal(right, left)


@given(st.lists(VALUES, max_size=6), st.randoms(use_true_random=False))
def test_unordered_ignores_the_order(values: list[Any], source: Any) -> None:
    """Any order of the same items is accepted."""
    mixed = list(values)
    source.shuffle(mixed)

    assert matches({"$unordered": values}, mixed)


@given(VALUES, VALUES)
def test_not_turns_a_verdict_round(matcher: Any, value: Any) -> None:
    """Either a matcher holds or its negation does."""
    assert matches(matcher, value) != matches({"$not": matcher}, value)


def test_a_key_that_is_a_capture_is_no_operator() -> None:
    """`{"${room}": 2}` is an object whose key is filled in before it is compared."""
    matcher = {"$exact": {"${room}": 2}}

    checked = check_matcher(matcher)

    assert compare({"$exact": fill(checked["$exact"], {"room": "tea"})}, {"tea": 2}) == []


def test_an_integer_that_no_float_holds_is_a_number() -> None:
    """JSON has integers of any length."""
    assert matches({"$number": {"$gt": 1}}, 10**400)


def test_two_letters_are_no_two_bounds() -> None:
    """A text is a sequence too."""
    with pytest.raises(ValueError, match="takes two bounds"):
        check_matcher({"$between": "19"})
