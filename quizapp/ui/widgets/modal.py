"""What lies over a screen for a moment: a box with a title; Escape closes it."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

from quizapp.ui.keys import bindings
from quizapp.ui.text import clean
from quizapp.ui.widgets.once import LeftOnce
from quizapp.ui.widgets.reading import Reading

Result = TypeVar("Result")


class Modal(LeftOnce, ModalScreen[Result | None], Generic[Result]):
    """A box over the screen. Subclasses say what stands in it (`content`); Escape answers None."""

    BINDINGS = bindings("modal")
    heading = ""
    footnote = "esc closes"

    def compose(self) -> ComposeResult:
        """The box."""
        with Reading(classes="modal--box") as box:
            box.border_title = clean(self.heading).replace("[", r"\[")
            box.border_subtitle = self.footnote
            yield from self.content()

    def content(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def begin_at(self, part: str | type[Widget]) -> None:
        """Give the keys to a part of the box; one that is closed as it opens has no parts."""
        for widget in self.query(part).results(Widget):
            widget.focus()
            break

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
