"""One way in from the home screen, in a line."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from quizapp.ui.text import clean

NARROW = 72
"""Columns below which a way says less."""


class Way(Static):
    """Its key, its name, what it is; of one it is said that it is the one to begin with."""

    def __init__(self, key: str, name: str, *, action: str, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, markup=False)
        self._key = key
        self._name = name
        self._action = action
        self._what = ""
        self._first = False

    def tell(self, what: str, *, first: bool = False) -> None:
        """Say what is behind it, and of one way that it is the one to begin with."""
        self._what, self._first = clean(what), first
        self._paint()

    def on_resize(self) -> None:
        """In a narrow terminal the end of what is said gives way, never the advice behind it."""
        self._paint()

    def _paint(self) -> None:
        key, name = f" {self._key} ", f" {self._name:<10}"
        advice = "first" if self.screen.size.width < NARROW else f"press {self._key} first"
        tail = f"  ← {advice}" if self._first else ""
        room = max(8, (self.size.width or self.screen.size.width - 6) - len(key + name + tail))
        what = self._what if len(self._what) <= room else self._what[: room - 1] + "…"
        self.update(
            Content.assemble((key, "bold $accent"), (name, "bold"), (what, "$muted"), (tail, "bold $text-accent"))
        )

    async def on_click(self) -> None:
        """A click does what the key does."""
        await self.screen.run_action(self._action)
