"""How much of a stranger's file is read, and how its bytes become text."""

from __future__ import annotations

from pathlib import Path

from quizapp.errors import PackError

MAX_FILE = 64 << 20
"""Bytes of the file as it lies there."""
MAX_TEXT = 8 << 20
"""Bytes of a text file: tens of thousands of questions."""
MAX_DATABASE = 128 << 20
"""Bytes of a collection once it is unpacked."""
MAX_RATIO = 200
"""Unpacked to packed; texts reach 10."""
MAX_QUESTIONS = 20_000
MAX_FIELD = 64 << 10
"""Characters of one field of a card."""


def content(path: Path, limit: int = MAX_TEXT) -> bytes:
    """A file's bytes; PackError when it cannot be read or is too large."""
    try:
        with path.open("rb") as stream:
            found = stream.read(limit + 1)
    except OSError as error:
        hint = "Name a file that you may read."
        raise PackError(f"The file cannot be read: {error.strerror}.", where=str(path), hint=hint) from error
    if len(found) > limit:
        hint = "Export a part of it, such as one deck or one category."
        raise PackError(f"The file has more than {limit >> 20} MiB.", where=str(path), hint=hint)
    return found


def text(path: Path) -> str:
    """A text file; UTF-8, or UTF-16 where a byte order mark says so. Line ends become plain ones."""
    found = content(path)
    encoding = "utf-16" if found[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        whole = found.decode(encoding)
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        hint = "Save the file as UTF-8."
        raise PackError("This is no UTF-8 text.", where=f"{path}:{line}", hint=hint) from error
    return whole.replace("\r\n", "\n").replace("\r", "\n")
