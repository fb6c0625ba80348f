"""Typed lines become responses, for every kind of item."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from pydantic import TypeAdapter

from quizapp.cli.asking import Dialogue, Left, ask, read_line
from quizapp.domain.grading import Arranged, Paired, Passed, Picked, Pointed, Response, Said, Typed
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.session import Session, SessionKind
from quizapp.services.answering import Showing
from tests.fakes import START

COMMON = {"id": "an-item", "topic": "a-topic", "difficulty": 1, "seconds": 30, "stem": "Well?", "explanation": "So."}
OPTIONS = [
    {"text": "first", "why": "no"},
    {"text": "second", "key": True, "why": "yes"},
    {"text": "third", "why": "no"},
]
REQUEST = {"GET": "/x", "expect": 200}

ITEMS: dict[str, dict[str, Any]] = {
    "choice": {"kind": "choice", "options": OPTIONS},
    "multiple": {"kind": "choice", "multiple": True, "options": OPTIONS},
    "short": {"kind": "short", "accept": ["422"]},
    "cloze": {"kind": "cloze", "code": "{{a}} = {{b}}", "blanks": {n: {"accept": [n], "why": "so"} for n in "ab"}},
    "order": {"kind": "order", "lines": ["one", "two", "three"]},
    "match": {"kind": "match", "pairs": [{"left": n, "right": n * 2, "why": "so"} for n in "abc"]},
    "predict": {"kind": "predict", "app": "app = 1", "request": REQUEST, "asks": [
        {"say": "Status", "of": "status", "answer": 200},
        {"say": "Body", "of": "body", "answer": "ok", "choices": ["no", "ok"]},
    ]},
    "spot": {"kind": "spot", "code": "a\nb\nc", "lines": 2, "options": OPTIONS},
    "open": {"kind": "open", "model_answer": "It waits.", "points": [
        {"id": name, "say": "so", "any_of": [name], "missing": "no"} for name in ("waits", "runs")
    ]},
}  # fmt: skip


def showing(name: str, order: list[int]) -> Showing:
    """An item as it is shown, with its parts in this order."""
    item: Item = TypeAdapter(Item).validate_python(COMMON | ITEMS[name])
    session = Session(id="s", kind=SessionKind.STUDY, title="Study", plan=[], seed=1, started=START)
    return Showing(
        session=session, id=ItemId("p/an-item"), item=item, topic="p/a-topic", order=order, position=1, total=1
    )


def respond(name: str, order: list[int], *typed: str) -> tuple[Response, list[str]]:
    """The response to typed lines, and what was said meanwhile."""
    lines = iter(typed)
    said: list[str] = []

    def read(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return ask(showing(name, order), Dialogue(read, said.append)), said


@pytest.mark.parametrize(
    ("name", "order", "typed", "response"),
    [
        ("choice", [2, 0, 1], ["3"], Picked(options=[1])),
        ("choice", [2, 0, 1], ["C"], Picked(options=[1])),
        ("multiple", [2, 0, 1], ["1, 3"], Picked(options=[2, 1])),
        ("short", [], ["  422 "], Typed(texts=["422"])),
        ("cloze", [], ["x1", "y1"], Typed(texts=["x1", "y1"])),
        ("order", [2, 0, 1], ["2 3 1"], Arranged(lines=[0, 1, 2])),
        ("match", [2, 0, 1], ["2", "x", "C"], Paired(rights=[0, None, 1])),
        ("predict", [], ["200", "2"], Typed(texts=["200", "ok"])),
        ("predict", [], ["200", "x"], Typed(texts=["200", ""])),
        ("cloze", [], ["x", "y1"], Typed(texts=["", "y1"])),
        ("spot", [2, 0, 1], ["2", "3"], Pointed(line=2, option=1)),
        ("open", [], ["It waits.", "", "  q", "."], Said(text="It waits.\n\n  q")),
        ("open", [], ["It waits."], Said(text="It waits.")),
        ("open", [], ["  ", "."], Passed()),
    ],
)
def test_typed_lines_become_a_response(name: str, order: list[int], typed: list[str], response: Response) -> None:
    """Numbers and letters name what is shown; the response names positions in the pack."""
    assert respond(name, order, *typed)[0] == response


@pytest.mark.parametrize("name", list(ITEMS))
def test_not_knowing_is_a_response(name: str) -> None:
    """`x` at every prompt says "I don't know", whatever the kind."""
    assert respond(name, [0, 1, 2], *["x"] * 5)[0] == Passed()


@pytest.mark.parametrize("name", list(ITEMS))
def test_leaving_is_possible_at_every_prompt(name: str) -> None:
    """`q` and the end of stdin leave, whatever the kind."""
    with pytest.raises(Left):
        respond(name, [0, 1, 2], "q")
    with pytest.raises(Left):
        respond(name, [0, 1, 2])


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", "0"])
def test_what_only_looks_like_a_number_is_asked_again(typed: str) -> None:
    """Raised digits, and numbers that no line has, are told like any other slip."""
    picked, told = respond("choice", [0, 1, 2], typed, "2")
    pointed, told_of_lines = respond("spot", [0, 1, 2], typed, "2", "1")

    assert (picked, pointed) == (Picked(options=[1]), Pointed(line=2, option=0))
    assert any("is not among 1 to 3" in line for line in told)
    assert "Type a line number from 1 to 3." in told_of_lines


def test_what_makes_no_sense_is_asked_again() -> None:
    """A number that is not shown is refused with the range, and asked again."""
    response, said = respond("choice", [0, 1, 2], "7", "", "1 2", "2")

    assert response == Picked(options=[1])
    assert "7 is not among 1 to 3. x: I don't know, q: leave" in said


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_what_is_no_text_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch, errors: str) -> None:
    """A terminal or file of another encoding ends no session, and nothing comes of it that cannot be kept."""
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xe9\ntea\n"), encoding="utf-8", errors=errors)
    monkeypatch.setattr(sys, "stdin", typed)

    assert [read_line("> "), read_line("> ")] == ["caf\ufffd\n", "tea\n"]
