"""A folder of the learner's: read without following links, written whole or not at all."""

from __future__ import annotations

import fnmatch
import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from quizapp import atomic
from quizapp.errors import WorkspaceError

MAX_FILE = 4 << 20
MAX_TOTAL = 16 << 20
MAX_FILES = 500
MAX_DEPTH = 12
TEMPORARY = ".quizapp-"
SKIPPED_FOLDERS = frozenset(
    {
        "__pycache__",
        ".git",
        ".hg",
        ".svn",
        ".idea",
        ".vscode",
        ".venv",
        "venv",
        "node_modules",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
    }
)
SKIPPED_FILES = ("*.pyc", "*~", "*.swp", "*.swo", ".#*", "#*#", ".DS_Store", f"{TEMPORARY}*")
"""What editors and interpreters leave behind."""


def is_plain(name: str) -> bool:
    """Whether every system and the sandbox can carry a file of that name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not any(char in "\\:/" or unicodedata.category(char) == "Cc" for char in name) and name not in {
        "",
        ".",
        "..",
    }


def _check(path: str) -> list[str]:
    parts = path.split("/")
    if not all(is_plain(part) for part in parts):
        raise WorkspaceError(f"{path!r} is no path inside a workspace.", hint="Use names joined by forward slashes.")
    return parts


def located(root: Path, path: str) -> Path:
    """The place of a relative path below `root`; refused when a link stands anywhere on the way."""
    place = root
    for part in _check(path):
        place = place / part
        if place.is_symlink():
            raise WorkspaceError(
                "This is a link, and links out of a workspace are not followed.",
                where=str(place),
                hint="Replace the link by the file itself.",
            )
    return place


def walk(root: Path) -> Iterator[str]:
    """Relative paths of the regular files below `root`, sorted; links, odd names and leftovers are passed over."""
    yield from _walk(root, "", 0)


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise WorkspaceError(f"The folder cannot be read: {error.strerror}.", where=str(folder)) from error
    for entry in entries:
        if not is_plain(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_FOLDERS and depth < MAX_DEPTH:
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/", depth + 1)
        elif entry.is_file(follow_symlinks=False) and not _is_leftover(entry.name):
            yield prefix + entry.name


def _is_leftover(name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in SKIPPED_FILES)


def read(root: Path, path: str) -> bytes:
    """A file's content."""
    place = located(root, path)
    try:
        fd = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(fd, "rb") as file:
            about = os.fstat(fd)
            if not stat.S_ISREG(about.st_mode):
                raise WorkspaceError("This is no ordinary file.", where=str(place))
            if about.st_size > MAX_FILE:
                raise WorkspaceError(
                    f"The file has {about.st_size >> 20} MiB; the sandbox takes files up to {MAX_FILE >> 20} MiB.",
                    where=str(place),
                    hint="Move it out of the workspace.",
                )
            return file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise WorkspaceError("There is no such file in the workspace.", where=str(place)) from error
    except OSError as error:
        raise WorkspaceError(f"The file cannot be read: {error.strerror}.", where=str(place)) from error


def read_all(root: Path) -> dict[str, bytes]:
    """Every file below `root`, bounded."""
    found: dict[str, bytes] = {}
    total = 0
    for path in walk(root):
        found[path] = read(root, path)
        total += len(found[path])
        if total > MAX_TOTAL or len(found) > MAX_FILES:
            raise WorkspaceError(
                f"The workspace holds more than {MAX_FILES} files or {MAX_TOTAL >> 20} MiB.",
                where=str(root),
                hint="Move what the task does not need out of it.",
            )
    return found


def write(root: Path, path: str, content: bytes) -> None:
    """Put a file in its place: after a power cut there is the old content or the new, never a part."""
    place = located(root, path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o644
        atomic.write(place, content, mode=mode, prefix=TEMPORARY)
    except OSError as error:
        raise WorkspaceError(
            f"The file cannot be saved: {error.strerror}.", where=str(place), hint="Nothing was changed on disk."
        ) from error


def remove(root: Path, path: str) -> None:
    """Remove a file, and folders that it leaves empty."""
    place = located(root, path)
    try:
        place.unlink(missing_ok=True)
        for parent in place.relative_to(root).parents:
            if parent == Path():
                break
            (root / parent).rmdir()
    except OSError:
        # A folder that is not empty stays; a file that cannot be removed is no loss.
        return
