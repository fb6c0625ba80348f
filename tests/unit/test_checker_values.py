"""Captures, expressions and probe values."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.checker.failure import PackFaultError
from quizapp.checker.values import draw, evaluate, fill
from quizapp.domain.check import ProbeSpec

NAMES = {"n": 7, "name": "Ann", "price": 1.5, "user": {"id": 3, "tags": ["a", "b"]}, "flag": True, "none": None}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("${n}", 7),
        ("${flag}", True),
        ("${none}", None),
        ("${user}", NAMES["user"]),
        ("/items/${n}", "/items/7"),
        ("is ${flag} and ${none}", "is true and null"),
        ("${n * n}", 49),
        ("${-n}", -7),
        ("${(n + 1) // 2 % 3}", 1),
        ("${n / 2}", 3.5),
        ("${round(price * 3, 1)}", 4.5),
        ("${len(name)}", 3),
        ("${upper(name) + '!'}", "ANN!"),
        ("${lower(name)}", "ann"),
        ("${str(n) + name}", "7Ann"),
        ("${int('12') + 1}", 13),
        ("${'x' * 3}", "xxx"),
        ("${user['id']}", 3),
        ("${user['tags'][1]}", "b"),
        ({"a": ["${n}", {"b-${n}": "${name}"}]}, {"a": [7, {"b-7": "Ann"}]}),
        ("no insert", "no insert"),
        (3, 3),
    ],
)
def test_an_insert_is_filled_in(written: Any, value: Any) -> None:
    """A whole insert keeps its type, one inside a text becomes text as JSON writes it."""
    filled = fill(written, NAMES)

    assert filled == value
    assert type(filled) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "missing",
        "n ** n",
        "__import__('os')",
        "name.upper()",
        "user.id",
        "[n for n in name]",
        "lambda: 1",
        "n if n else 1",
        "open('x')",
        "name % n",
        "'x' * 99999999999",
        "9999999999 * 9999999999 * 9999999999 * " * 10 + "1",
        "n / 0",
        "name + n",
        "user['none']",
        "1 +",
        "(" * 200 + "1" + ")" * 200,
        "1 + " * 200 + "1",
        "int(name)",
        "f'{n}'",
        "True",
        "b'x'",
    ],
)
def test_an_expression_outside_the_language_is_refused(expression: str) -> None:
    """Nothing can be called, reached or made enormous; the pack is told so."""
    with pytest.raises(PackFaultError):
        evaluate(expression, NAMES)


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    """The author of a pack sees what could have been written."""
    with pytest.raises(PackFaultError, match="nothing is called idd here; known names: id, token"):
        fill("${idd}", {"token": "t", "id": 1})


@given(st.text(max_size=60))
def test_any_expression_is_worked_out_or_refused(expression: str) -> None:
    """No text that a pack may write escapes as another error."""
    with contextlib.suppress(PackFaultError):
        evaluate(expression, NAMES)


PROBES = {
    "n": ProbeSpec(int=(3, 90)),
    "price": ProbeSpec(decimal=(0.5, 9.5)),
    "word": ProbeSpec(word=5),
    "choice": ProbeSpec(one_of=["a", 1, None]),
}


@given(st.integers(0, 10**9))
def test_probes_stay_within_their_bounds(seed: int) -> None:
    """Every seed draws values of the kind that was asked for."""
    drawn = draw(PROBES, seed, "check")

    assert 3 <= drawn["n"] <= 90
    assert 0.5 <= drawn["price"] <= 9.5
    assert drawn["price"] == round(drawn["price"], 2)
    assert len(drawn["word"]) == 5
    assert drawn["word"].islower()
    assert drawn["choice"] in ["a", 1, None]


def test_a_seed_repeats_its_values_for_each_check() -> None:
    """A run can be repeated exactly, and two checks do not draw the same values."""
    assert draw(PROBES, 7, "one") == draw(PROBES, 7, "one")
    assert draw(PROBES, 7, "one") != draw(PROBES, 7, "two")
