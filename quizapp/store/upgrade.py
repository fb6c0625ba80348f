"""A progress file brought to the newest version, whoever wrote it and whoever else is doing so."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from quizapp.errors import StoreError, StoreTooNewError
from quizapp.store import copies
from quizapp.store.database import Database, Refuge
from quizapp.store.migrations import MIGRATIONS, Migration

APPLICATION_ID = 0x71756971
"""`quiq` in ASCII: `file` and quizapp tell a progress file from any other database by it."""


def opened(path: Path, *, refuge: Refuge | None = None) -> Database:
    """A progress file, open: made if there is none, and brought to the newest version.

    Raises:
        StoreTooNewError: as `migrate` does; the file is let go of.
        StoreError: likewise.
    """
    database = Database(path, refuge=refuge)
    try:
        migrate(database)
        database.use_wal()
    except BaseException:
        database.close()
        raise
    return database


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS, *, keeping: bool = True) -> None:
    """Bring a file to the newest version, a step at a time, each whole or not at all.

    An older file is first copied to its backups if `keeping`. Several processes may do this at once: whoever comes
    second finds nothing left to do.

    Raises:
        StoreTooNewError: a newer quizapp wrote the file; it is left as it is.
        StoreError: the file belongs to another program, or cannot be read or written.
    """
    version = _version(database, newest=len(migrations))
    if version == len(migrations):
        return
    if version > 0 and keeping:
        with database.transaction() as connection:  # nobody else may upgrade it while it is copied
            if _pragma(connection, "user_version") == version:
                copies.take(database, f"before version {len(migrations)}", datetime.now(timezone.utc))
    for number in range(version + 1, len(migrations) + 1):
        with database.transaction() as connection:
            if _pragma(connection, "user_version") >= number:
                continue
            for statement in migrations[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _version(database: Database, *, newest: int) -> int:
    """The file's version; 0 for an empty one. Looks only, so that a foreign file is not touched."""
    ((application,),) = database.rows("PRAGMA application_id")
    ((version,),) = database.rows("PRAGMA user_version")
    where = str(database.path)
    if application != APPLICATION_ID:
        empty = database.value("SELECT count(*) FROM sqlite_master") == 0
        if application or version or not empty:
            # Another process may have made it ours between two of these questions.
            if database.value("PRAGMA application_id") == APPLICATION_ID:
                return _version(database, newest=newest)
            raise StoreError(
                "This database belongs to another program, not to quizapp.",
                where=where,
                hint="Nothing was changed. Move it elsewhere, or set QUIZAPP_HOME to another folder.",
            )
        return 0
    if version > newest:
        raise StoreTooNewError(
            f"This progress was saved by a newer quizapp (its format is {version}, this one knows {newest}).",
            where=where,
            hint="Nothing was changed. Update quizapp: `pipx upgrade quizapp`, or `pip install --upgrade quizapp`.",
        )
    return int(version)
