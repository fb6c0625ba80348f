"""One line of text, asked for."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.typing import Line


class PhraseModal(Modal[str]):
    """Answers with what was typed, or None."""

    footnote = "enter keeps it · esc cancels"

    def __init__(self, heading: str, say: str, value: str, *, longest: int) -> None:
        super().__init__()
        self.heading = heading
        self._say = say
        self._value = value
        self._longest = longest

    def content(self) -> ComposeResult:
        """One field."""
        yield Static(Content(self._say), classes="muted")
        yield Line(self._value, max_length=self._longest)

    def on_mount(self) -> None:
        """Letters go to the field at once."""
        self.begin_at(Input)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """The text is complete."""
        self.dismiss(event.value.strip() or None)
