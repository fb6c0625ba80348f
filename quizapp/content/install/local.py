"""A folder on disk as entries. No link is followed, and nothing is read that is no part of a pack."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from quizapp.content.folder import DOTFILES, QUESTIONS, SANDBOX, UnreadableError, is_ignored, read
from quizapp.content.install import limits
from quizapp.content.install.entry import Entry
from quizapp.content.install.naming import refuse
from quizapp.errors import PackError, PackRefusedError


def entries(root: Path) -> list[Entry]:
    """What lies in a folder, as far as it may be a pack's.

    Raises:
        PackError: it cannot be listed.
        PackRefusedError: there is too much of it.
    """
    found: list[Entry] = []
    for entry in _walk(root):
        found.append(entry)
        if len(found) > limits.MAX_ENTRIES:
            raise PackRefusedError(
                f"This pack is refused: it has more than {limits.MAX_ENTRIES} entries.", where=str(root)
            )
    return found


def _walk(root: Path) -> Iterator[Entry]:
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(root / inside) as listing:
                listed = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            raise PackError(f"The folder cannot be read: {error.strerror}.", where=str(root / inside)) from error
        for entry in listed:
            path = f"{inside}{entry.name}"
            if is_ignored(entry.name) and not (inside.startswith(f"{SANDBOX}/") and entry.name in DOTFILES):
                continue
            if entry.is_symlink():
                yield Entry(path, "link", None, tuple)
            elif entry.is_dir(follow_symlinks=False):
                if inside or entry.name in {QUESTIONS, SANDBOX}:
                    waiting.append(f"{path}/")
                    _check_depth(path)
            elif entry.is_file(follow_symlinks=False):
                yield Entry(path, "file", entry.stat(follow_symlinks=False).st_size, partial(_content, root, path))
            else:
                yield Entry(path, "other", None, tuple)


def _check_depth(path: str) -> None:
    if path.count("/") > limits.MAX_DEPTH:
        raise refuse(path, "a path in it is too long or too deep")


def _content(root: Path, path: str) -> Iterable[bytes]:
    try:
        yield read(root, path, limits.MAX_FILE)
    except UnreadableError as error:
        found = error.diagnostic
        raise PackRefusedError(f"This pack is refused: {found.message}.", where=found.file, hint=found.hint) from error
