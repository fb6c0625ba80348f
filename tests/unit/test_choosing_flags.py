"""What to study, as flags."""

from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner

from quizapp.cli.choosing import choosing, selection_of
from quizapp.domain.selection import EVERYDAY, Selection, Source
from tests.fakes import FakeLibrary, make_choice, make_task


def parse(*arguments: str) -> tuple[Selection | None, str]:
    """The selection that flags make, and what is told of a mistake."""
    library = FakeLibrary([make_choice("a", topic="asgi")], tasks=[make_task("a-task", topic="http")])
    found: list[Selection | None] = []

    @click.command()
    @choosing
    def command(**wishes: Any) -> None:
        found.append(selection_of(library, size=None, **wishes))

    told = CliRunner().invoke(command, list(arguments))
    return (found[0] if found else None), told.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], None),
        (["--weak", "--bookmarked"], {"sources": (Source.WEAK, Source.BOOKMARKED)}),
        (["--due"], {"sources": (Source.DUE,)}),
        (["--new", "--new"], {"sources": (Source.NEW,)}),
        (["--redo"], {"sources": (Source.MISSED,)}),
        (["--cram"], {"sources": (Source.ALL,), "cram": True}),
        (["--cram", "--weak"], {"sources": (Source.WEAK,), "cram": True}),
        (["--topic", "asgi", "--topic", "demo/http"], {"topics": ("demo/asgi", "demo/http")}),
        (["--phase", "basi"], {"phases": ("Basics",)}),
        (["--kind", "choice"], {"kinds": ("choice",)}),
        (["--difficulty", "2-4"], {"difficulty": (2, 4)}),
        (["--difficulty", "3"], {"difficulty": (3, 3)}),
        (["--minutes", "15"], {"minutes": 15.0}),
        (["--item", "a"], {"items": ("demo/a",)}),
    ],
)
def test_flags_make_a_selection(arguments: list[str], expected: dict[str, object] | None) -> None:
    """Sources are taken together, the rest narrows; no flag at all is no selection."""
    selection, told = parse(*arguments)

    assert selection == (None if expected is None else Selection.model_validate({"sources": EVERYDAY, **expected}))
    assert told == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--topic", "asgy"], "near: asgi"),
        (["--topic", "zzz"], "`quizapp roadmap` lists them"),
        (["--phase", "zzz"], "known: Basics"),
        (["--kind", "zzz"], "known: choice"),
        (["--difficulty", "4-2"], "such as 2-4"),
        (["--difficulty", "6"], "such as 2-4"),
        (["--item", "a-task"], "no single question a-task"),
        (["--minutes", "0"], "1<=x<=600"),
    ],
)
def test_mistakes_in_flags_are_told(arguments: list[str], told: str) -> None:
    """With what would have been right."""
    selection, output = parse(*arguments)

    assert selection is None
    assert told in output
