"""Answer in one's own words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import TextArea

from quizapp.domain.grading import Response, Said
from quizapp.domain.items.said import Open
from quizapp.services.answering import Showing
from quizapp.ui.keys import bindings
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.typing import Sheet

TAKEN = {"f6", "f7"}
"""Keys of Textual's text area that are a screen's here: they lead to another question."""


class SpeechArea(Sheet, inherit_bindings=False):
    """Plain text that wraps; Enter begins a new line."""

    BINDINGS = [
        *bindings("saying"),
        *(key for key in TextArea.BINDINGS if isinstance(key, Binding) and key.key not in TAKEN),
    ]

    def action_say(self) -> None:
        """Give the answer."""
        field = self.parent
        if isinstance(field, AnswerField):
            field.enter()


class OpenField(AnswerField):
    """A page to write on."""

    typing = True
    entering = False
    advice = "Answer as you would to an interviewer, in a few sentences · ctrl+s answers"
    missing = "Write an answer first; ctrl+g says that you don't know."

    def __init__(self, showing: Showing, item: Open) -> None:
        super().__init__(showing)
        self._item = item
        self._text = ""

    def compose(self) -> ComposeResult:
        """The page."""
        yield SpeechArea(self._text, highlight_cursor_line=False, placeholder="your answer")

    def restore(self, response: Response) -> None:
        """Write it again."""
        if isinstance(response, Said):
            self._text = response.text

    def response(self) -> Said | None:
        """What was written."""
        text = self.query_one(SpeechArea).text
        return Said(text=text) if text.strip() else None
