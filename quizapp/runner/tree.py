"""Reads what a run wrote, through an open folder: bounded, and never out of that folder, whatever lies in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping

MAX_FILES = 300
MAX_FILE = 1 << 20
MAX_TOTAL = 8 << 20
MAX_DEPTH = 12
MAX_LOOKED_AT = 5_000


def read_tree(folder: int, but: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files below an open folder, by relative path, without those that are as in `but`."""
    found: dict[str, bytes] = {}
    total = 0
    for path, content in _files(folder, "", [MAX_LOOKED_AT], 0):
        if but.get(path) == content:
            continue
        total += len(content)
        if total > MAX_TOTAL or len(found) >= MAX_FILES:
            break
        found[path] = content
    return found


def _files(folder: int, prefix: str, budget: list[int], depth: int) -> Iterator[tuple[str, bytes]]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if budget[0] <= 0:
            return
        budget[0] -= 1
        path = prefix + name
        try:
            path.encode()
            # Never through a link, never waiting for a pipe's other end.
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        except (OSError, UnicodeEncodeError):
            continue
        try:
            about = os.fstat(fd)
            if stat.S_ISDIR(about.st_mode) and depth < MAX_DEPTH and name != "__pycache__":
                yield from _files(fd, path + "/", budget, depth + 1)
            elif stat.S_ISREG(about.st_mode) and about.st_size <= MAX_FILE:
                content = os.read(fd, MAX_FILE + 1)
                if len(content) <= MAX_FILE:
                    yield path, content
        except OSError:
            continue
        finally:
            os.close(fd)
