"""One connection to the progress file: opened, guarded, its errors told in plain words."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from quizapp import atomic
from quizapp.domain.work import BYTES, UNWATCHED, Advance, Watch
from quizapp.errors import StoreDamagedError, StoreError, StoreInUseError, StoreUnwritableError
from quizapp.store.telling import BUSY_SECONDS, error_of, told

Row = tuple[Any, ...]

PAGES = 256
"""Of a copy, in one portion: a MiB, which takes milliseconds."""
BUSY_PAUSE_SECONDS = 0.01
"""Between two attempts at what SQLite itself does not wait for."""
STEPS = 20_000
"""Of SQLite's machine, between two questions whether a statement shall be stopped: about a millisecond."""
MAGIC = b"SQLite format 3\0"
"""How every database begins."""


class Refuge(Protocol):
    """Where to go on when nothing can be written."""

    @property
    def place(self) -> Path | None:
        """The file there; None in health."""

    def take(self, why: StoreError) -> Path:
        """Go there; the first one decides why."""


class Database:
    """One connection, usable from any thread, by one at a time.

    Args:
        path: the file; it is made if there is none.
        writing: False for a file that is only looked at: it must exist, and is not changed.
        refuge: where to go on when nothing can be written here.
    """

    def __init__(self, path: Path, *, writing: bool = True, refuge: Refuge | None = None) -> None:
        self._lock = threading.RLock()
        self._refuge = refuge
        self._writing = writing
        self._open(path if refuge is None else refuge.place or path)

    def _open(self, path: Path) -> None:
        writing = self._writing
        self.path = path
        with told(path):
            if writing:
                create_private(path)
            _refuse_other_content(path)
            self._connection = sqlite3.connect(
                path,
                timeout=BUSY_SECONDS,
                isolation_level=None,  # transactions are ours, so that a write takes its lock when it begins
                check_same_thread=False,
            )
        try:
            with told(path):
                self._connection.execute("PRAGMA foreign_keys = ON")
                # WAL alone syncs at checkpoints only; FULL syncs at each commit: what was acknowledged stays.
                self._connection.execute("PRAGMA synchronous = FULL")
                if not writing:
                    self._connection.execute("PRAGMA query_only = ON")
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: committed and on disk when the block ends, rolled back when it raises."""
        with self._lock:
            self._begin()
            try:
                with told(self.path):
                    try:
                        yield self._connection
                        self._connection.execute("COMMIT")
                    except BaseException:
                        # SQLite itself has rolled back after some errors, such as a full disk.
                        if self._connection.in_transaction:
                            self._connection.execute("ROLLBACK")
                        raise
            except (StoreUnwritableError, StoreDamagedError) as error:
                if self._take_refuge(error):
                    error.hint = "Do it once more: it will be kept in a temporary copy, to be saved later."
                raise

    def _begin(self) -> None:
        """Begin a transaction; where none can begin, in the refuge."""
        self._follow()
        try:
            with told(self.path):
                self._connection.execute("BEGIN IMMEDIATE")
        except (StoreUnwritableError, StoreDamagedError) as error:
            if not self._take_refuge(error):
                raise
            with told(self.path):
                self._connection.execute("BEGIN IMMEDIATE")

    def _take_refuge(self, error: StoreError) -> bool:
        if self._refuge is None or self._refuge.place is not None:
            return False
        self._refuge.take(error)
        self._follow()
        return True

    def _follow(self) -> None:
        """Be where the others are."""
        if self._refuge is not None and self._refuge.place not in {None, self.path}:
            self._connection.close()
            self._open(self._refuge.place)

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """Let statements name another database's tables as `name.table` meanwhile; it must be a healthy file."""
        with self._lock, told(path):
            self._connection.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
            try:
                yield
            finally:
                self._connection.execute(f"DETACH DATABASE {name}")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read meanwhile be as of one moment, while others go on writing."""
        with self._lock, told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Every row that a query finds."""
        with self._lock:
            self._follow()
            with told(self.path):
                return self._connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the only row."""
        return self.rows(sql, parameters)[0][0]

    def state(self) -> tuple[int, int]:
        """Another value whenever anything was written since, by this connection or by another one."""
        with self._lock:
            return self.value("PRAGMA data_version"), self._connection.total_changes

    def use_wal(self) -> None:
        """Let readers and the writer work side by side; file systems that cannot do it keep SQLite's older journal."""
        until = time.monotonic() + BUSY_SECONDS
        while self.value("PRAGMA journal_mode") != "wal":
            try:
                self.rows("PRAGMA journal_mode = WAL")
            except StoreInUseError:
                # SQLite does not wait here for who is writing, as it does everywhere else.
                if time.monotonic() >= until:
                    raise
                time.sleep(BUSY_PAUSE_SECONDS)
            else:
                return

    @contextmanager
    def watched(self, watch: Watch) -> Iterator[None]:
        """Let what is asked meanwhile be stopped in the middle of a statement; its transaction is then rolled back."""
        with self._lock:
            self._connection.set_progress_handler(watch.is_cancelled, STEPS)
            try:
                yield
            finally:
                self._connection.set_progress_handler(None, 0)

    def copy(self, to: Path, watch: Watch = UNWATCHED) -> None:
        """Write the whole database, as of one moment, to a file; others may go on writing. The file appears whole."""
        with told(to):
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with told(to), atomic.replacing(to) as unfinished:
            # A connection of its own reads what is committed, even while this one is inside a transaction.
            source, target = sqlite3.connect(self.path), sqlite3.connect(unfinished)
            try:
                # What is written between two portions would else make SQLite begin again.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(target, pages=PAGES, progress=_portions(source, self.path, watch, "copying"))
            finally:
                source.close()
                target.close()

    def become(self, other: Path, watch: Watch = UNWATCHED) -> None:
        """Take over the whole content of another database, all or nothing, under whoever has this one open."""
        with self._lock, told(self.path):
            source = sqlite3.connect(other)
            try:
                told_of = _portions(source, self.path, watch, "putting back")
                source.backup(self._connection, pages=PAGES, progress=told_of)
            finally:
                source.close()

    def close(self) -> None:
        """Let go of the file; what is asked afterwards is a StoreError."""
        with self._lock, told(self.path):
            self._connection.close()


def _portions(source: sqlite3.Connection, path: Path, watch: Watch, doing: str) -> Callable[[int, int, int], None]:
    """For `sqlite3`'s backup, which by itself waits for a locked file without end.

    What this raises ends the backup, and rolls back what of it was written; after the last portion it is too late.
    """
    end = time.monotonic() + BUSY_SECONDS
    (size,) = source.execute("PRAGMA page_size").fetchone()

    def look(status: int, remaining: int, total: int) -> None:
        nonlocal end
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            watch.check()
            if time.monotonic() > end:
                raise error_of(sqlite3.SQLITE_BUSY, path)
            return
        end = time.monotonic() + BUSY_SECONDS
        is_open = status != sqlite3.SQLITE_DONE
        watch.tell(Advance(doing, (total - remaining) * size, total * size, BYTES, stoppable=is_open))

    return look


def create_private(path: Path) -> None:
    """Create the file for its owner only; SQLite gives its side files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _refuse_other_content(path: Path) -> None:
    """Refuse a file that SQLite would take for an empty one and overwrite: it looks at whole pages only."""
    with path.open("rb") as file:
        beginning = file.read(len(MAGIC))
    # A making that was cut short leaves its journal, from which SQLite restores the empty file.
    if beginning not in {b"", MAGIC} and not path.with_name(f"{path.name}-journal").exists():
        raise error_of(sqlite3.SQLITE_NOTADB, path)
