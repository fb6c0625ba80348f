"""Where doubts are written down, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class DoubtFile(Protocol):
    """Where doubts about items are written down for their authors. What cannot be written or read is a StoreError."""

    @property
    def path(self) -> Path:
        """The file, which need not exist yet."""

    def append(self, entry: str) -> None:
        """Add an entry, in Markdown, at the end."""

    def read(self) -> str:
        """Everything in it."""
