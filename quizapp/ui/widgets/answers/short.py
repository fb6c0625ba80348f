"""Type a word, a number, a status code, a header."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from quizapp.domain.grading import Response, Typed
from quizapp.domain.items.typed import Short
from quizapp.services.answering import Showing
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.answers.typed import TypedInput


class ShortField(AnswerField):
    """One input."""

    typing = True
    advice = "Type your answer · Enter answers"
    missing = "Type an answer first; ctrl+g says that you don't know."

    def __init__(self, showing: Showing, item: Short) -> None:
        super().__init__(showing)
        self._item = item
        self._text = ""

    def compose(self) -> ComposeResult:
        """The input."""
        yield TypedInput(value=self._text, placeholder="your answer")

    def restore(self, response: Response) -> None:
        """Type again."""
        if isinstance(response, Typed) and len(response.texts) == 1:
            (self._text,) = response.texts

    def response(self) -> Typed | None:
        """What was typed."""
        text = self.query_one(Input).value
        return Typed(texts=[text]) if text.strip() else None
