"""Doubts in memory."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

from pathlib import Path


class FakeDoubts:
    """A file that is never written."""

    def __init__(self) -> None:
        self.path = Path("/home/learner/doubts.md")
        self._text = ""

    def append(self, entry: str) -> None:
        self._text += entry

    def read(self) -> str:
        return self._text
