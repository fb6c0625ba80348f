"""A file that is replaced: whatever fails or ends the program in between, it is the old one or the new one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from quizapp import atomic
from quizapp.content.authoring.build import write_file
from quizapp.content.install.registry import Registry
from quizapp.errors import QuizAppError
from quizapp.runner import folder
from quizapp.scheduling.parameters import Parameters
from quizapp.scheduling.parameters import save as save_parameters
from quizapp.services.interview.report.file import written
from quizapp.settingsfile import save as save_setting
from quizapp.store.database import Database

OLD, NEW = b"old\n", b"new " * 5000
STEPS = {"open": (os, "open"), "sync": (os, "fsync"), "chmod": (Path, "chmod"), "replace": (Path, "replace")}
"""What a write asks of the system, one after another."""
KILLED = """
import os, signal
from pathlib import Path
from quizapp import atomic

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

{patch}
atomic.write(Path({path!r}), b"new " * 5000)
kill()
"""
KILLS = {
    "while it is filled": (
        "Path.write_bytes = lambda self, content: (self.open('wb').write(content[:9]), kill())",
        OLD,
    ),
    "before it is on the disk": ("os.fsync = kill", OLD),
    "before the change of names": ("Path.replace = kill", OLD),
    "after the change of names": ("atomic._sync = kill", NEW),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with something in it."""
    made = tmp_path / "file.txt"
    made.write_bytes(OLD)
    return made


def full(*_: object, **__: object) -> object:
    """What a full disk says."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_write_takes_the_place_of_what_was_there(path: Path) -> None:
    """The new content, with the permissions asked for, and nothing beside it."""
    atomic.write(path, NEW, mode=atomic.SHARED)

    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o777 == atomic.SHARED
    assert list(path.parent.iterdir()) == [path]


def test_a_new_file_is_its_owner_s(tmp_path: Path) -> None:
    """From its first byte on, unless it is asked for otherwise."""
    seen = []

    with atomic.replacing(tmp_path / "file.txt") as unfinished:
        seen.append(unfinished.stat().st_mode & 0o777)
        unfinished.write_bytes(NEW)
    seen.append((tmp_path / "file.txt").stat().st_mode & 0o777)

    assert seen == [atomic.PRIVATE, atomic.PRIVATE]


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_full_at_any_step(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The old content stays, nothing is left beside it, and the error comes out."""
    monkeypatch.setattr(*STEPS[step], full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, NEW)
    monkeypatch.undo()

    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_device_that_is_really_full(path: Path) -> None:
    """What the kernel refuses in the middle of the content leaves the old one."""

    def fill() -> None:
        with atomic.replacing(path) as unfinished:
            unfinished.unlink()
            unfinished.symlink_to("/dev/full")
            unfinished.write_bytes(NEW)

    with pytest.raises(OSError, match="No space left"):
        fill()

    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_whatever_is_raised_meanwhile(path: Path, error: type[BaseException]) -> None:
    """Ctrl+C, or a fault of ours, in the middle of filling it."""

    def fill() -> None:
        with atomic.replacing(path) as unfinished:
            unfinished.write_bytes(NEW[:7])
            raise error

    with pytest.raises(error):
        fill()

    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_synced_is_no_failure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems cannot: the file is in its place, and whoever wrote it hears no error."""
    monkeypatch.setattr(atomic, "_sync", full)

    atomic.write(path, NEW)

    assert path.read_bytes() == NEW


@pytest.mark.parametrize("moment", KILLS)
def test_a_program_that_is_killed(path: Path, moment: str) -> None:
    """At whichever moment: never a part, never nothing; what is left beside it ends as unfinished files do."""
    patch, expected = KILLS[moment]

    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(patch=patch, path=str(path))], check=False, capture_output=True, timeout=60
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert path.read_bytes() == expected
    assert all(each.name.endswith(atomic.UNFINISHED) for each in path.parent.iterdir() if each != path)


def _keep_parameters(root: Path, number: int) -> None:
    from fsrs.scheduler import DEFAULT_PARAMETERS

    at = datetime(2027, 1, number, tzinfo=timezone.utc)
    values = {"parameters": DEFAULT_PARAMETERS, "at": at, "reviews": 700, "loss_before": 0.5, "loss_after": 0.4}
    save_parameters(root / "memory.json", Parameters.model_validate(values))


def _copy(root: Path, number: int) -> None:
    source = Database(root.parent / f"history-{number}.sqlite3")
    try:
        source.rows(f"CREATE TABLE IF NOT EXISTS t{number} (a)")
        source.copy(root / "copy.sqlite3")
    finally:
        source.close()


WRITERS: dict[str, Callable[[Path, int], object]] = {
    "settings": lambda root, number: save_setting(root, "session_size", number),
    "report": lambda root, number: written(root / "report.md", f"# Report {number}"),
    "archive": lambda root, number: write_file(root / "pack.zip", b"zip %d" % number),
    "packs": lambda root, number: Registry(root).write_bundled(enabled=number == 1),
    "workspace": lambda root, number: folder.write(root, "main.py", b"app = %d" % number),
    "parameters": _keep_parameters,
    "copy of the history": _copy,
}


@pytest.mark.parametrize("step", ["sync", "replace"])
@pytest.mark.parametrize("name", WRITERS)
def test_whoever_writes_files_keeps_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    """On a full disk every one of them tells it as an error of ours, and leaves what was there, and nothing else."""
    root = tmp_path / "place"
    root.mkdir()
    WRITERS[name](root, 1)
    before = {path.name: path.read_bytes() for path in root.iterdir()}

    monkeypatch.setattr(*STEPS[step], full)
    with pytest.raises(QuizAppError) as caught:
        WRITERS[name](root, 2)
    monkeypatch.undo()

    assert "No space left" in str(caught.value)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
