"""Where a new pack is to come from."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.typing import Line

EXAMPLES = (
    "~/packs/my-pack                       a folder",
    "~/Downloads/my-pack.zip               an archive",
    "https://example.org/my-pack.zip       on the web",
    "https://example.org/my-pack.git@v1.2  git, a tag",
)


class SourceModal(Modal[str]):
    """Answers with a path or an address; whether a pack lies there is found out afterwards."""

    heading = "Add a pack"
    footnote = "enter looks at it · esc cancels"

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self._typed = typed
        """What was typed before and did not lead anywhere."""

    def content(self) -> ComposeResult:
        """One field, and what may stand in it."""
        yield Static(
            Content("A path or an address. You see what is in it before anything is installed."), classes="muted"
        )
        yield Line(self._typed, placeholder="https://...", id="source")
        yield Static(Content("\n".join(EXAMPLES)), classes="muted gap")

    def on_mount(self) -> None:
        """Letters go to the field at once."""
        self.begin_at(Input)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """The address is complete."""
        self.dismiss(event.value.strip() or None)
