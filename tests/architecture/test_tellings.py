"""What a person is told of an error reads alike in every room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from quizapp import errors

ROOT = Path(__file__).parents[2]
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
ENDS = (".", "?", "!", "{}")
"""A value at the end brings its own full stop, or is one of several sentences."""


class Telling(NamedTuple):
    """A message or a hint as it stands in the source, with `{}` for every value in it."""

    place: str
    words: str
    is_hint: bool


def texts(node: ast.expr) -> Iterator[str]:
    """What an expression may come to, where it is written out."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)


def tellings(path: Path) -> Iterator[Telling]:
    """Every message and hint of an error that a module makes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KINDS:
            continue
        place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        yield from (Telling(place, text, is_hint=False) for argument in node.args[:1] for text in texts(argument))
        hints = (keyword.value for keyword in node.keywords if keyword.arg == "hint")
        yield from (Telling(place, text, is_hint=True) for hint in hints for text in texts(hint))


def is_sentence(telling: Telling) -> bool:
    """It begins with a capital, a value or a name in quotes, and ends; a hint may end with a command to copy."""
    return not telling.words[:1].islower() and (telling.is_hint or telling.words.endswith(ENDS))


def test_errors_are_told_in_sentences() -> None:
    """They stand alone, on a line or as the title of a notification; fragments come after a place or a label."""
    told = [telling for path in sorted((ROOT / "quizapp").rglob("*.py")) for telling in tellings(path)]

    fragments = [f"{telling.place}: {telling.words}" for telling in told if not is_sentence(telling)]

    assert len(told) > 300
    assert fragments == []


@pytest.mark.parametrize(
    ("words", "is_hint", "holds"),
    [
        ("There is no such file.", False, True),
        ("there is no such file.", False, False),
        ("There is no such file", False, False),
        ("{} is no path.", False, True),
        ("Name another one: quizapp serve --port 8766", True, True),
        ("name another one.", True, False),
    ],
)
def test_a_fragment_is_told_from_a_sentence(words: str, is_hint: bool, holds: bool) -> None:
    """The rule itself, on examples."""
    assert is_sentence(Telling("here.py:1", words, is_hint=is_hint)) is holds
