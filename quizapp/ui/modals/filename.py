"""The name of a new file."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.typing import Line


class FilenameModal(Modal[str]):
    """Answers with a path inside the workspace; whether it can be one is for the workspace to say."""

    heading = "New file"
    footnote = "enter makes it · esc cancels"

    def content(self) -> ComposeResult:
        """One field."""
        yield Static(Content("Its path in your workspace; folders are made as needed."), classes="muted")
        yield Line(placeholder="routers/items.py", id="filename")

    def on_mount(self) -> None:
        """Letters go to the field at once."""
        self.begin_at(Input)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """The name is complete."""
        name = event.value.strip()
        self.dismiss(name or None)
