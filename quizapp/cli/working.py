"""Long work on the command line: how far it is on a terminal's stderr, ended by Ctrl+C, whole or not at all."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from quizapp.domain.work import Advance, Watch
from quizapp.errors import QuizAppError

if TYPE_CHECKING:
    from quizapp.bootstrap import Application

PATIENCE = 0.5
"""Seconds without a word: most work is done by then."""
PAINT_SECONDS = 0.1
_CLEAR = "\r\x1b[K"
_FRAMES = "|/-\\"
STOPPING = "stopping; ctrl+c again ends it at once"
TOO_LATE = "too late to stop, this is the rest; ctrl+c again ends it at once"


def _draws() -> bool:
    """Whether a line on stderr can be painted over and over."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


class Line:
    """One line of a terminal's stderr, painted by a thread of its own, so that seconds pass while nothing is told."""

    def __init__(self, advance: Advance) -> None:
        self.advance = advance
        """The latest that was told."""
        self.note = ""
        """Said behind it."""
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._is_painted = False
        self._thread = threading.Thread(target=self._paint, name="quizapp-line", daemon=True)

    def begin(self) -> None:
        """Paint from now on; nothing where it would be a litter of lines."""
        if _draws():
            self._thread.start()

    def end(self) -> None:
        """Leave the line as if nothing had been there."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give place to something that is told or asked."""
        with self._lock:
            self._clear()
            yield

    def _clear(self) -> None:
        if self._is_painted:
            self._is_painted = False
            click.echo(_CLEAR, nl=False, err=True, color=True)

    def _paint(self) -> None:
        frame = 0
        while not self._ended.wait(PAINT_SECONDS):
            seconds = time.monotonic() - self._began
            if seconds < PATIENCE:
                continue
            frame += 1
            sign = f"{_FRAMES[frame % len(_FRAMES)]} " if self.advance.total is None else ""
            words = "  ".join(filter(None, [f"{sign}{self.advance}", f"{seconds:.0f} s", self.note]))
            with self._lock:
                self._is_painted = True
                click.echo(f"{_CLEAR}{words[: _columns() - 1]}", nl=False, err=True, color=True)
        with self._lock:
            self._clear()


def _columns() -> int:
    import shutil

    return max(20, shutil.get_terminal_size().columns)


class Work(Watch):
    """A watched work that may speak to the person in between."""

    def __init__(self, line: Line, stop: _Stop) -> None:
        super().__init__(self._hear, lambda: stop.is_set)
        self._line = line

    def _hear(self, advance: Advance) -> None:
        self._line.advance = advance

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Tell or ask something: the line gives place, and Ctrl+C does what it does elsewhere."""
        with self._line.aside(), on_interrupt(signal.default_int_handler):
            yield


@contextmanager
def on_interrupt(act: Any) -> Iterator[None]:
    """Let Ctrl+C do this meanwhile; only the main thread can say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, act)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Stop:
    """What Ctrl+C does to a watched work: the first one asks it to stop, the second one ends it where it is."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._asked = False
        self.is_set = False

    def press(self, _signal: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        self.is_set = self._line.advance.stoppable
        self._line.note = STOPPING if self.is_set else TOO_LATE


@contextmanager
def working(name: str, doing: str) -> Iterator[Work]:
    """Watch over a work: tell how far it is, stop it on Ctrl+C, and give a sign when it took long.

    What is stopped raises StoppedError, of which `ending` makes the exit code 130. What is printed meanwhile is printed
    `aside`.

    Args:
        name: of the work, in words of ours such as `The backup`, for the sign.
        doing: what is told until the work itself tells something.
    """
    line = Line(Advance(doing))
    stop = _Stop(line)
    work = Work(line, stop)
    with on_interrupt(stop.press):
        line.begin()
        try:
            with signed(name):
                yield work
        finally:
            line.end()


@contextmanager
def signed(name: str) -> Iterator[None]:
    """Ring or tell the desktop, if that is asked for, when a work on a terminal took long; not when it was stopped."""
    began = time.monotonic()
    state = "failed"
    try:
        yield
        state = "done"
    except (KeyboardInterrupt, click.Abort):
        state = ""
        raise
    except QuizAppError as error:
        if error.exit_code == 130:
            state = ""
        raise
    finally:
        if state:
            _sign(f"{name}: {state}.", time.monotonic() - began)


def _sign(words: str, seconds: float) -> None:
    from quizapp.ui.notice import LONG_SECONDS, sign

    if seconds < LONG_SECONDS or not sys.stderr.isatty():
        return
    from quizapp.config import Settings
    from quizapp.paths import Paths

    try:
        notify = Settings.load(Paths.discover().config).notify
    except QuizAppError:
        return  # whoever needs the settings says what is wrong with them
    click.echo(sign(notify, words, os.environ), nl=False, err=True, color=True)


def application(*, packs: tuple[Path, ...] | None = None, **flags: Any) -> Application:
    """The application for a command, which tells a terminal how far it is when a large library has to be read anew."""
    from quizapp import bootstrap

    return bootstrap.application(packs=packs, how_far=_Reading() if _draws() else None, **flags)


@contextmanager
def closed_on_error(app: Application) -> Iterator[None]:
    """Let go of the application's files when a command fails before somebody else is to do so."""
    try:
        yield
    except BaseException:
        import asyncio

        asyncio.run(app.close())
        raise


class _Reading:
    """Tells how many files of packs were read. Ctrl+C ends it as ever; the index is then as it was."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._told = 0.0

    def __call__(self, files: int, of: int) -> None:
        now = time.monotonic()
        if files == 0:
            self._began = now
        if now - self._began > PATIENCE and now - self._told > PAINT_SECONDS:
            self._told = now
            click.echo(f"{_CLEAR}{Advance('reading packs', files, of)}", nl=False, err=True, color=True)
        if files == of - 1 and self._told:
            click.echo(_CLEAR, nl=False, err=True, color=True)
