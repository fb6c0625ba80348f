"""Progress files that are damaged, foreign, too new, locked, read-only or full: a clear error, and nothing lost."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.errors import StoreError, StoreTooNewError
from quizapp.store import database
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt, make_review

ROOT = Path(__file__).parents[2]
ITEM = ItemId("demo/a")


def fill(progress: SqliteProgress, count: int, first: int = 0) -> None:
    """Record attempts of different items."""
    for number in range(first, first + count):
        item = ItemId(f"demo/{number}")
        attempt = make_attempt(number, item, Rating.GOOD, START + timedelta(minutes=number))
        card = FakeScheduler().review(None, item, Rating.GOOD, attempt.at)
        progress.record(attempt, make_review(attempt), card)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A history of two hundred attempts, as its file's content."""
    path = tmp_path_factory.mktemp("filled") / "progress.sqlite3"
    progress = SqliteProgress(path)
    fill(progress, 200)
    progress.close()
    return path.read_bytes()


@pytest.fixture
def file(tmp_path: Path, filled: bytes) -> Path:
    """A file with two hundred attempts in it, closed."""
    path = tmp_path / "progress.sqlite3"
    path.write_bytes(filled)
    return path


def refused(path: Path) -> StoreError:
    """The error that opening ends with; the file is left as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        SqliteProgress(path)
    assert before == (path.read_bytes() if path.is_file() else None)
    assert str(path) == caught.value.where
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("content", [b"not a database, but as long as one. " * 200, b"x", bytes(5000)])
def test_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    """Something else under our name is refused and left as it is."""
    path = tmp_path / "progress.sqlite3"
    path.write_bytes(content)

    error = refused(path)

    assert "not a database" in error.message
    assert "Nothing was changed" in str(error)


def test_damaged_beginning(file: Path) -> None:
    """A file whose header is gone is refused and left as it is."""
    content = bytearray(file.read_bytes())
    content[:100] = os.urandom(100)
    file.write_bytes(content)

    assert "not a database" in refused(file).message


def test_file_that_was_cut_off(file: Path) -> None:
    """A file of which only the first half is left says so, and that it must be kept."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(StoreError, match="damaged") as caught, closing(SqliteProgress(file)) as progress:
        progress.attempts()

    assert "Keep this file" in str(caught.value)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_pages(file: Path, seed: int) -> None:
    """Whatever part is overwritten: every call answers or ends in a StoreError, and never in anything else."""
    rng = random.Random(seed)
    content = bytearray(file.read_bytes())
    start = rng.randrange(4096, len(content) - 4096)
    content[start : start + 4096] = rng.randbytes(4096)
    file.write_bytes(content)

    hints: list[str | None] = []
    for ask in ("attempts", "reviews", "cards", "events", "sessions", "faults"):
        try:
            with closing(SqliteProgress(file)) as progress:
                hints += ["found by faults"] * (ask == "faults" and bool(progress.faults()))
                getattr(progress, ask)()
        except StoreError as error:
            hints.append(error.hint)

    assert hints
    assert all(hints)


def test_database_of_another_program(tmp_path: Path) -> None:
    """A database that is not ours is refused, even an empty one that somebody has claimed."""
    claims = ["CREATE TABLE notes (text)", "PRAGMA user_version = 7", "PRAGMA application_id = 7"]
    for number, claim in enumerate(claims):
        path = tmp_path / f"{number}.sqlite3"
        with sqlite3.connect(path) as connection:
            connection.execute(claim)
        connection.close()

        assert "another program" in refused(path).message


def test_empty_file_is_a_new_history(tmp_path: Path) -> None:
    """A file that was only just made, by a process that was killed then, is no fault."""
    path = tmp_path / "progress.sqlite3"
    path.write_bytes(b"")

    progress = SqliteProgress(path)

    assert list(progress.attempts()) == []
    progress.close()


def test_newer_file(file: Path) -> None:
    """What a newer quizapp wrote is left alone, and the way out is told."""
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()

    error = refused(file)

    assert isinstance(error, StoreTooNewError)
    assert "Update quizapp" in str(error)


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """A folder under our name is told as what cannot be opened."""
    path = tmp_path / "progress.sqlite3"
    path.mkdir()

    assert "cannot be opened" in refused(path).message


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A home that is no folder is told as such."""
    (tmp_path / "home").write_text("")

    assert "cannot be opened" in refused(tmp_path / "home" / "progress.sqlite3").message


@contextmanager
def ordinary_person(folder: Path) -> Iterator[None]:
    """Not root, whom no mode holds back."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach too."""
    with tempfile.TemporaryDirectory(prefix="quizapp-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_read_only_file(open_folder: Path) -> None:
    """A file that may only be read is told when something is to be saved; what it has can still be read."""
    path = open_folder / "progress.sqlite3"
    progress = SqliteProgress(path)
    fill(progress, 3)
    progress.close()
    path.chmod(0o400)

    with ordinary_person(open_folder):
        progress = SqliteProgress(path)
        found = len(progress.attempts())
        with pytest.raises(StoreError, match="read-only") as caught:
            fill(progress, 1, first=3)
        progress.close()

    assert found == 3
    assert "QUIZAPP_HOME" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_read_only_folder(open_folder: Path) -> None:
    """A folder in which nothing can be made is told at once, whether the file is there or not."""
    path = open_folder / "progress.sqlite3"
    SqliteProgress(path).close()
    open_folder.chmod(0o500)

    with ordinary_person(open_folder):
        old, new = path, open_folder / "new.sqlite3"
        for each in (old, new):
            with pytest.raises(StoreError) as caught, closing(SqliteProgress(each)) as progress:
                fill(progress, 1)
            assert "QUIZAPP_HOME" in str(caught.value)
    open_folder.chmod(0o700)


def test_full_disk(file: Path) -> None:
    """When there is no more room nothing is half saved; once there is, saving goes on."""
    progress = SqliteProgress(file)
    pages = progress._database.value("PRAGMA page_count")
    progress._database.rows(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreError, match="disk is full"):
        fill(progress, 200, first=200)

    saved = len(progress.attempts())
    assert 200 <= saved < 400
    assert saved == len(progress.reviews()) == len(progress.cards())
    progress._database.rows(f"PRAGMA max_page_count = {10 * pages}")
    fill(progress, 5, first=1000)
    assert len(progress.attempts()) == saved + 5
    assert list(progress.faults()) == []
    progress.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_file_that_may_not_grow(file: Path) -> None:
    """When the system refuses to let the file grow, what was acknowledged before is all there."""
    code = f"""
import resource, sys
from datetime import timedelta
from pathlib import Path
from quizapp.domain.card import Rating
from quizapp.errors import StoreError
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, make_attempt

path = Path({str(file)!r})
progress = SqliteProgress(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000, resource.RLIM_INFINITY))
try:
    for number in range(1000, 100_000):
        progress.record(make_attempt(number, "demo/a", Rating.GOOD, START))
        print(number)
except StoreError as error:
    print(error, file=sys.stderr)
    sys.exit(9)
"""

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 9, done.stderr
    assert "disk" in done.stderr
    progress = SqliteProgress(file)
    saved = {attempt.id for attempt in progress.attempts()}
    assert {f"attempt-{number}" for number in done.stdout.split()} <= saved
    assert list(progress.faults()) == []
    progress.close()


def test_locked_by_another_program(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who holds the lock for too long is told of; reading goes on meanwhile, writing afterwards."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    progress = SqliteProgress(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked"):
        fill(progress, 1, first=500)
    read = len(progress.attempts())
    other.execute("ROLLBACK")
    other.close()
    fill(progress, 1, first=500)

    assert read == 200
    assert len(progress.attempts()) == 201
    progress.close()


def test_opened_while_another_one_writes(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with the older journal that is being written to is waited for, though SQLite does not wait here."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(database.time, "sleep", lambda _: other.execute("ROLLBACK"))

    progress = SqliteProgress(file)

    progress.close()
    other.close()
    with closing(sqlite3.connect(file)) as later:
        assert later.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_closed_history(file: Path) -> None:
    """What is asked after closing is an error of this tree too; closing twice is none."""
    progress = SqliteProgress(file)
    progress.close()
    progress.close()

    with pytest.raises(StoreError):
        progress.attempts()
    with pytest.raises(StoreError):
        fill(progress, 1, first=500)
