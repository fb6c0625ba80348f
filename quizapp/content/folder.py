"""The files of a pack that may be read: plain files with plain names, inside the pack, of bounded size and number.

A pack is made by anyone. So no link is followed, nothing but a regular file is opened, and what is too large or too
many is told instead of read.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quizapp.content.diagnostic import Diagnostic, Severity

Kind = Literal["manifest", "topics", "interviews", "syllabus", "items", "task"]

QUESTIONS = "questions"
SANDBOX = "sandbox"
MANIFEST = "questions/pack.yaml"
TOPICS = "questions/topics.yaml"
INTERVIEWS = "questions/interviews.yaml"
SYLLABUS = "questions/syllabus.yaml"
_NAMED: dict[str, Kind] = {
    MANIFEST: "manifest", TOPICS: "topics", INTERVIEWS: "interviews", SYLLABUS: "syllabus",
}  # fmt: skip

DOTFILES = frozenset([".dockerignore", ".env", ".env.example", ".gitignore"])
"""Files of a task that its app, its image or its repository reads although their names begin with a dot."""
MAX_YAML_BYTES = 2 * 1024 * 1024
MAX_FILES = 5000
"""Of `questions/`, and of folders in `sandbox/`."""
MAX_SOURCE_BYTES = 256 * 1024
MAX_SOURCES = 200
"""Files of one starter, solution, variant or mutant."""
MAX_NAME = 120
_NOT_OURS = frozenset(["__pycache__", "node_modules"])


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A YAML file of a pack, as the directory lists it."""

    path: str
    """Relative to the pack, with forward slashes."""
    kind: Kind
    size: int
    modified: int
    """Nanoseconds, as `st_mtime_ns`."""


class UnreadableError(Exception):
    """A file may not or cannot be read; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def fault(file: str, code: str, message: str, hint: str, severity: Severity = "error") -> Diagnostic:
    """A finding about a file as a whole."""
    return Diagnostic(file=file, code=code, message=message, hint=hint, severity=severity)


def is_ignored(name: str) -> bool:
    """Whether a name is an editor's, a system's or Python's own business."""
    return name.startswith(".") or name.endswith(("~", ".pyc", ".swp")) or name in _NOT_OURS


def check_name(path: str) -> Diagnostic | None:
    """What is wrong with the last part of a path as a name."""
    name = path.rsplit("/", 1)[-1]
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in name):
        return fault(path, "file-name", "the name has invisible characters", "Rename it.")
    if len(name) > MAX_NAME or "\\" in name or ":" in name:
        hint = f"Use at most {MAX_NAME} letters, digits, dots and hyphens, so that every system can store it."
        return fault(path, "file-name", "the name cannot be stored everywhere", hint)
    return None


def scan(root: Path) -> tuple[list[SourceFile], list[Diagnostic]]:
    """The pack's YAML files, manifest first, and everything that lies there but may not be used."""
    files: list[SourceFile] = []
    faults: list[Diagnostic] = []
    for entry, found in _entries(root, QUESTIONS):
        if found is not None:
            faults.append(found)
        elif entry is not None:
            _take_question(entry, files, faults)
    for entry, found in _entries(root, SANDBOX, required=False):
        if found is not None:
            faults.append(found)
        elif entry is not None:
            _take_task(entry, files, faults)
    if not any(file.kind == "manifest" for file in files):
        hint = "A pack has questions/pack.yaml with its id, title, version and license."
        faults.append(fault(MANIFEST, "no-manifest", "there is no such file", hint))
    order = ["manifest", "topics", "interviews", "syllabus", "items", "task"]
    return sorted(files, key=lambda file: (order.index(file.kind), file.path)), faults


def _entries(
    root: Path, folder: str, *, required: bool = True, kept: Container[str] = ()
) -> Iterator[tuple[os.DirEntry[str] | None, Diagnostic | None]]:
    try:
        if stat.S_ISLNK((root / folder).lstat().st_mode):
            yield None, _link(folder)
            return
        with os.scandir(root / folder) as listing:
            taken = (entry for entry in listing if entry.name in kept or not is_ignored(entry.name))
            entries = sorted(taken, key=lambda entry: entry.name)
    except FileNotFoundError:
        if required:
            yield (
                None,
                fault(folder, "no-questions", "there is no such folder", "A pack keeps its items in questions/."),
            )
        return
    except OSError as error:
        yield None, fault(folder, "unreadable", f"it cannot be read: {error.strerror}", "Look at its permissions.")
        return
    if len(entries) > MAX_FILES:
        hint = f"Keep at most {MAX_FILES}: make two packs of it."
        yield None, fault(folder, "too-many", f"{len(entries)} entries lie here", hint)
        entries = entries[:MAX_FILES]
    for entry in entries:
        path = f"{folder}/{entry.name}"
        found = check_name(path)
        if found is None and entry.is_symlink():
            found = _link(path)
        yield entry, found


def _link(path: str) -> Diagnostic:
    return fault(path, "symlink", "this is a link, and links are not followed", "Put the file itself there.")


def _take_question(entry: os.DirEntry[str], files: list[SourceFile], faults: list[Diagnostic]) -> None:
    path = f"{QUESTIONS}/{entry.name}"
    if entry.name.endswith(".yaml"):
        _take(entry.path, path, _NAMED.get(path, "items"), files, faults)
    elif entry.name.endswith(".yml"):
        faults.append(fault(path, "file-name", "files of items end with .yaml", "Rename it."))
    elif not entry.name.endswith(".md"):
        hint = "Only .yaml and .md files belong in questions/."
        faults.append(fault(path, "unknown-file", "nothing reads this", hint, "warning"))


def _take_task(entry: os.DirEntry[str], files: list[SourceFile], faults: list[Diagnostic]) -> None:
    path = f"{SANDBOX}/{entry.name}"
    if not entry.is_dir(follow_symlinks=False):
        if not entry.name.endswith(".md"):
            hint = "Only folders of tasks and .md files belong in sandbox/."
            faults.append(fault(path, "unknown-file", "nothing reads this", hint, "warning"))
        return
    _take(f"{entry.path}/task.yaml", f"{path}/task.yaml", "task", files, faults)


def _take(absolute: str, path: str, kind: Kind, files: list[SourceFile], faults: list[Diagnostic]) -> None:
    try:
        status = os.lstat(absolute)
    except FileNotFoundError:
        faults.append(fault(path, "no-task", "there is no such file", "Every folder of sandbox/ has a task.yaml."))
        return
    except OSError as error:
        faults.append(fault(path, "unreadable", f"it cannot be read: {error.strerror}", "Look at its permissions."))
        return
    if stat.S_ISLNK(status.st_mode):
        faults.append(_link(path))
    elif not stat.S_ISREG(status.st_mode):
        faults.append(fault(path, "no-file", "this is no plain file", "Put a plain file there."))
    else:
        files.append(SourceFile(path, kind, status.st_size, status.st_mtime_ns))


def read(root: Path, path: str, limit: int) -> bytes:
    """A plain file's content; UnreadableError for a link, a pipe, a folder, or more than `limit` bytes."""
    # Opened without following a link and without waiting for a pipe's other end, then looked at: no race in between.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(root / path, flags)
    except OSError as error:
        hint = "Put a plain file there that you may read."
        raise UnreadableError(fault(path, "unreadable", f"it cannot be read: {error.strerror}", hint)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableError(fault(path, "no-file", "this is no plain file", "Put a plain file there."))
    with os.fdopen(descriptor, "rb") as stream:
        try:
            content = stream.read(limit + 1)
        except OSError as error:
            hint = "Put a plain file there that you may read."
            raise UnreadableError(fault(path, "unreadable", f"it cannot be read: {error.strerror}", hint)) from error
    if len(content) > limit:
        raise UnreadableError(fault(path, "too-large", f"it has more than {limit >> 10} KiB", "Make it smaller."))
    return content


def sources(root: Path, folder: str) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Every file under a folder of a task, by its path inside that folder, and what could not be taken."""
    taken: dict[str, bytes] = {}
    faults: list[Diagnostic] = []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        for entry, found in _entries(root, f"{folder}/{inside}".rstrip("/"), kept=DOTFILES):
            if found is not None or entry is None:
                faults += [found] if found else []
                continue
            path = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{path}/")
                continue
            if len(taken) >= MAX_SOURCES:
                faults.append(
                    fault(folder, "too-many", f"more than {MAX_SOURCES} files lie here", "Keep a task small.")
                )
                return taken, faults
            try:
                taken[path] = _text(f"{folder}/{path}", read(root, f"{folder}/{path}", MAX_SOURCE_BYTES))
            except UnreadableError as error:
                faults.append(error.diagnostic)
    return dict(sorted(taken.items())), faults


def _text(path: str, content: bytes) -> bytes:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(fault(path, "encoding", "this is no UTF-8 text", "A task's files are text.")) from error
    if "\x00" in text:
        raise UnreadableError(fault(path, "encoding", "a NUL byte stands in it", "A task's files are text."))
    return content
