"""`DoubtFile`: one Markdown file that is only ever appended to, and that its owner may send, empty or delete."""

from __future__ import annotations

from pathlib import Path

from quizapp.errors import StoreError

TITLE = "# Doubts about questions\n\n"


class MarkdownDoubts:
    """A file that need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, entry: str) -> None:
        """Add an entry at the end."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            begins = not self.path.exists() or self.path.stat().st_size == 0
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write((TITLE if begins else "") + entry)
        except OSError as error:
            raise StoreError(
                f"The doubt cannot be written down: {error.strerror}.",
                where=str(self.path),
                hint="Make this file and its folder yours to write, then report it again.",
            ) from error

    def read(self) -> str:
        """Everything in it; nothing if there is no such file."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StoreError(
                f"The doubts cannot be read: {error.strerror}.",
                where=str(self.path),
                hint="Make this file yours to read.",
            ) from error
