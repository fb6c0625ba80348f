"""The folder in which runs take place: private, locked while its program lives, swept away after a kill."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from quizapp.errors import SandboxError

PREFIX = "quizapp-"
MAX_BASE = 75
"""A Unix socket's path has 108 bytes at most: a longer base folder leaves no room for ours."""
UNLOCKED_AGE = 60.0


class RunFolder:
    """A folder of our own below `base`, with a lock that the kernel lets go when we die."""

    def __init__(self, base: Path | None = None) -> None:
        self._base = _base(base)
        self._lock: int | None = None
        self.path: Path | None = None

    def open(self) -> Path:
        """Make the folder, and remove what killed programs left beside it."""
        if self.path is not None:
            return self.path
        try:
            self._base.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(self._base)
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._base))
            self._lock = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SandboxError(
                f"The sandbox cannot make its folder: {error.strerror}.",
                where=str(self._base),
                hint="Make the folder writable, or set another runtime folder.",
            ) from error
        return self.path

    def close(self) -> None:
        """Remove the folder."""
        if self.path is not None:
            shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
        self.path = self._lock = None


def _base(base: Path | None) -> Path:
    if base is None:
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        base = Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
    base = base.absolute()
    return base if len(os.fsencode(base)) <= MAX_BASE else Path(tempfile.gettempdir())


def sweep(base: Path) -> list[Path]:
    """Remove the run folders whose program is gone, and return them. Only ours are looked at: our prefix, our user."""
    removed = []
    with contextlib.suppress(OSError):
        for folder in base.iterdir():
            if folder.name.startswith(PREFIX) and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder)
    return removed


def _is_abandoned(folder: Path) -> bool:
    try:
        about = folder.lstat()
    except OSError:
        return False  # its own program, or another sweep, took it away meanwhile
    if about.st_uid != os.getuid() or stat.S_ISLNK(about.st_mode):
        return False
    try:
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        # A program that was killed, or one that is about to lock its folder.
        return time.time() - about.st_mtime > UNLOCKED_AGE
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(lock)
