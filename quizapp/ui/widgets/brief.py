"""What a task asks for, and its own hints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.task import Task
from quizapp.ui.text import inline
from quizapp.ui.widgets.prose import Prose


class BriefPane(VerticalScroll):
    """The brief in Markdown; below it the hints opened so far."""

    def __init__(self, task: Task, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._asked = task

    def compose(self) -> ComposeResult:
        """Brief, then hints."""
        yield Prose(self._asked.brief)
        yield Static(id="task-hints", markup=False)

    def open_hints(self, opened: int) -> None:
        """Show so many of the task's hints."""
        hints = self._asked.hints
        parts = [
            Content.assemble((f"Hint {number} of {len(hints)}  ", "bold $text-accent"), inline(hint))
            for number, hint in enumerate(hints[:opened], 1)
        ]
        if opened < len(hints):
            words = "a hint" if not opened else "the next hint"
            parts.append(Content.styled(f"h opens {words} ({len(hints) - opened} left)", "$muted"))
        self.query_one("#task-hints", Static).update(Content("\n\n").join(parts))
