"""What only the progress file does: its schema, its modes, its copies, its speed."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.errors import StoreDamagedError, StoreError
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.store.copies import every
from quizapp.store.database import Database
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.progress import SqliteProgress
from quizapp.store.rows import instant, moment
from quizapp.store.upgrade import APPLICATION_ID, migrate
from tests.fakes import START, FakeScheduler, make_attempt, make_review
from tests.machines import KINDS, live

A = ItemId("demo/a")
SECOND = ("ALTER TABLE events ADD COLUMN place TEXT", "CREATE INDEX events_at ON events (at)")
"""A second migration, as a later version might have it."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a history may be made."""
    return tmp_path / "data" / "progress.sqlite3"


def schema(path: Path) -> list[tuple[object, ...]]:
    """Everything that a database is made of, with its version."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
        return [*made, *connection.execute("PRAGMA user_version"), *connection.execute("PRAGMA application_id")]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_file_is_private(path: Path) -> None:
    """The folder and every file in it are for their owner only."""
    with closing(SqliteProgress(path)) as progress:
        progress.record(make_attempt(1, A, Rating.GOOD, START))

        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {f"{path.name}{side}": 0o600 for side in ("", "-wal", "-shm")}


def test_connection_keeps_its_promises(path: Path) -> None:
    """Write-ahead log, a sync at each commit, references that hold, and our mark on the file."""
    with closing(SqliteProgress(path)) as progress:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id", "user_version")
        settings = {name: progress._database.value(f"PRAGMA {name}") for name in names}

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "application_id": APPLICATION_ID,
        "user_version": len(MIGRATIONS),
    }


def test_history_survives_closing(path: Path) -> None:
    """What one process wrote another one reads."""
    attempt = make_attempt(1, A, Rating.GOOD, START)
    card = FsrsScheduler().review(None, A, Rating.GOOD, START)
    with closing(SqliteProgress(path)) as progress:
        progress.record(attempt, make_review(attempt), card)

    with closing(SqliteProgress(path)) as progress:
        assert list(progress.attempts()) == [attempt]
        assert progress.card(A) == card


def test_upgraded_file_ends_like_a_fresh_one(tmp_path: Path) -> None:
    """Whichever version a file began with, its schema is the same in the end."""
    fresh, upgraded = tmp_path / "fresh", tmp_path / "upgraded"
    for file, steps in ((fresh, [[*MIGRATIONS, SECOND]]), (upgraded, [MIGRATIONS, [*MIGRATIONS, SECOND]])):
        for migrations in steps:
            with closing(Database(file)) as database:
                migrate(database, migrations)

    assert schema(fresh) == schema(upgraded)
    assert ("index", "events_at", "events", "CREATE INDEX events_at ON events (at)") in schema(fresh)


def test_file_is_copied_before_it_is_upgraded(path: Path) -> None:
    """The history as it was before an upgrade is among its backups, whole."""
    attempt = make_attempt(1, A, Rating.GOOD, START)
    with closing(SqliteProgress(path)) as progress:
        progress.record(attempt)

    with closing(Database(path)) as database:
        migrate(database, [*MIGRATIONS, SECOND])
        (kept,) = every(path)

    with closing(SqliteProgress(kept.path)) as progress:
        assert list(progress.attempts()) == [attempt]


def test_migration_is_all_or_nothing(path: Path) -> None:
    """A step that fails half way leaves the file at the version before, and usable."""
    SqliteProgress(path).close()
    before = schema(path)

    with closing(Database(path)) as database, pytest.raises(StoreError):
        migrate(database, [*MIGRATIONS, (*SECOND, "CREATE TABLE attempts (again)")])

    assert schema(path) == before
    with closing(SqliteProgress(path)) as progress:
        assert list(progress.faults()) == []


def test_logs_are_never_thinned_out(path: Path) -> None:
    """The file itself refuses to change or delete what was recorded."""
    attempt = make_attempt(1, A, Rating.GOOD, START)
    with closing(SqliteProgress(path)) as progress:
        progress.record(attempt, make_review(attempt), FakeScheduler().review(None, A, Rating.GOOD, START))

        for statement in (
            "DELETE FROM attempts",
            "UPDATE attempts SET score = 1",
            "DELETE FROM reviews",
            "UPDATE reviews SET rating = 4",
        ):
            with pytest.raises(StoreError, match="never"):
                progress._database.rows(statement)

        assert list(progress.attempts()) == [attempt]


def test_threads_share_a_history(path: Path) -> None:
    """Threads may record and read at once; nothing is lost and nothing is torn."""
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            for count in range(25):
                progress.record(make_attempt(100 * number + count, A, Rating.GOOD, START))
                progress.attempts(item=A)
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)

    with closing(SqliteProgress(path)) as progress:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        assert len({attempt.id for attempt in progress.attempts()}) == 100


def test_reader_does_not_wait_for_a_writer(path: Path) -> None:
    """While one process writes, another one reads what was there before."""
    with closing(SqliteProgress(path)) as writer, closing(SqliteProgress(path)) as reader:
        writer.record(make_attempt(1, A, Rating.GOOD, START))
        with writer._database.transaction() as connection:
            connection.execute("INSERT INTO events VALUES (1, 'e', 'k', 's', 0, '{}')")

            seen = (len(reader.attempts()), len(reader.events()))

        assert seen == (1, 0)
        assert len(reader.events()) == 1


def test_everything_derived_is_rebuilt(path: Path) -> None:
    """Cards, recalls and what was taken back follow from the logs alone."""
    tables = ("cards", "recalls", "undone", "stale")
    live(path, "one", [(kind, place, place) for kind in KINDS for place in range(3)])
    with closing(SqliteProgress(path)) as progress:
        progress.rebuild(FakeScheduler())
        before = {table: progress._database.rows(f"SELECT * FROM {table}") for table in tables}
        for table in tables:
            progress._database.rows(f"DELETE FROM {table}")

        progress.rebuild(FakeScheduler())

        assert {table: progress._database.rows(f"SELECT * FROM {table}") for table in tables} == before
    assert before["undone"]
    assert before["cards"]


def test_rebuild_notices_what_others_record(path: Path) -> None:
    """A review that another process records while cards are being replayed is not lost to them."""
    with closing(SqliteProgress(path)) as progress, closing(SqliteProgress(path)) as other:

        class Interrupted(FakeScheduler):
            """Lets the other process record once, in the middle of the first replay."""

            def review(self, card, item, rating, at):
                if not other.attempts(item=ItemId("demo/b")):
                    attempt = make_attempt(2, ItemId("demo/b"), Rating.GOOD, START)
                    after = FakeScheduler().review(None, attempt.item, Rating.GOOD, START)
                    other.record(attempt, make_review(attempt), after)
                return super().review(card, item, rating, at)

        attempt = make_attempt(1, A, Rating.GOOD, START)
        progress.record(attempt, make_review(attempt), FakeScheduler().review(None, A, Rating.GOOD, START))

        assert progress.rebuild(Interrupted()) == 2
        assert progress.seen_items() == {A, "demo/b"}


def test_backup_is_a_history_of_its_own(path: Path, tmp_path: Path) -> None:
    """A copy holds everything up to its moment, replaces an older copy, and is private."""
    copy = tmp_path / "copy.sqlite3"
    with closing(SqliteProgress(path)) as progress:
        for number in range(2):
            progress.record(make_attempt(number, A, Rating.GOOD, START))
            progress.backup(copy)
        progress.record(make_attempt(9, A, Rating.GOOD, START))

    with closing(SqliteProgress(copy)) as progress:
        assert [attempt.id for attempt in progress.attempts()] == ["attempt-0", "attempt-1"]
    assert sys.platform == "win32" or stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.new"))


def test_backup_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    """A copy into something that is no folder is told with the copy's name."""
    (tmp_path / "file").write_text("")
    with closing(SqliteProgress(path)) as progress, pytest.raises(StoreError) as caught:
        progress.backup(tmp_path / "file" / "copy.sqlite3")

    assert caught.value.where == str(tmp_path / "file" / "copy.sqlite3")


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.timezones(),
    )
)
def test_moments_round_trip(when: datetime) -> None:
    """A moment comes back exactly, in UTC."""
    again = moment(instant(when))

    assert again == when.astimezone(timezone.utc)
    assert again.tzinfo is timezone.utc


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT item FROM cards WHERE due <= 5 ORDER BY due, item LIMIT 10", "cards_due"),
        ("SELECT count(*) FROM cards WHERE due <= 5", "cards_due"),
        ("SELECT count(*) FROM attempts WHERE at >= 5", "attempts_at"),
        ("SELECT count(DISTINCT item) FROM attempts WHERE at >= 5", "attempts_at"),
        ("SELECT * FROM attempts WHERE session = 's' ORDER BY number", "attempts_session"),
        ("SELECT * FROM attempts WHERE item = 'i' ORDER BY number", "attempts_item"),
        (
            "SELECT max(score) FROM attempts WHERE NOT solution_seen AND item IN ('a', 'b') GROUP BY item",
            "attempts_item",
        ),
        ("SELECT * FROM reviews WHERE item = 'i' ORDER BY number", "reviews_item"),
        ("SELECT * FROM reviews WHERE attempt IN (SELECT id FROM attempts WHERE session = 's')", "reviews_attempt"),
        ("SELECT * FROM sessions WHERE ended IS NULL ORDER BY started DESC, number DESC", "sessions_open"),
        ("SELECT * FROM events WHERE subject = 's' ORDER BY number", "events_subject"),
    ],
)
def test_queries_of_a_start_use_an_index(path: Path, query: str, index: str) -> None:
    """No question that is asked at a start reads a whole table."""
    with closing(SqliteProgress(path)) as progress:
        plan = " ".join(row[3] for row in progress._database.rows(f"EXPLAIN QUERY PLAN {query}"))

    assert index in plan


def test_store_is_light() -> None:
    """Opening progress loads neither the scheduler's package nor anything else that it does not need."""
    code = "import sys, quizapp.store.progress; print(*{'fsrs', 'textual', 'yaml', 'httpx'} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.strip() == ""


def test_week_of_study_is_kept(path: Path) -> None:
    """Seven days with the real scheduler: cards kept, cards replayed and cards read back are the same."""
    scheduler = FsrsScheduler()
    with closing(SqliteProgress(path)) as progress:
        for number in range(70):
            item, rating = ItemId(f"demo/{number % 9}"), Rating(1 + number % 4)
            attempt = make_attempt(number, item, rating, START + timedelta(hours=2.4 * number))
            card = scheduler.review(progress.card(item), item, rating, attempt.at)
            progress.record(attempt, make_review(attempt), card)
        kept = progress.cards()

        assert progress.mend(scheduler) == 0
        assert progress.rebuild(scheduler) == 9
        assert progress.cards() == kept


@pytest.mark.parametrize("at", [2**62, -(2**62)])
def test_a_moment_that_is_none_is_damage(path: Path, at: int) -> None:
    """A byte that went wrong in a number makes a year that no calendar has; whoever counts days hears of damage."""
    progress = SqliteProgress(path)
    progress.record(make_attempt(1, A, Rating.GOOD, START))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER attempts_unchanged")
        connection.execute("UPDATE attempts SET at = ?", (at,))
        connection.commit()

    with pytest.raises(StoreDamagedError):
        moment(at)
    if at > 0:
        with pytest.raises(StoreDamagedError):
            progress.days(timezone.utc)
    with pytest.raises(StoreDamagedError):
        progress.attempts()
    progress.close()
