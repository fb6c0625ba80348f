"""Where a history goes on while its own place takes nothing: a copy in a temporary folder, to be merged back later."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from quizapp.errors import StoreError, StoreUnwritableError
from quizapp.store.backups import SqliteBackups
from quizapp.store.transfer import unpack

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder made private by mkdtemp
PREFIX = "quizapp-unsaved-"


class Refuge:
    """A place for the time being. Whoever writes to the history and fails goes there, and the others follow.

    It is a file in a file system that lives in memory where there is one, so that a full or broken disk is no
    hindrance, and so that what was answered outlives a program that is killed.
    """

    def __init__(self, backups: SqliteBackups) -> None:
        self._backups = backups
        self._lock = threading.Lock()
        self.place: Path | None = None
        """The file that is written to in place of the real one; None in health."""
        self.why: StoreError | None = None
        self._released: Path | None = None
        """A file that nobody opens any more, and that may hold what is nowhere else."""

    def take(self, why: StoreError) -> Path:
        """Go there: with a copy of the history if it can be read, else of the newest good backup, else with nothing."""
        with self._lock:
            if self.place is None:
                self.place = self._prepared()
                self.why = why
            return self.place

    def _prepared(self) -> Path:
        failed: OSError | None = None
        for folder in _folders():
            try:
                place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder)) / "progress.sqlite3"
            except OSError as error:
                failed = error
                continue
            self._fill(place)
            return place
        raise StoreUnwritableError(
            "There is no temporary folder either, so that nothing at all can be kept.",
            hint="Free some space, then start again.",
        ) from failed

    def _fill(self, place: Path) -> None:
        if self._backups.path.is_file():
            with contextlib.suppress(sqlite3.Error, OSError, StoreError):
                _copy(self._backups.path, place)
                return
        with contextlib.suppress(StoreError):
            good = self._backups.newest_good()
            if good is not None:
                unpack(good.path, place)

    def release(self) -> None:
        """Back to the real place for whoever opens the history from now on; the file here stays until `leave`."""
        with self._lock:
            self._released = self.place or self._released
            self.place = self.why = None

    def leave(self) -> None:
        """Back to the real place; what was written here must have been merged by now."""
        self.release()
        with self._lock:
            if self._released is not None:
                shutil.rmtree(self._released.parent, ignore_errors=True)
            self._released = None


def leftovers() -> list[Path]:
    """Histories in temporary folders that were not saved yet, of this program or one that was killed."""
    found = {place for folder in _folders() for place in folder.glob(f"{PREFIX}*/progress.sqlite3")}
    return sorted(place for place in found if _is_own(place))


def _is_own(place: Path) -> bool:
    """Whether this user wrote a file: anybody may make a folder of that name where temporary files are."""
    try:
        return not hasattr(os, "getuid") or {place.lstat().st_uid, place.parent.lstat().st_uid} == {os.getuid()}
    except OSError:
        return False


def _folders() -> Iterator[Path]:
    if IN_MEMORY.is_dir():
        yield IN_MEMORY
    yield Path(tempfile.gettempdir())


def _copy(source: Path, to: Path) -> None:
    """Copy a database and check it, without writing anything beside the source, whose folder may take nothing."""
    reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    try:
        _checked_copy(reading, to)
    except sqlite3.Error:
        to.unlink(missing_ok=True)
    else:
        return
    finally:
        reading.close()
    # In a folder that takes nothing SQLite cannot even read a write-ahead log: take both files as they are.
    try:
        for side in ("", "-wal"):
            place = source.with_name(source.name + side)
            if place.is_file():
                shutil.copyfile(place, to.with_name(to.name + side))
        with closing(sqlite3.connect(to)) as copied:
            _refuse_faults(copied)
    except (sqlite3.Error, OSError):
        # Nothing half stays: a log that is left would be written into whatever comes here next.
        for side in ("", "-wal", "-shm"):
            to.with_name(to.name + side).unlink(missing_ok=True)
        raise


def _checked_copy(reading: sqlite3.Connection, to: Path) -> None:
    writing = sqlite3.connect(to)
    try:
        reading.backup(writing)
        _refuse_faults(writing)
    finally:
        writing.close()


def _refuse_faults(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("damaged")
