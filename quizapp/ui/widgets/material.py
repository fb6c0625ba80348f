"""The code that a question is about, as it is shown once the answer is known."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.grading import shown
from quizapp.domain.items.any import Item
from quizapp.domain.items.picked import Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.typed import BLANK, Cloze
from quizapp.ui.text import clean, code
from quizapp.ui.widgets.exchange import request_text


class Material(Vertical):
    """Code and request; for a defect its line is marked, for blanks they are filled."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def compose(self) -> ComposeResult:
        """What there is of it."""
        match self._item:
            case Predict() as item:
                yield Static(code(item.app), classes="code", markup=False)
                yield Static(request_text(item), classes="request", markup=False)
            case Spot() as item:
                yield Static(Content("\n").join(_numbered(item)), classes="code", markup=False)
            case Cloze() as item:
                yield Static(_filled(item), classes="code", markup=False)
            case _:
                return


def _numbered(item: Spot) -> Iterator[Content]:
    for number, line in enumerate(code(item.code, item.language).split("\n", allow_blank=True), 1):
        here = number in item.lines
        yield Content.assemble(
            ("▶" if here else " ", "bold $text-accent"), (f"{number:>3} ", "bold" if here else "$muted"), line
        )


def _filled(item: Cloze) -> Content:
    text, end, holes = "", 0, []
    for found in BLANK.finditer(item.code):
        text += clean(item.code[end : found.start()])
        answer = clean(shown(item.blanks[found[1]].accept[0]))
        holes.append((len(text), len(text) + len(answer)))
        text += answer
        end = found.end()
    filled = code(text + clean(item.code[end:]), item.language)
    for start, stop in holes:
        filled = filled.stylize("bold underline", start, stop)
    return filled
