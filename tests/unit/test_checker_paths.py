"""Paths into JSON documents: what they select, and how they say where they stopped."""

# ruff: noqa: E501 - messages are compared whole

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.checker.paths import PathStoppedError, joined, parse, select

DOCUMENT = {"items": [{"id": 1, "tags": ["a"]}, {"id": 2, "tags": []}], "user name": {"first-name": "Ann"}, "empty": {}}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", DOCUMENT),
        ("$.items[0].id", 1),
        ("$.items[-1].id", 2),
        ("$.items[*].id", [1, 2]),
        ("$.items[*].tags[0]", ["a"]),
        ("$['user name'].first-name", "Ann"),
        ('$["user name"]["first-name"]', "Ann"),
        ("$.items[0].*", [1, ["a"]]),
        ("$.empty[*]", []),
    ],
)
def test_a_path_selects(path: str, value: Any) -> None:
    """A path without a star selects one value, one with a star a list."""
    assert select(path, DOCUMENT) == value


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("$.items[2].id", "$.items[2].id stops at $.items: the list has 2 items, there is no [2]"),
        ("$.items.id", "$.items.id stops at $.items: this is a list, not an object"),
        (
            "$.item",
            "$.item stops at $: there is no key item; the keys are items, user name, empty. Did you mean items?",
        ),
        ("$.empty.x", "$.empty.x stops at $.empty: there is no key x: it is empty"),
        ("$.items[0].id[0]", "$.items[0].id[0] stops at $.items[0].id: this is an integer, not a list"),
        (
            "$.userName",
            "$.userName stops at $: there is no key userName; the keys are items, user name, empty. Did you mean user name?",
        ),
    ],
)
def test_a_path_says_where_it_stopped(path: str, told: str) -> None:
    """The place, what is there instead, and the near miss."""
    with pytest.raises(PathStoppedError) as stopped:
        select(path, DOCUMENT)

    assert str(stopped.value) == told


@pytest.mark.parametrize("path", ["", "items", "$items", "$..id", "$[", "$[1:2]", "$[?@.a]", "$.items[a]"])
def test_a_path_that_cannot_be_read_is_refused(path: str) -> None:
    """What is outside the subset is refused, not guessed at."""
    with pytest.raises(ValueError, match=r"must begin with|cannot be read at column"):
        parse(path)


def test_a_path_that_selects_too_much_stops() -> None:
    """A path cannot be made to take all memory."""
    with pytest.raises(PathStoppedError, match="more than 20000 values"):
        select("$[*]", [0] * 20_001)


@given(
    st.recursive(
        st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    )
)
def test_every_place_can_be_reached_by_the_path_that_names_it(document: Any) -> None:
    """The paths that we write into messages lead to the values of which they speak."""
    for path, value in _places("$", document):
        assert select(path, document) == value


def _places(path: str, value: Any) -> list[tuple[str, Any]]:
    found = [(path, value)]
    if isinstance(value, dict):
        for key, part in value.items():
            if "'" not in key and key.isprintable() and "\\" not in key and len(key) < 80:
                found += _places(joined(path, key), part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += _places(f"{path}[{index}]", part)
    return found
