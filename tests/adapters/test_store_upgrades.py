"""Files of every version before, as that version wrote them (`histories/`), opened by this one.

When a migration is added, keep a file of the version that it starts from: let the code of before it write a history,
and dump it with `sqlite3.Connection.iterdump`, followed by `PRAGMA application_id` and `PRAGMA user_version`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.domain.items.identity import ItemId
from quizapp.domain.replay import replay
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.store.backups import SqliteBackups
from quizapp.store.database import Database
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.progress import SqliteProgress
from quizapp.store.transfer import export, unpack

HISTORIES = Path(__file__).parent / "histories"
VERSIONS = range(1, len(MIGRATIONS) + 1)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    """Each version that there has been."""
    return int(request.param)


@pytest.fixture
def old(version: int, tmp_path: Path) -> Path:
    """A file as that version left it."""
    path = tmp_path / "progress.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((HISTORIES / f"version-{version}.sql").read_text())
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    return path


def schema(path: Path) -> list[tuple[object, ...]]:
    """Everything that a file is made of, with its version and marks."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
        marks = ("user_version", "application_id", "journal_mode", "encoding", "page_size", "auto_vacuum")
        return [*made, *(connection.execute(f"PRAGMA {mark}").fetchone() for mark in marks)]


def content(path: Path) -> list[str]:
    """Every row of every table but those of what the packs asked, which follow from the library."""
    with closing(sqlite3.connect(path)) as connection:
        lines = list(connection.iterdump())
    return sorted(line for line in lines if line.startswith("INSERT"))


def test_every_version_is_kept() -> None:
    """A migration without a file of the version that it starts from fails here."""
    kept = {file.name for file in HISTORIES.glob("*.sql")}

    assert kept == {f"version-{version}.sql" for version in VERSIONS}


def test_an_old_file_becomes_like_a_fresh_one(old: Path, tmp_path: Path) -> None:
    """The same tables, indexes, triggers and marks, whichever version it began with."""
    fresh = tmp_path / "fresh.sqlite3"
    SqliteProgress(fresh).close()

    SqliteProgress(old).close()

    assert schema(old) == schema(fresh)


def test_nothing_of_an_old_file_is_lost(old: Path, version: int) -> None:
    """Every answer, rating, bookmark and interview is there, and cards are those that follow from them."""
    with closing(SqliteProgress(old)) as progress:
        progress.mend(FsrsScheduler())
        attempts = [attempt.id for attempt in progress.attempts(undone=True)]
        kinds = [event.kind for event in progress.events()]
        cards, replayed = progress.cards(), replay(progress.reviews(), FsrsScheduler())
        faults = list(progress.faults())
        opened = [session.id for session in progress.sessions(open_only=True)]

    days = [f"attempt-{10 * day + item}" for day in range(3) for item in range(4)]
    assert attempts == [*days, *(["attempt-90"] if version >= 2 else [])]
    assert kinds == ["bookmark", "hint", *(["undo"] if version >= 2 else [])]
    assert set(cards) == {f"demo/{item}" for item in range(4)}
    assert cards == replayed
    assert cards[ItemId("demo/1")].reviews == (2 if version >= 2 else 3)
    assert faults == []
    assert "session-2" in opened


def test_interviews_of_an_old_file_are_there(old: Path, version: int) -> None:
    """From the version on that had them."""
    with closing(SqliteInterviews(old)) as interviews:
        course = interviews.course("session-2")
        states = [state.id for state in interviews.states("session-2")]
        blueprints = [own.id for own in interviews.blueprints()]

    assert (course is not None) == (version >= 4)
    assert course is None or course.stretch is not None
    assert states == (["code-0"] if version >= 4 else [])
    assert blueprints == (["own/short"] if version >= 4 else [])


def test_an_upgraded_file_and_a_fresh_one_hold_the_same(old: Path, tmp_path: Path) -> None:
    """A file made anew from the export of an upgraded one is the same, row by row, and exports the same text."""
    fresh, texts = tmp_path / "fresh.sqlite3", [tmp_path / "old.jsonl", tmp_path / "fresh.jsonl"]
    with closing(SqliteProgress(old)) as progress:
        progress.rebuild(FsrsScheduler())
        export(progress._database, texts[0])

    unpack(texts[0], fresh)
    with closing(SqliteProgress(fresh)) as progress:
        progress.rebuild(FsrsScheduler())
        export(progress._database, texts[1])

    assert texts[0].read_bytes() == texts[1].read_bytes()
    assert content(fresh) == content(old)
    assert schema(fresh) == schema(old)


def test_an_upgrade_leaves_a_backup(old: Path, version: int) -> None:
    """The file as it was before is among the backups, in its old version."""
    SqliteProgress(old).close()

    backups = SqliteBackups(old).all()

    if version == len(MIGRATIONS):
        assert list(backups) == []
        return
    (backup,) = backups
    with closing(Database(backup.path, writing=False)) as database:
        assert database.value("PRAGMA user_version") == version
    assert backup.reason == f"before version {len(MIGRATIONS)}"
