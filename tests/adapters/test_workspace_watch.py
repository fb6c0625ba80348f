"""A saved file is noticed, however the editor saves it, with inotify and without."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.errors import WorkspaceError
from quizapp.runner import watch


@pytest.fixture(params=["inotify", "looking"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to notice; the second one is that of other systems."""
    if request.param == "looking":
        monkeypatch.setattr(watch, "_notices", lambda _root: None)
        monkeypatch.setattr(watch, "LOOK", 0.02)
    elif watch._notices(Path()) is None:
        pytest.skip("no inotify here")
    return request.param


async def seen(root: Path, act: Callable[[], object], *, within: float = 5.0) -> set[str]:
    """The paths that are told after something was done."""
    told: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    async with watch.watched(root, told.put_nowait):
        await asyncio.sleep(0.1)
        act()
        try:
            return set(await asyncio.wait_for(told.get(), within))
        except TimeoutError:
            return set()


def replaced(path: Path, text: str) -> None:
    """Save as most editors do."""
    copy = path.with_name(f"{path.name}~")
    copy.write_text(text)
    copy.replace(path)


def open_files() -> int:
    """How many files this process holds open."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_a_rename(tmp_path: Path, way: str) -> None:
    """A file that takes another's place is told."""
    (tmp_path / "main.py").write_text("1")

    assert await seen(tmp_path, lambda: replaced(tmp_path / "main.py", "2")) == {"main.py"}


async def test_a_save_while_the_watch_begins(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved after the first look, and before the kernel was asked for notices, is told all the same."""
    (tmp_path / "main.py").write_text("1")
    real = watch._notices

    def notices(root: Path) -> watch.Inotify | None:
        (tmp_path / "main.py").write_text("22")
        return real(root)

    monkeypatch.setattr(watch, "_notices", notices)

    assert await seen(tmp_path, lambda: None) == {"main.py"}


async def test_a_write_in_place(tmp_path: Path, way: str) -> None:
    """A file that is written over is told."""
    (tmp_path / "main.py").write_text("1")

    assert await seen(tmp_path, lambda: (tmp_path / "main.py").write_text("22")) == {"main.py"}


async def test_new_and_removed_files(tmp_path: Path, way: str) -> None:
    """Files that come and go are told."""
    (tmp_path / "old.py").write_text("1")

    def act() -> None:
        (tmp_path / "old.py").unlink()
        (tmp_path / "new.py").write_text("1")

    told = await seen(tmp_path, act)

    assert told
    assert told <= {"old.py", "new.py"}


async def test_a_new_folder(tmp_path: Path, way: str) -> None:
    """A file saved in a folder that was made later is told."""
    told: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    (tmp_path / "main.py").write_text("1")
    async with watch.watched(tmp_path, told.put_nowait):
        await asyncio.sleep(0.1)
        (tmp_path / "app").mkdir()
        (tmp_path / "app" / "one.py").write_text("1")
        first = await asyncio.wait_for(told.get(), 5)
        await asyncio.sleep(0.1)
        (tmp_path / "app" / "one.py").write_text("22")
        second = await asyncio.wait_for(told.get(), 5)

    assert first == {"app/one.py"}
    assert second == {"app/one.py"}


async def test_leftovers_are_not_told(tmp_path: Path, way: str) -> None:
    """Compiled files, swap files and backups are none of the learner's saves."""
    (tmp_path / "__pycache__").mkdir()

    def act() -> None:
        (tmp_path / "__pycache__" / "main.pyc").write_text("1")
        (tmp_path / ".main.py.swp").write_text("1")
        (tmp_path / "main.py~").write_text("1")

    assert await seen(tmp_path, act, within=0.5) == set()


async def test_nothing_is_held_open(tmp_path: Path) -> None:
    """Watching a hundred times leaves no file open."""
    before = open_files()

    for _ in range(100):
        async with watch.watched(tmp_path, lambda _paths: None):
            await asyncio.sleep(0)

    assert open_files() == before


async def test_a_folder_that_goes_while_it_is_looked_at(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look is given up, and the next one tells what has changed."""
    (tmp_path / "main.py").write_text("1")
    told: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    walk, failed = watch.files_of.walk, asyncio.Event()

    def vanishing(root: Path) -> list[str]:
        if (root / "main.py").read_text() == "22" and not failed.is_set():
            failed.set()
            raise WorkspaceError("The folder cannot be read: No such file or directory.")
        return list(walk(root))

    monkeypatch.setattr(watch.files_of, "walk", vanishing)
    async with watch.watched(tmp_path, told.put_nowait):
        await asyncio.sleep(0.1)
        (tmp_path / "main.py").write_text("22")
        await asyncio.wait_for(failed.wait(), 30)
        (tmp_path / "other.py").write_text("1")
        seen = set(await asyncio.wait_for(told.get(), 30))

    assert {"main.py", "other.py"} >= seen
    assert seen


def test_a_watch_that_cannot_be_had_holds_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every watch of this person may be taken."""

    def taken(_self: watch.Inotify) -> None:
        raise OSError(errno.ENOSPC, "no watch is left")

    monkeypatch.setattr(watch.Inotify, "refresh", taken)
    before = open_files()

    assert watch._notices(tmp_path) is None
    assert open_files() == before
