"""Copies of a progress file: named after moment, reason and content, and read back before they count."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import closing, suppress
from datetime import datetime, timezone
from pathlib import Path

from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import StoreDamagedError
from quizapp.store.database import Database
from quizapp.store.integrity import faults_of
from quizapp.store.telling import told

_NAME = re.compile(r"(\d{8}T\d{6})(\d{6})Z-([a-z0-9-]+)-([0-9a-f]{16})\.sqlite3")
UNCHECKED = ".unchecked"


def folder_of(progress: Path) -> Path:
    """Where a progress file's backups are."""
    return progress.parent / "backups"


def take(database: Database, reason: str, now: datetime, watch: Watch = UNWATCHED) -> Backup:
    """Copy a history as it is now; what cannot be read back whole is no backup, and a StoreError."""
    folder = folder_of(database.path)
    now = now.astimezone(timezone.utc)
    unchecked = folder / f"{os.getpid()}-{now:%H%M%S%f}{UNCHECKED}"
    with told(folder, "A backup"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        database.copy(unchecked, watch)
        faults = faults_in(unchecked, watch)
        if faults:
            raise StoreDamagedError(
                f"The progress file is damaged: {faults[0]}.",
                where=str(database.path),
                hint="No backup was made of it. `quizapp progress restore` lists earlier ones.",
            )
        words = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-")
        with told(folder, "A backup"):
            to = folder / f"{now:%Y%m%dT%H%M%S%f}Z-{words}-{digest(unchecked)}.sqlite3"
            unchecked.replace(to)
            size = to.stat().st_size
    finally:
        for side in ("", "-wal", "-shm", "-journal"):
            # Where nothing can be written nothing was left either, and why it could not be is the error to tell.
            with suppress(OSError):
                unchecked.with_name(unchecked.name + side).unlink(missing_ok=True)
    return Backup(path=to, at=now, reason=words.replace("-", " "), size=size)


def every(progress: Path) -> list[Backup]:
    """The backups of a progress file, the latest first; none of them is opened."""
    found = []
    with told(folder_of(progress), "A backup"):
        for path in folder_of(progress).glob("*.sqlite3"):
            if (name := _NAME.fullmatch(path.name)) is not None:
                # Another quizapp has just thinned it out, or somebody named a file after a day that never was.
                with suppress(FileNotFoundError, ValueError):
                    at = datetime.strptime(name[1] + name[2], "%Y%m%dT%H%M%S%f").replace(tzinfo=timezone.utc)
                    size = path.stat().st_size
                    found.append(Backup(path=path, at=at, reason=name[3].replace("-", " "), size=size))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def is_whole(path: Path) -> bool:
    """Whether a backup is byte for byte what was written; another file's name says nothing of its content."""
    name = _NAME.fullmatch(path.name)
    with told(path, "A backup"):
        return name is None or digest(path) == name[4]


def digest(path: Path) -> str:
    """The beginning of the content's SHA-256: enough to find any damage, no guard against malice."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:16]


def faults_in(path: Path, watch: Watch = UNWATCHED) -> list[str]:
    """What is wrong with a file that nobody else has open."""
    with closing(Database(path, writing=False)) as database:
        return faults_of(database, watch)
