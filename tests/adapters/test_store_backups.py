"""Backups: one a day, read back, thinned out; and the ways back to them."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.safekeeping import DAYS, LATEST, MONTHS, WEEKS, kept
from quizapp.errors import StoreDamagedError, StoreError, StoreInUseError
from quizapp.store import database
from quizapp.store.backups import SqliteBackups
from quizapp.store.database import Database
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt
from tests.machines import KINDS, live, record

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001 - hypothesis adds the zone


@pytest.fixture
def backups(tmp_path: Path) -> SqliteBackups:
    """Those of a history with one of everything."""
    path = tmp_path / "data" / "progress.sqlite3"
    live(path, "one", [(kind, place, place) for place, kind in enumerate(KINDS)])
    return SqliteBackups(path)


def answers(path: Path) -> list[str]:
    """What was recorded."""
    with closing(SqliteProgress(path)) as progress:
        return [attempt.id for attempt in progress.attempts(undone=True)]


def answer(path: Path, number: int) -> None:
    """Record one more."""
    with closing(SqliteProgress(path)) as progress:
        progress.record(make_attempt(number, ItemId("demo/a"), Rating.GOOD, START + timedelta(days=number)))


@given(st.sets(MOMENTS, max_size=60), MOMENTS)
def test_thinning_keeps_days_weeks_months(moments: set[datetime], another: datetime) -> None:
    """A bounded number, the newest among them; thinning again changes nothing; no backup comes back."""
    staying = kept(moments)

    assert staying <= moments
    assert len(staying) <= LATEST + DAYS + WEEKS + MONTHS
    assert kept(staying) == staying
    assert not moments or max(moments) in staying
    assert kept({*moments, another}) - {another} <= staying or another < max(moments)


def test_a_year_of_days_is_thinned() -> None:
    """Thinned day by day for over a year: each of the last seven days is there, and eleven months before that."""
    staying: set[datetime] = set()
    for day in range(400):
        staying = kept({*staying, START + timedelta(days=day)})

    last = START + timedelta(days=399)
    assert {last - timedelta(days=day) for day in range(DAYS)} <= staying
    assert len({(at.year, at.month) for at in staying}) == MONTHS
    assert len(staying) <= DAYS + WEEKS + MONTHS


def test_one_backup_a_day(backups: SqliteBackups) -> None:
    """The first start of a day takes one; it reads back as what it was taken of."""
    first, second = backups.keep(START), backups.keep(START + timedelta(minutes=5))
    next_day = backups.keep(START + timedelta(days=1))

    assert first is not None
    assert second is None
    assert next_day is not None
    assert [backup.reason for backup in backups.all()] == ["daily", "daily"]
    assert answers(first.path) == answers(backups.path)


def test_a_backup_that_goes_meanwhile_or_never_was_is_none(backups: SqliteBackups) -> None:
    """Another program may thin them out meanwhile: what is gone is no error, nor is a day that never was."""
    kept_one = backups.take("daily", START)
    gone = kept_one.path.with_name("20200101T000000000000Z-daily-0123456789abcdef.sqlite3")
    gone.symlink_to("nowhere")
    kept_one.path.with_name("20201340T250000000000Z-daily-0123456789abcdef.sqlite3").touch()

    assert list(backups.all()) == [kept_one]


def test_restoring_keeps_the_present_file(backups: SqliteBackups) -> None:
    """What was done since the backup is kept aside, and can be gone back to itself; who has it open sees the change."""
    backup = backups.take("daily", START)
    before = answers(backups.path)
    answer(backups.path, 1)
    present = answers(backups.path)

    with closing(SqliteProgress(backups.path)) as open_elsewhere:
        aside = backups.restore(backup.path, START)
        seen = [attempt.id for attempt in open_elsewhere.attempts(undone=True)]
    restored = answers(backups.path)
    assert aside is not None
    backups.restore(aside, START + timedelta(seconds=1))

    assert restored == seen == before
    assert answers(backups.path) == present


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500])
def test_a_damaged_file_is_moved_aside(backups: SqliteBackups, damage: bytes) -> None:
    """The newest good backup takes its place; the damaged one is kept as it is."""
    before = answers(backups.path)
    backups.take("daily", START)
    content = backups.path.read_bytes()
    broken = damage or content[: len(content) // 2]
    backups.path.write_bytes(broken)

    good = backups.newest_good()
    assert good is not None
    aside = backups.restore(good.path, START)

    assert aside is not None
    assert aside.read_bytes() == broken
    assert answers(backups.path) == before


def test_a_file_in_use_is_not_moved_away(backups: SqliteBackups, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program keeps it locked that is told in bounded time, and everything stays where it is."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    backup = backups.take("daily", START)
    before = answers(backups.path)
    with closing(sqlite3.connect(backups.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreInUseError, match="kept the progress file locked"):
            backups.restore(backup.path, START)
        with closing(Database(backup.path)) as unlocked:
            unlocked.path = backups.path
            with pytest.raises(StoreInUseError):
                unlocked.copy(backups.path.with_name("copy.sqlite3"))
        other.execute("ROLLBACK")

    assert answers(backups.path) == before
    assert not list(backup.path.parent.glob("aside-*"))


def test_a_log_left_behind_does_not_get_into_what_is_restored(backups: SqliteBackups) -> None:
    """Where the file was deleted and its write-ahead log was not, the backup is restored as it was taken."""
    backup = backups.take("daily", START)
    before = answers(backups.path)
    log = backups.path.with_name(f"{backups.path.name}-wal")
    with closing(SqliteProgress(backups.path)) as progress:
        for number in range(300):
            record(progress, number)
        content = log.read_bytes()
    backups.path.unlink()
    log.write_bytes(content)

    aside = backups.restore(backup.path, START)

    assert aside is None
    assert answers(backups.path) == before
    with closing(SqliteProgress(backups.path)) as progress:
        assert list(progress.faults()) == []


def test_a_damaged_backup_is_passed_over(backups: SqliteBackups) -> None:
    """One flipped bit anywhere makes a backup count as none, and restoring it is refused."""
    old = backups.take("daily", START)
    new = backups.take("daily", START + timedelta(days=1))
    content = bytearray(new.path.read_bytes())
    content[random.Random(7).randrange(len(content))] ^= 4
    new.path.write_bytes(content)

    assert backups.newest_good() == old
    with pytest.raises(StoreError, match="damaged"):
        backups.restore(new.path, START)


def test_a_disk_that_takes_nothing_is_what_is_told(backups: SqliteBackups, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that can only be read not even clearing up is allowed: that must not hide why there is no backup."""

    def refuse(_: Path, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def copy(_: Database, to: Path, *__: object) -> None:
        raise StoreError("The progress file cannot be opened: Read-only file system.", where=str(to))

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Database, "copy", copy)

    with pytest.raises(StoreError, match="Read-only file system"):
        backups.take("by hand", START)


def test_history_that_was_lost_is_noticed(backups: SqliteBackups) -> None:
    """A file that lacks what the backup has, or has it otherwise, is told, and no backup is made of it."""
    answer(backups.path, 1)
    backups.take("daily", START)
    content = backups.path.read_bytes()
    assert content.count(b"attempt-one-0") > 0
    backups.path.write_bytes(content.replace(b'"kind":"picked"', b'"kind":"pickeD"'))

    with pytest.raises(StoreDamagedError, match="were changed"):
        backups.keep(START + timedelta(days=1))

    assert len(backups.all()) == 1


def test_merging_takes_a_backup_first(backups: SqliteBackups, tmp_path: Path) -> None:
    """A merge can be gone back from."""
    before = answers(backups.path)
    other = tmp_path / "other.sqlite3"
    answer(other, 5)

    merged = backups.merge(other, FakeScheduler(), START)
    (backup,) = backups.all()

    assert merged.attempts == 1
    assert backup.reason == "before a merge"
    assert answers(backup.path) == before
    assert set(answers(backups.path)) == {*before, "attempt-5"}


def test_nothing_is_left_behind(backups: SqliteBackups) -> None:
    """Of taking, checking, merging and restoring only backups stay."""
    backups.take("daily", START)
    backups.keep(START + timedelta(days=2))
    backups.restore(backups.all()[0].path, START + timedelta(days=3))

    assert all(entry.suffix == ".sqlite3" for entry in backups.all()[0].path.parent.iterdir())
