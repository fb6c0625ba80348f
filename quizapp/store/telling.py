"""What SQLite and the file system say of a file, as errors that a person can act upon."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.errors import StoppedError, StoreDamagedError, StoreError, StoreInUseError, StoreUnwritableError

BUSY_SECONDS = 5.0
"""How long a write waits for another process. A write takes milliseconds, so nobody waits that long in health."""


@contextmanager
def told(path: Path, what: str = "The progress file") -> Iterator[None]:
    """Translate what SQLite and the file system say of a file into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY == sqlite3.SQLITE_INTERRUPT:
            raise StoppedError("Stopped; nothing was changed.") from error
        kind, message, hint = _meaning(error)
        raise kind(message, where=str(path), hint=hint) from error
    except UnicodeDecodeError as error:
        # SQLite's own message quotes what stands in the file, and that is no text any more.
        raise error_of(sqlite3.SQLITE_CORRUPT, path) from error
    except OSError as error:
        raise StoreUnwritableError(
            f"{what} cannot be opened: {error.strerror}.",
            where=str(path),
            hint="Check that this folder exists and is yours to write, or set QUIZAPP_HOME to one that is.",
        ) from error


DAMAGED_HINT = (
    "Nothing was changed. Keep this file. `quizapp progress restore` lists the backups there are, puts a good one in"
    " its place and keeps this one aside; `sqlite3 FILE .recover` often rescues what a damaged one holds besides."
)
_MEANINGS: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_NOTADB: (
        StoreDamagedError,
        "The progress file is not a database, or its beginning is damaged.",
        DAMAGED_HINT,
    ),
    sqlite3.SQLITE_CORRUPT: (StoreDamagedError, "The progress file is damaged.", DAMAGED_HINT),
    sqlite3.SQLITE_FULL: (
        StoreUnwritableError,
        "The disk is full: this could not be saved.",
        "Free some space and try again. Everything saved before is safe.",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreUnwritableError,
        "The progress file is read-only: this could not be saved.",
        "Make the file and its folder writable for you, or set QUIZAPP_HOME to a folder that is.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreUnwritableError,
        "The progress file cannot be opened.",
        "Check that it is a file and that its folder is yours to read and write, or set QUIZAPP_HOME to one that is.",
    ),
    sqlite3.SQLITE_BUSY: (
        StoreInUseError,
        f"Another program has kept the progress file locked for {BUSY_SECONDS:g} seconds: this could not be saved.",
        "Close other programs that have it open (a database browser, a backup), then try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        StoreUnwritableError,
        "The disk reported an error: this could not be read or saved.",
        "Check the disk and its free space, then try again. Everything saved before is safe.",
    ),
}
_MEANINGS[sqlite3.SQLITE_PERM] = _MEANINGS[sqlite3.SQLITE_AUTH] = _MEANINGS[sqlite3.SQLITE_CANTOPEN]
_MEANINGS[sqlite3.SQLITE_LOCKED] = _MEANINGS[sqlite3.SQLITE_BUSY]

_DAMAGED_WORDS = ("Could not decode", "no such table", "no such column", "malformed JSON", "foreign key mismatch")
"""How SQLite and Python begin to speak of a file whose structure is sound and whose text is not."""

_PRIMARY = 0xFF
"""SQLite's extended result codes carry the primary one in their lowest byte."""


def _meaning(error: sqlite3.Error) -> tuple[type[StoreError], str, str | None]:
    code = getattr(error, "sqlite_errorcode", None)
    if str(error).startswith(_DAMAGED_WORDS):
        return _MEANINGS[sqlite3.SQLITE_CORRUPT]
    if code is None:
        # Raised by Python's own layer: a closed connection, or a value that SQLite cannot hold.
        return StoreError, f"Progress cannot be read or written: {error}.", None
    return _MEANINGS.get(code & _PRIMARY, (StoreError, f"Progress cannot be read or written: {error}.", None))


def error_of(code: int, path: Path) -> StoreError:
    """The error for one of SQLite's primary result codes of a file."""
    kind, message, hint = _MEANINGS[code]
    return kind(message, where=str(path), hint=hint)
