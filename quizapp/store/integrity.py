"""Whether a database is whole, as SQLite sees it: its pages, its indexes, and what its rows refer to."""

from __future__ import annotations

from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.store.database import Database


def faults_of(database: Database, watch: Watch = UNWATCHED) -> list[str]:
    """What SQLite finds wrong with the file; nothing in health. Reads all of it."""
    watch.tell(Advance("looking for damage"))
    with database.watched(watch):
        found = [str(row[0]) for row in database.rows("PRAGMA integrity_check")]
        found += [f"row {row[1]} of {row[0]} refers to nothing" for row in database.rows("PRAGMA foreign_key_check")]
    return [fault for fault in found if fault != "ok"]
