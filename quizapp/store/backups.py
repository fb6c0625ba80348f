"""`Safekeeping` in SQLite: backups beside the progress file, and ways back to them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.safekeeping import Backup, Merged, kept
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.errors import NotFoundError, StoppedError, StoreDamagedError, StoreError, StoreInUseError
from quizapp.store import copies
from quizapp.store.checking import losses, schema_faults
from quizapp.store.database import Database
from quizapp.store.integrity import faults_of
from quizapp.store.merging import merge
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.telling import told
from quizapp.store.transfer import export, unpack
from quizapp.store.upgrade import migrate

ABANDONED_SECONDS = 86400.0
SIDES = ("", "-wal", "-shm", "-journal")
"""A database is more than one file while it is open, or was left in the middle."""


class SqliteBackups:
    """The backups of one progress file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> Sequence[Backup]:
        """Every backup, the latest first."""
        return copies.every(self.path)

    def take(self, reason: str, now: datetime, *, watch: Watch = UNWATCHED) -> Backup:
        """A backup of the present history, read back before it counts as one."""
        with closing(Database(self.path, writing=False)) as database:
            return copies.take(database, reason, now, watch)

    def keep(self, now: datetime) -> Backup | None:
        """The day's backup if there is none yet; older ones are then thinned out.

        Raises:
            StoreDamagedError: the file is damaged, or lacks what the backup before has; no backup is thinned out.
        """
        today = now.astimezone().date()
        if any(backup.at.astimezone().date() == today for backup in self.all()):
            return None
        lost = self.lost()
        if lost:
            raise StoreDamagedError(
                f"The progress file is not what it was: {lost[0]}.",
                where=str(self.path),
                hint="Every backup is kept. Look at them with `quizapp progress restore`.",
            )
        backup = self.take("daily", now)
        self._sweep()
        staying = kept(each.at for each in self.all())
        for each in self.all():
            if each.at not in staying:
                with told(each.path, "A backup"):
                    each.path.unlink(missing_ok=True)
        return backup

    def _sweep(self) -> None:
        """Remove what programs that were killed have left behind a day ago or longer."""
        folder = copies.folder_of(self.path)
        for entry in (*folder.glob(".unpacked-*"), *folder.glob(f"*{copies.UNCHECKED}*")):
            with contextlib.suppress(OSError):
                if time.time() - entry.stat().st_mtime > ABANDONED_SECONDS:
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def lost(self) -> list[str]:
        """What the newest good backup has and the file has not, or otherwise, and what is not as it was made."""
        backup = self.newest_good()
        with closing(Database(self.path, writing=False)) as database:
            version = database.value("PRAGMA user_version")
            faults = schema_faults(database) if version == len(MIGRATIONS) else []
            if faults or backup is None:
                return faults
            with self._aside(backup.path, to_version=version) as earlier:
                return [] if earlier is None else losses(database, earlier)

    @contextmanager
    def _aside(self, file: Path, *, to_version: int) -> Iterator[Database | None]:
        """A copy of a backup in the version of the present file; None if that one is of another quizapp."""
        if to_version != len(MIGRATIONS):
            yield None
            return
        with self._unpacked(file) as unpacked, closing(Database(unpacked, writing=False)) as database:
            yield database

    @contextmanager
    def _unpacked(self, file: Path, watch: Watch = UNWATCHED) -> Iterator[Path]:
        """A history in a file of its own beside the backups, in the newest version, checked; removed afterwards."""
        folder = copies.folder_of(self.path)
        with told(folder, "A backup"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = tempfile.TemporaryDirectory(prefix=".unpacked-", dir=folder)
        with place as name:
            made = Path(name) / "progress.sqlite3"
            unpack(file, made, watch)
            yield made

    def newest_good(self) -> Backup | None:
        """The latest backup that reads back whole."""
        return next((backup for backup in self.all() if self._is_good(backup)), None)

    def _is_good(self, backup: Backup) -> bool:
        try:
            return copies.is_whole(backup.path) and not copies.faults_in(backup.path)
        except StoreError:
            return False

    def restore(self, file: Path, now: datetime, *, watch: Watch = UNWATCHED) -> Path | None:
        """Put a backup, an export or another progress file in the place of the present one.

        Args:
            file: is only read.
            now: for the name under which the present one is kept.
            watch: hears how far it is, and may stop it until the other one is there.

        Returns:
            where the present one is kept; None if there was none.

        Raises:
            StoreError: the file is damaged or cannot be read; the present one stays as it is.
            StoppedError: the watch said so; likewise, and no backup was added.
        """
        watch.tell(Advance("reading"))
        with told(file, "A backup"):
            is_there = file.exists()
        if not is_there:
            raise NotFoundError(
                "There is no such file.", where=str(file), hint="`quizapp progress restore` lists them."
            )
        if not copies.is_whole(file):
            raise StoreDamagedError(
                "This backup is damaged: it is not what was written.", where=str(file), hint="Take another one."
            )
        with self._unpacked(file, watch) as made:
            aside = self._set_aside(now, watch)
            if aside is not None and self.path.exists():
                with _removed_if_stopped(aside), closing(Database(self.path)) as database:
                    database.become(made, watch)
            else:
                with told(self.path):
                    made.replace(self.path)
        return aside

    def _set_aside(self, now: datetime, watch: Watch) -> Path | None:
        """Keep the present file: as a backup if it is healthy, else by moving it as it is."""
        was_there = self.path.exists()
        if was_there:
            try:
                with closing(Database(self.path)) as database:
                    migrate(database)
                    if not faults_of(database, watch):
                        return copies.take(database, "before a restore", now, watch).path
            except StoreInUseError:
                raise  # what another program goes on writing to is not moved away under it
            except StoreError:
                pass  # damaged, foreign or unreadable: it is kept as it is
        watch.check()
        # A log that its file has left behind goes too: SQLite would write it into the one that comes.
        stem = copies.folder_of(self.path) / f"aside-{now.astimezone(timezone.utc):%Y%m%dT%H%M%S%f}Z.sqlite3"
        with told(stem, "The present file"):
            for side in SIDES:
                place = self.path.with_name(self.path.name + side)
                if place.exists():
                    os.replace(place, stem.with_name(stem.name + side))  # noqa: PTH105 - a folder may stand here too
        return stem if was_there else None

    def merge(
        self, file: Path, scheduler: Scheduler, now: datetime, *, keeping: bool = True, watch: Watch = UNWATCHED
    ) -> Merged:
        """Bring what another history holds into this one; a backup is taken first if `keeping`.

        Raises:
            StoppedError: the watch said so; nothing was brought, and no backup was added.
        """
        with self._unpacked(file, watch) as made, closing(Database(self.path)) as database:
            existed = database.value("PRAGMA user_version") > 0
            migrate(database)
            kept_as = copies.take(database, "before a merge", now, watch).path if existed and keeping else None
            database.use_wal()
            with _removed_if_stopped(kept_as), closing(Database(made, writing=False)) as other:
                return merge(database, other, scheduler, watch)

    def export(self, file: Path, *, watch: Watch = UNWATCHED) -> int:
        """Write the history as text; returns how many rows it has."""
        with closing(Database(self.path)) as database:
            migrate(database)
            return export(database, file, watch)


@contextmanager
def _removed_if_stopped(backup: Path | None) -> Iterator[None]:
    """A backup that was made before a change is of no use when the change was stopped."""
    try:
        yield
    except StoppedError:
        if backup is not None:
            backup.unlink(missing_ok=True)
        raise
