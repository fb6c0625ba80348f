"""Faults under SQLite: a disk that is full at any write, errors of the disk, bytes that went wrong, lost permission.

Each is detected and told, loses nothing that was acknowledged, and is recovered from. The figures are printed (`-s`).
QUIZAPP_COPIES=500 damages so many copies; QUIZAPP_WRITES=200 fills the disk at so many different writes.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.errors import StoreDamagedError, StoreError, StoreUnwritableError
from quizapp.services.safekeeping import SafekeepingService
from quizapp.store.backups import SqliteBackups
from quizapp.store.database import Database
from quizapp.store.progress import SqliteProgress
from quizapp.store.refuge import PREFIX, Refuge, leftovers
from quizapp.store.transfer import export
from tests.fakes import START, FakeClock, FakeScheduler
from tests.machines import KINDS, live, record

COPIES = int(os.environ.get("QUIZAPP_COPIES", "40"))
WRITES = int(os.environ.get("QUIZAPP_WRITES", "12"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and modes")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a history of one of everything, 150 answers, and a backup of all that."""
    path = tmp_path_factory.mktemp("sound") / "progress.sqlite3"
    live(path, "one", [(kind, place, place) for place, kind in enumerate(KINDS)])
    with closing(SqliteProgress(path)) as progress:
        for number in range(150):
            record(progress, number)
    SqliteBackups(path).take("daily", START)
    return path.parent


def text_of(path: Path) -> str:
    """The whole history as text."""
    to = path.with_suffix(".jsonl")
    with closing(Database(path)) as database:
        export(database, to)
    return to.read_text()


def found_in(path: Path) -> str:
    """What a start, the doctor or the day's backup finds wrong with a file; nothing if they find nothing."""
    backups = SqliteBackups(path)
    try:
        with closing(SqliteProgress(path)) as progress:
            progress.mend(FakeScheduler())
            for ask in (progress.attempts, progress.reviews, progress.events, progress.sessions, progress.cards):
                ask()
            faults = list(progress.faults())
            if faults:
                return "integrity check"
        if backups.lost():
            return "comparison with the backup"
    except StoreDamagedError:
        return "told as damaged"
    except StoreError as error:
        return f"told: {error.message[:40]}"
    return ""


def test_flipped_bytes(sound: Path, tmp_path: Path) -> None:
    """Bytes flipped at random: found, or without any effect on the history; the backup brings everything back."""
    whole = text_of(sound / "progress.sqlite3")
    rng = random.Random(11)
    figures: Counter[str] = Counter()
    for number in range(COPIES):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        path = folder / "progress.sqlite3"
        content = bytearray(path.read_bytes())
        for _ in range(rng.choice((1, 1, 4, 64))):
            content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
        path.write_bytes(content)

        how = found_in(path)
        if how:
            backup = SqliteBackups(path).newest_good()
            assert backup is not None
            SqliteBackups(path).restore(backup.path, START + timedelta(days=1))
        else:
            with closing(SqliteProgress(path)) as progress:
                progress.rebuild(FakeScheduler())
        figures[how or "no effect on the history"] += 1
        assert text_of(path) == whole, f"copy {number}, found by {how or 'nobody'}"
        shutil.rmtree(folder)

    print(f"\n{COPIES} copies with flipped bytes:", dict(figures.most_common()))  # noqa: T201 - the figures
    assert figures.total() == COPIES


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_truncated(sound: Path, tmp_path: Path, share: float) -> None:
    """A file that was cut off anywhere is told as damaged, and the backup brings everything back."""
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    whole = text_of(path)
    os.truncate(path, int(path.stat().st_size * share))

    how = found_in(path)
    backup = SqliteBackups(path).newest_good()
    assert backup is not None
    SqliteBackups(path).restore(backup.path, START + timedelta(days=1))

    assert how
    assert text_of(path) == whole


def test_disk_full_at_any_write(sound: Path, tmp_path: Path) -> None:
    """Wherever the disk is full: told, nothing acknowledged is lost, and writing goes on when there is room."""
    figures: Counter[str] = Counter()
    for number in range(WRITES):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        path = folder / "progress.sqlite3"
        # No file may grow beyond so many bytes, the log of writes among them: each time another write fails.
        done = write_until_full(path, room=number * 4001)
        told = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        acknowledged = set(done.stdout.split())

        with closing(SqliteProgress(path)) as progress:
            saved = {attempt.id for attempt in progress.attempts()}
            faults = list(progress.faults())
            again = record(progress, 9999)
            saved_again = {attempt.id for attempt in progress.attempts()}
        assert done.returncode == 9, done.stderr
        assert acknowledged <= saved
        assert faults == []
        assert again in saved_again
        figures[told] += 1
        shutil.rmtree(folder)

    print(f"\n{WRITES} disks full at different writes:", dict(figures))  # noqa: T201 - the figures


def write_until_full(path: Path, room: int) -> subprocess.CompletedProcess[str]:
    """Record in a process whose files may not grow beyond some size, until it is told; ids are acknowledged."""
    code = f"""
import resource, sys
from pathlib import Path
from quizapp.errors import StoreUnwritableError
from quizapp.store.progress import SqliteProgress
from tests.machines import record

path = Path({str(path)!r})
size = {room}
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
try:
    progress = SqliteProgress(path)
    for number in range(1000, 100_000):
        print(record(progress, number), flush=True)
except StoreUnwritableError as error:
    print(error.message, file=sys.stderr)
    sys.exit(9)
"""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
    )


class Failing(sqlite3.Connection):
    """A connection whose disk reports an error at the n-th statement that writes."""

    left = -1

    def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:  # type: ignore[override]  # sqlite3 has its own overloads
        """As SQLite does it, until it fails."""
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN "}:
            Failing.left -= 1
            if Failing.left == 0:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
                error.sqlite_errorname = "SQLITE_IOERR_WRITE"
                raise error
        return super().execute(sql, *rest)  # type: ignore[arg-type]  # as it came


@pytest.mark.parametrize("which", range(1, 7))
def test_disk_error_at_any_write(sound: Path, tmp_path: Path, which: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error at any statement of an answer: told, and that answer is there as a whole or not at all."""
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: connect(*args, **{"factory": Failing, **named}))
    with closing(SqliteProgress(path)) as progress:
        Failing.left = which
        with suppress(StoreUnwritableError):
            record(progress, 1000)
            Failing.left = -1
        failed = Failing.left == 0
        Failing.left = -1
        counts = (len(progress.attempts()), len(progress.reviews()))
        faults = list(progress.faults())
        record(progress, 1001)
        after = (len(progress.attempts()), len(progress.reviews()))

    assert failed or which > 5
    assert faults == []
    assert (after[0] - counts[0], after[1] - counts[1]) == (1, 1)


def test_permission_lost_while_open(sound: Path, tmp_path: Path) -> None:
    """A file that became unwritable under the program: answers go to a temporary copy, and come back later."""
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    refuge = Refuge(SqliteBackups(path))
    with closing(SqliteProgress(path, refuge=refuge)) as progress:
        before = len(progress.attempts())
        progress._database._connection.execute("PRAGMA query_only = ON")  # root may write whatever the modes say

        record(progress, 1000)
        place = refuge.place
        meanwhile = len(progress.attempts())

    assert place is not None
    assert isinstance(refuge.why, StoreUnwritableError)
    assert place.parent.name.startswith(PREFIX)
    assert meanwhile == before + 1
    with closing(SqliteProgress(path)) as progress:
        assert len(progress.attempts()) == before
    merged = SqliteBackups(path).merge(place, FakeScheduler(), START + timedelta(days=2))
    refuge.leave()
    assert merged.attempts == 1
    assert not place.exists()
    with closing(SqliteProgress(path)) as progress:
        assert len(progress.attempts()) == before + 1


def test_an_answer_while_answers_are_saved_is_saved_too(sound: Path, tmp_path: Path) -> None:
    """Between the merge and the end of the temporary copy somebody may go on answering: nothing of it is lost."""
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    backups = SqliteBackups(path)
    refuge = Refuge(backups)
    place = refuge.take(StoreUnwritableError("full"))
    late = SqliteProgress(place)

    def let_go() -> None:
        record(late, 1001)
        late.close()

    record(late, 1000)
    service = SafekeepingService(backups, refuge, FakeClock(), scheduler=FakeScheduler, reopen=once(let_go))

    merged = service.save()

    assert merged is not None
    assert merged.attempts == 1
    assert not place.exists()
    with closing(SqliteProgress(path)) as progress:
        saved = [attempt.id for attempt in progress.attempts()]
    assert saved[-2:] == ["attempt-1000", "attempt-1001"]
    assert [each.reason for each in backups.all()].count("before a merge") == 1


def test_a_copy_of_another_users_is_none_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may make a folder of that name where temporary files are: only one's own is told, and merged."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    place = tmp_path / f"{PREFIX}abc" / "progress.sqlite3"
    place.parent.mkdir()
    place.touch()
    assert place in leftovers()

    monkeypatch.setattr(os, "getuid", lambda: place.stat().st_uid + 1)

    assert place not in leftovers()


def once(do: Callable[[], None]) -> Callable[[], None]:
    """Does it the first time only."""
    left = [do]
    return lambda: left.pop()() if left else None


def record_until_told(progress: SqliteProgress) -> tuple[int, StoreUnwritableError]:
    """The number of the answer that was not recorded, and why."""
    for number in range(1000, 2000):
        try:
            record(progress, number)
        except StoreUnwritableError as error:
            return number, error
    pytest.fail("a thousand answers went into no room")


def test_disk_full_while_open(sound: Path, tmp_path: Path) -> None:
    """An answer that finds the disk full is told once, with what to do; given again, it is in a temporary copy."""
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    refuge = Refuge(SqliteBackups(path))
    with closing(SqliteProgress(path, refuge=refuge)) as progress:
        before = len(progress.attempts())
        pages = progress._database.value("PRAGMA page_count")
        progress._database.rows(f"PRAGMA max_page_count = {pages}")
        last, error = record_until_told(progress)
        record(progress, last)
        meanwhile = {attempt.id for attempt in progress.attempts()}

    assert "disk is full" in error.message
    assert "once more" in (error.hint or "")
    assert {f"attempt-{number}" for number in range(1000, last + 1)} <= meanwhile
    assert len(meanwhile) == before + last - 999
    refuge.leave()


def test_locked_for_long(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program keeps the lock, the answer is kept in a temporary copy at once, without an error."""
    monkeypatch.setattr("quizapp.store.database.BUSY_SECONDS", 0.1)
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    path = folder / "progress.sqlite3"
    refuge = Refuge(SqliteBackups(path))
    with closing(SqliteProgress(path, refuge=refuge)) as progress, closing(sqlite3.connect(path)) as other:
        before = len(progress.attempts())
        other.execute("BEGIN IMMEDIATE")
        record(progress, 1000)
        meanwhile = len(progress.attempts())

    assert refuge.place is not None
    assert meanwhile == before + 1
    refuge.leave()


def test_limits_are_what_they_were() -> None:
    """No test of this file has changed what this process may do."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
