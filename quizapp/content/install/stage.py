"""A folder in which a pack is laid down, file by file, before anything of it is believed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from quizapp.content.install import limits
from quizapp.content.install.naming import check, folded, is_wanted, parts_of, refuse
from quizapp.domain.work import Advance, Watch
from quizapp.errors import PackError


class Stage:
    """Lays files of a pack into a folder of our own, within bounds; whatever else comes is refused or left out.

    Args:
        root: a new, empty folder.
        watch: of the whole work.
    """

    def __init__(self, root: Path, watch: Watch) -> None:
        self.root = root
        self._watch = watch
        self.expected: int | None = None
        """How many files are to come; None while nobody knows."""
        self._total = 0
        self._yaml = 0
        self._seen: dict[str, str] = {}
        """Folded paths of files, and of the folders above them, as they were first written."""
        self._files: dict[str, str] = {}
        """Path to SHA-256."""

    @property
    def files(self) -> int:
        """How many lie there."""
        return len(self._files)

    @property
    def size(self) -> int:
        """Their bytes."""
        return self._total

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of all files."""
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(self._files.items()))
        return hashlib.sha256(lines.encode("utf-8")).hexdigest()

    def put(self, path: str, chunks: Iterable[bytes], *, size: int | None = None) -> None:
        """Lay a file down.

        Args:
            path: inside the pack, as the source has it.
            chunks: its content.
            size: as it was declared; a file that has another one is refused.
        """
        parts = parts_of(path)
        if not is_wanted(parts):
            return
        check(parts)
        self._claim(parts)
        target = self.root.joinpath(*parts)
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._files["/".join(parts)] = self._write(target, path, chunks, size)
        except OSError as error:
            raise PackError(f"A file cannot be written: {error.strerror}.", where=str(self.root)) from error
        if len(self._files) % 50 == 1:
            self._watch.tell(Advance("unpacking", len(self._files), self.expected))

    def _claim(self, parts: list[str]) -> None:
        """Refuse a path that some file system would take for another one's, or that is file and folder at once."""
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            if self._seen.setdefault(folded(folder), f"{folder}/") != f"{folder}/":
                raise refuse(folder, "two names in it differ by case only, or one is file and folder at once")
        path = "/".join(parts)
        if folded(path) in self._seen:
            raise refuse(path, "two names in it are the same, or differ by case only")
        self._seen[folded(path)] = path
        if len(self._seen) > limits.MAX_ENTRIES:
            raise refuse(path, f"it has more than {limits.MAX_ENTRIES} files")

    def _write(self, target: Path, path: str, chunks: Iterable[bytes], size: int | None) -> str:
        digest = hashlib.sha256()
        written = 0
        # Never over something, never through a link, for the owner only, never executable.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                self._watch.check()
                written += len(chunk)
                self._total += len(chunk)
                self._bound(path, written)
                digest.update(chunk)
                stream.write(chunk)
        if size is not None and size != written:
            raise refuse(path, f"a file in it was declared with {size} bytes and has {written}")
        if path.endswith((".yaml", ".yml")):
            self._yaml += written
            if self._yaml > limits.MAX_YAML:
                raise refuse(path, f"it has more than {limits.MAX_YAML >> 20} MiB of YAML")
        return digest.hexdigest()

    def _bound(self, path: str, written: int) -> None:
        if written > limits.MAX_FILE:
            raise refuse(path, f"a file in it has more than {limits.MAX_FILE >> 20} MiB")
        if self._total > limits.MAX_TOTAL:
            raise refuse(path, f"it has more than {limits.MAX_TOTAL >> 20} MiB")
