"""Requests to begin with: of a check that failed, of the brief, of the app's routes, and those asked before."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from quizapp.domain.request import Request
from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.modal import Modal

LONGEST = 200
"""Characters of a request that its line shows."""


class RequestsModal(Modal[Request]):
    """Answers with a request to write into the console."""

    heading = "Requests"
    footnote = "enter takes it · esc closes"

    def __init__(self, requests: Sequence[tuple[str, Request]]) -> None:
        """A list.

        Args:
            requests: whence each comes, in a word, and the request.
        """
        super().__init__()
        self._requests = requests

    def content(self) -> ComposeResult:
        """One line a request."""
        if not self._requests:
            yield Static(Content("There is none yet: write one, and it is kept here."), classes="muted")
            return
        width = max(len(whence) for whence, _ in self._requests)
        yield Choices(
            *(
                Option(_line(whence, request, width), id=str(place))
                for place, (whence, request) in enumerate(self._requests)
            ),
            id="requests",
        )

    def on_mount(self) -> None:
        """Arrows choose at once."""
        for requests in self.query(Choices):
            requests.focus()

    @on(Choices.OptionSelected)
    def answer(self, event: Choices.OptionSelected) -> None:
        """A request was chosen."""
        self.dismiss(self._requests[event.option_index][1])


def _line(whence: str, request: Request, width: int) -> Content:
    text = clean(request.line).replace("\n", " ")
    return Content.assemble((f"{whence:<{width}}", "$muted"), "  ", text[:LONGEST])
