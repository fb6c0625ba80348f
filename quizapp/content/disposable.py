"""A database that can be made again at any time: what is wrong with its file is never an error.

So a file that is corrupt, of another version or not writable is replaced, or held in memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_WAIT = 30.0
"""Seconds that one process waits for another's rebuild."""


class BrokenDatabaseError(Exception):
    """It cannot be read or written any more; begin again with `start_over`."""


class DisposableDatabase(ABC):
    """One such database, open. Methods may be called from any thread.

    Args:
        path: of the file.
        stamp: of what it is made from and by; a file with another one is made anew.
    """

    def __init__(self, path: Path, stamp: str) -> None:
        self._path = path
        self._stamp = stamp
        self._lock = threading.RLock()
        self._connection = self._open()

    @property
    def in_memory(self) -> bool:
        """Whether nothing of it will be there next time."""
        return self._path == Path(":memory:")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def discard(self) -> None:
        """Let go of the file, and delete it: its pack is not used any more."""
        with self._lock:
            self._connection.close()
            if not self.in_memory:
                with contextlib.suppress(OSError):
                    self._delete()

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return self._ready(self._path)
            except sqlite3.OperationalError:  # locked, read-only, no space: the file may be good for others
                return self._fall_back()
            except sqlite3.DatabaseError:  # corrupt, or no database at all
                self._delete()
                return self._ready(self._path)
        except (sqlite3.Error, OSError):
            return self._fall_back()

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def start_over(self) -> None:
        """Begin again with an empty database, because this one turned out to be corrupt."""
        with self._lock:
            self._connection.close()
            with contextlib.suppress(OSError):
                self._delete()
            self._connection = self._open()

    def move_to_memory(self) -> None:
        """Begin again with an empty database that no file can spoil: the disk may be full."""
        with self._lock:
            self._connection.close()
            self._connection = self._fall_back()

    def _fall_back(self) -> sqlite3.Connection:
        self._path = Path(":memory:")
        return self._ready(self._path)

    def _ready(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        try:
            # Readers are not held up by a rebuild in another process.
            connection.execute("PRAGMA journal_mode = WAL")
            # Losing the last rebuild to a power cut costs a rebuild; waiting for the disk would cost every start.
            connection.execute("PRAGMA synchronous = NORMAL")
            if self._stamp_of(connection) != self._stamp:
                self._create(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _stamp_of(connection: sqlite3.Connection) -> str | None:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            return None
        row = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
        return None if row is None else str(row[0])

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if self._stamp_of(connection) != self._stamp:  # another process may have been quicker
            self._make_tables(connection)
            connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (self._stamp,))
        connection.execute("COMMIT")

    @abstractmethod
    def _make_tables(self, connection: sqlite3.Connection) -> None:
        """Make the tables anew, in place of what there is; `meta`, of names and values, is one of them."""

    @contextlib.contextmanager
    def rewriting(self) -> Iterator[None]:
        """One transaction: all that is written inside becomes visible at once, or not at all.

        When the file cannot be written all of it moves into memory, empty; the caller sees no files and fills it.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error:
                self._connection.close()
                self._connection = self._fall_back()
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise BrokenDatabaseError(str(error)) from error
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; none for a name that is no text, as one typed in another encoding."""
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except UnicodeEncodeError:
                return []
            except sqlite3.DatabaseError as error:
                raise BrokenDatabaseError(str(error)) from error

    def _write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._lock:
            try:
                self._connection.executemany(statement, rows)
            except sqlite3.DatabaseError as error:
                raise BrokenDatabaseError(str(error)) from error
