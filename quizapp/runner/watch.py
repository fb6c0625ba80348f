"""Tells when files of a folder were saved: at once through inotify, by looking again and again elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from quizapp.errors import WorkspaceError
from quizapp.runner import folder as files_of

SETTLED = 0.02
"""Seconds without another change after which a save is told: editors write, rename and touch in a burst."""
LOOK = 0.25
"""Seconds between two looks where there is no inotify."""
_CLOSE_WRITE, _MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x8, 0x40, 0x80, 0x100, 0x200
_EVENTS = _CLOSE_WRITE | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE
_NONBLOCK, _CLOEXEC = 0o4000, 0o2000000


class Inotify:
    """The kernel's own notices for a folder and those below it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.fd = self._libc.inotify_init1(_NONBLOCK | _CLOEXEC)
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "inotify is not available")
        try:
            self.refresh()
        except OSError:
            self.close()
            raise

    def refresh(self) -> None:
        """Watch folders that have come since; those watched already stay so."""
        for folder, names, _ in os.walk(self._root):
            names[:] = [name for name in names if name not in files_of.SKIPPED_FOLDERS]
            if self._libc.inotify_add_watch(self.fd, os.fsencode(folder), _EVENTS) < 0:
                number = ctypes.get_errno()
                if number != errno.ENOENT:  # it has gone since it was listed
                    raise OSError(number, "inotify cannot watch another folder", folder)

    def take(self) -> bool:
        """Whether anything happened since the last time."""
        try:
            return bool(os.read(self.fd, 65536))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Let go of it."""
        os.close(self.fd)


_State = dict[str, tuple[int, int, int]]
"""By path: when a file was changed, its size, its number."""


def _state(root: Path, before: _State) -> _State:
    """The files as they are; as they were if a folder goes while it is looked at: that will be told by itself."""
    found = {}
    try:
        for path in files_of.walk(root):
            with contextlib.suppress(OSError):
                about = (root / path).stat()
                found[path] = (about.st_mtime_ns, about.st_size, about.st_ino)
    except WorkspaceError:
        return before
    return found


@asynccontextmanager
async def watched(root: Path, on_change: Callable[[frozenset[str]], None]) -> AsyncIterator[None]:
    """Call `on_change` with the paths that were saved, made or removed below `root`, once a burst is over.

    Files that editors and interpreters leave behind are not told. Called on the event loop.
    """
    task = asyncio.get_running_loop().create_task(_watch(root, on_change, _state(root, {})))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _watch(root: Path, on_change: Callable[[frozenset[str]], None], before: _State) -> None:
    async with aclosing(_bursts(root)) as bursts:
        async for _ in bursts:
            now = _state(root, before)
            changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            before = now
            if changed:
                on_change(frozenset(changed))


async def _bursts(root: Path) -> AsyncGenerator[None, None]:
    """One turn each time that something may have changed, and a first one: files may be saved while this begins."""
    notices = _notices(root)
    if notices is None:
        while True:
            yield
            await asyncio.sleep(LOOK)
    loop, woken = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(notices.fd, woken.set)
    try:
        yield
        while True:
            await woken.wait()
            while notices.take():  # noqa: ASYNC110 - until it is quiet
                await asyncio.sleep(SETTLED)
            woken.clear()
            with contextlib.suppress(OSError):  # what is watched already stays watched
                notices.refresh()
            yield
    finally:
        loop.remove_reader(notices.fd)
        notices.close()


def _notices(root: Path) -> Inotify | None:
    if sys.platform != "linux":
        return None
    try:
        return Inotify(root)
    except OSError:
        # Every watch of this person may be taken: looking again and again still works.
        return None
