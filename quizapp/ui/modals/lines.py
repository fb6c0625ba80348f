"""A list of things to read: what a lint found, why a pack was refused."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.ui.text import clean
from quizapp.ui.widgets.modal import Modal

MOST = 100
"""Entries that are shown; who has more mends these first."""


class LinesModal(Modal[None]):
    """Entries below each other, to be scrolled; the first line of each is what is looked for."""

    def __init__(self, heading: str, entries: Sequence[str]) -> None:
        super().__init__()
        self.heading = heading
        self._entries = entries

    def content(self) -> ComposeResult:
        """The entries."""
        for entry in self._entries[:MOST]:
            first, _, rest = clean(entry).partition("\n")
            yield Static(Content.assemble((first, "bold"), f"\n{rest}" if rest else ""), classes="line", markup=False)
        if len(self._entries) > MOST:
            yield Static(f"and {len(self._entries) - MOST} more", classes="muted", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.begin_at(".modal--box")
