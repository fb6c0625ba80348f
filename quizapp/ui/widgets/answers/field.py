"""What every way of answering has in common."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from quizapp.domain.grading import Response
from quizapp.services.answering import Showing


class AnswerField(Vertical):
    """Where an item is answered. `response` is None while something is missing."""

    typing = False
    """Whether letters are typed into it, so that a letter cannot be a command."""
    entering = True
    """Whether Enter submits; where it begins a new line, another key does."""
    advice = ""
    """How to answer with the keyboard, in one line."""
    missing = "Pick an answer first; x says that you don't know."
    """What to say on Enter while something is missing."""

    @dataclass
    class Submitted(Message):
        """The learner gives this answer, as it stood at Enter: keys that were pressed after it are not in it."""

        field: AnswerField
        response: Response

    @dataclass
    class Incomplete(Message):
        """Enter was pressed while something is missing."""

        missing: str

    def __init__(self, showing: Showing) -> None:
        super().__init__(id="answer")
        self.showing = showing

    def response(self) -> Response | None:
        """What has been answered so far, if it is whole."""
        raise NotImplementedError

    def restore(self, response: Response) -> None:
        """Stand as if this had been answered; to be called before the field is shown. Other kinds are ignored."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Make the keys go to the first part."""
        for widget in self.query("*"):
            if widget.focusable:
                self.screen.set_focus(widget, scroll_visible=False)
                return

    def enter(self) -> None:
        """Enter was pressed: submit, or go to what is missing."""
        response = self.response()
        if response is None:
            self.post_message(self.Incomplete(self.missing))
        else:
            self.post_message(self.Submitted(self, response))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in an input is Enter."""
        event.stop()
        self.enter()
