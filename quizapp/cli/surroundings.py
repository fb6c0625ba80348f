"""What `quizapp doctor` looks at around the program: Python, packages, terminal, editor, disk."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp import __version__
from quizapp.cli.finding import Finding

if TYPE_CHECKING:
    from quizapp.config import Settings

OLDEST = (3, 11)
PACKAGES = ("textual", "pydantic", "fastapi", "starlette", "uvicorn", "httpx", "fsrs")
LEAST_MIB, GOOD_MIB = 20, 200
"""Below the first nothing can be kept for sure; below the second it soon may be so."""
COLUMNS, LINES = 80, 24


def python() -> Iterator[Finding]:
    """Version and place of Python, and of quizapp itself."""
    yield Finding(
        subject="quizapp",
        state="ok",
        say=f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    )
    if sys.version_info[:2] < OLDEST:
        yield Finding(
            subject="python",
            state="broken",
            say=f"Python {platform.python_version()} is too old",
            do=f"Install quizapp with Python {'.'.join(map(str, OLDEST))} or newer.",
        )
    else:
        yield Finding(subject="python", state="ok", say=sys.executable)


def versions() -> Iterator[Finding]:
    """The packages that matter, by version: a bug report needs them."""
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    yield Finding(subject="versions", state="ok", say=", ".join(found))
    if missing:
        yield Finding(
            subject="versions",
            state="broken",
            say=f"not installed: {', '.join(missing)}",
            do="Install quizapp again: pip install --force-reinstall quizapp",
        )


def terminal(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Whether the screens can be drawn here."""
    encoding = (getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding()).lower().replace("-", "")
    name = environment.get("TERM", "")
    if not sys.stdout.isatty():
        yield Finding(subject="terminal", state="ok", say="this output goes elsewhere, so it was not looked at")
        return
    size = shutil.get_terminal_size()
    yield Finding(
        subject="terminal", state="ok", say=f"{name or 'no TERM'}, {size.columns} by {size.lines}, {encoding}"
    )
    if encoding not in {"utf8", "utf8mb4"}:
        yield Finding(
            subject="terminal",
            state="note",
            say=f"its text is {encoding}: lines and marks will look wrong",
            do="Set LANG to a UTF-8 locale such as C.UTF-8, or use: quizapp study --plain",
        )
    if name in {"", "dumb"}:
        yield Finding(
            subject="terminal",
            state="note",
            say="TERM names no terminal that can place a cursor",
            do="Set TERM, for example to xterm-256color, or use: quizapp study --plain",
        )
    if size.columns < COLUMNS or size.lines < LINES:
        yield Finding(
            subject="terminal",
            state="note",
            say=f"{size.columns} by {size.lines} is small",
            do=f"{COLUMNS} by {LINES} or more shows everything.",
        )


def editor(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Whether the learner's own editor can be started."""
    variable = "VISUAL" if environment.get("VISUAL", "").strip() else "EDITOR"
    command = environment.get(variable, "").strip()
    if not command:
        wanted = settings.editor == "external"
        yield Finding(
            subject="editor",
            state="note" if wanted else "ok",
            say="neither VISUAL nor EDITOR is set" + ("" if wanted else "; the built-in editor is used"),
            do="Set VISUAL to your editor's command, or choose the built-in editor in the settings." if wanted else "",
        )
        return
    try:
        program = shlex.split(command)[0]
    except (ValueError, IndexError):
        program = ""
    if program and shutil.which(program):
        yield Finding(subject="editor", state="ok", say=f"{command} ({variable})")
    else:
        yield Finding(
            subject="editor",
            state="note",
            say=f"{variable} is {command!r}, and there is no such program",
            do=f"Set {variable} to the command of an editor that is installed.",
        )


def disk(folder: Path) -> Iterator[Finding]:
    """Whether there is room where progress is kept, and whether it may be written."""
    existing = next((place for place in (folder, *folder.parents) if place.is_dir()), Path("/"))
    free = shutil.disk_usage(existing).free >> 20
    if not os.access(existing, os.W_OK | os.X_OK):
        yield Finding(
            subject="disk",
            state="broken",
            say=f"nothing can be written in {existing}",
            do="Make it yours to write, or set QUIZAPP_HOME to a folder that is.",
        )
    state = "broken" if free < LEAST_MIB else "note" if free < GOOD_MIB else "ok"
    do = "" if state == "ok" else "Free some space: `quizapp data` says what quizapp itself takes."
    yield Finding(subject="disk", state=state, say=f"{free} MiB free in {existing}", do=do)
