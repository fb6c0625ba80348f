"""What a repository holds, read object by object from a running git."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial

from quizapp.content.install.entry import Entry
from quizapp.domain.work import Watch
from quizapp.errors import PackError

READ_LINE = 4096
"""Bytes of a line of git's that are looked at."""


class Objects:
    """Reads one object after another from a running `git cat-file --batch`."""

    def __init__(self, process: subprocess.Popen[bytes], watch: Watch, shown: str) -> None:
        self._process = process
        self._watch = watch
        self._shown = shown

    def close(self) -> None:
        """End it."""
        end(self._process)

    def read(self, name: str) -> Iterator[bytes]:
        """The content of an object, piece by piece; to be read to its end before the next one is asked for."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        self._watch.check()
        try:
            asked.write(f"{name}\n".encode("ascii"))
            asked.flush()
            head = answered.readline(READ_LINE).split()
            if len(head) != 3 or head[1] != b"blob":
                raise PackError("Git cannot read what was fetched.", where=self._shown, hint="Nothing was installed.")
            left = int(head[2])
            while left:
                chunk = answered.read(min(left, 1 << 16))
                if not chunk:
                    raise PackError("Git ended early.", where=self._shown, hint="Nothing was installed. Try again.")
                left -= len(chunk)
                yield chunk
            answered.read(1)
        except OSError as error:
            message = "Git cannot read what was fetched."
            raise PackError(message, where=self._shown, hint="Nothing was installed.") from error


def entry_of(line: bytes, reader: Objects) -> Entry:
    """From a line of `git ls-tree -l`."""
    about, _, raw = line.partition(b"\t")
    mode, kind, name, size = about.decode("ascii").split()
    path = raw.decode("utf-8", "surrogateescape")
    if mode == "120000":
        return Entry(path, "link", None, tuple)
    if kind != "blob":  # a submodule
        return Entry(path, "other", None, tuple)
    return Entry(path, "file", int(size), partial(reader.read, name))


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill git and everything that it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
