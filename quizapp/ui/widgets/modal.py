"""What lies over a screen for a moment: a box with a title; Escape closes it."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

from quizapp.ui.keys import bindings, spoken
from quizapp.ui.text import clean
from quizapp.ui.widgets.once import LeftOnce
from quizapp.ui.widgets.opened import OpenedAtOnce
from quizapp.ui.widgets.reading import Reading

Result = TypeVar("Result")


class Modal(LeftOnce, OpenedAtOnce[Result | None], ModalScreen[Result | None], Generic[Result]):
    """A box over the screen. Subclasses say what stands in it (`content`); Escape answers None."""

    BINDINGS = bindings("modal")
    heading = ""
    footnote = "esc closes"

    @property
    def foot(self) -> str:
        """The footnote, with the person's own key in it if they have one that closes."""
        own = getattr(self.app, "own_keys", {})
        return (
            self.footnote.replace("esc ", f"{spoken('modal.close', own)} ") if "modal.close" in own else self.footnote
        )

    def compose(self) -> ComposeResult:
        """The box."""
        with Reading(classes="modal--box") as box:
            box.border_title = clean(self.heading).replace("[", r"\[")
            box.border_subtitle = self.foot
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
