"""A question with a few answers, each saying what it does."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.modal import Modal


@dataclass(frozen=True)
class Answer:
    """One way to go on."""

    id: str
    label: str
    """What one does."""
    outcome: str
    """What comes of it."""


class ConfirmModal(Modal[str]):
    """Answers with the id of the answer chosen, or None when it was closed. The cursor starts on the first answer."""

    footnote = "↑↓ choose · enter · esc cancels"

    def __init__(self, heading: str, question: str, *answers: Answer) -> None:
        super().__init__()
        self.heading = heading
        self._question = question
        self._answers = answers

    def content(self) -> ComposeResult:
        """Question and answers."""
        yield Static(Content(clean(self._question)), classes="confirm--question")
        yield Choices(*(Option(_line(answer), id=answer.id) for answer in self._answers), classes="confirm--answers")

    def on_mount(self) -> None:
        """Arrows choose at once."""
        self.begin_at(Choices)

    @on(Choices.OptionSelected)
    def answer(self, event: Choices.OptionSelected) -> None:
        """An answer was chosen."""
        self.dismiss(event.option_id)


def _line(answer: Answer) -> Content:
    return Content.assemble((clean(answer.label), "bold"), "\n  ", (clean(answer.outcome), "$muted"))
