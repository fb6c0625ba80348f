"""Long work beside a screen: how far it is in one line, one key that stops it, and in the end what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual.content import Content
from textual.widgets import Static

from quizapp.domain.ports.clock import Clock
from quizapp.domain.work import Advance, Watch
from quizapp.errors import QuizAppError, StoppedError
from quizapp.ui import messages as to
from quizapp.ui.text import clean
from quizapp.ui.widgets.page import Page, tell

T = TypeVar("T")

PAINT_SECONDS = 0.1
TELL_AFTER = 1.0
"""Seconds from which on it is told how long something takes."""
TOO_LATE = "This cannot be stopped any more; it takes a moment."
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Work(Static):
    """One work at a time, in a thread. At rest it shows what the screen says, or nothing."""

    def __init__(self, clock: Callable[[], Clock]) -> None:
        """Nothing goes on yet.

        Args:
            clock: asked for late: a home screen is there before the services.
        """
        super().__init__(id="work", classes="muted", markup=False)
        self._clock = clock
        self._rest = ""
        self._stop: threading.Event | None = None
        """Of the work that goes on; None when there is none."""
        self._advance = Advance("")
        """The latest that was told. The thread writes it, the timer paints it: no telling waits for the screen."""
        self._began = 0.0
        self._frame = 0

    @property
    def is_busy(self) -> bool:
        """Whether something goes on."""
        return self._stop is not None

    def rest(self, text: str) -> None:
        """Show this while nothing goes on."""
        self._rest = text
        self._paint()

    def begin(
        self,
        name: str,
        work: Callable[[Watch], T],
        then: Callable[[T], object],
        *,
        doing: Advance,
        failed: Callable[[QuizAppError], object] | None = None,
    ) -> bool:
        """Begin a work, unless one goes on; returns whether it was begun.

        Args:
            name: what it is, in words of ours such as `The backup`: a sign to whoever looks elsewhere says it.
            work: runs in a thread; is stopped by its watch, and tells it how far it is.
            then: takes what came of it.
            doing: what is told before the work tells something itself.
            failed: takes an error of ours; told as a notification if None.
        """
        if self._stop is not None:
            return False
        self._stop = threading.Event()
        self._advance = doing
        self._began = self._clock().monotonic()
        self._frame = 0
        self._paint()
        carry_out = partial(self._carry_out, name, work, then, failed or partial(tell, self.screen), self._stop)
        self.run_worker(carry_out, thread=True, group="work", description=name)
        self.screen.refresh_bindings()
        return True

    def _carry_out(
        self,
        name: str,
        work: Callable[[Watch], Any],
        then: Callable[[Any], object],
        failed: Callable[[QuizAppError], object],
        stop: threading.Event,
    ) -> None:
        app = self.app
        result: Any = None
        error: QuizAppError | None = None
        try:
            result = work(Watch(self._hear, stop.is_set))
        except QuizAppError as caught:
            error = caught
        if app.is_running:  # else nobody is there any more to be told
            app.call_from_thread(self._end, name, error, failed if error else partial(then, result))

    def _hear(self, advance: Advance) -> None:
        self._advance = advance

    def _end(self, name: str, error: QuizAppError | None, tell_it: Callable[..., object]) -> None:
        seconds = self._clock().monotonic() - self._began
        self._stop = None
        if not isinstance(error, StoppedError):
            self.app.post_message(to.WorkEnded(f"{name}: {'failed' if error else 'done'}.", seconds))
        if self.is_attached:
            self._paint()
            self.screen.refresh_bindings()
        if isinstance(error, StoppedError):
            self.app.notify(error.message, markup=False)
        elif error is not None:
            tell_it(error)
        else:
            tell_it()

    def stop(self) -> bool:
        """Stop what goes on, as far as that is still possible; returns whether there was anything."""
        if self._stop is None:
            return False
        if self._advance.stoppable:
            self._stop.set()
        else:
            self.notify(TOO_LATE)
        self._paint()
        return True

    def on_mount(self) -> None:
        """Begin to look, ten times a second, how far it is."""
        self.set_interval(PAINT_SECONDS, self._tick)
        self._paint()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self._stop is not None:
            self._stop.set()

    def _tick(self) -> None:
        if self._stop is not None:
            self._frame += 1
            self._paint()

    def _paint(self) -> None:
        text = self._words() if self._stop is not None else self._rest
        self.display = bool(text)
        self.update(Content(clean(text)))

    def _words(self) -> str:
        if self._stop is None or self._stop.is_set():
            return "Stopping ..."
        seconds = int(self._clock().monotonic() - self._began)
        # What can be counted moves by itself; a sign of life is for what cannot.
        moves = self._advance.total is None and self.app.animation_level != "none"
        sign = f"{_FRAMES[self._frame % len(_FRAMES)]} " if moves else ""
        parts = [
            f"{sign}{self._advance}",
            *([f"{seconds} s"] if seconds >= TELL_AFTER else []),
            *(["esc stops"] if self._advance.stoppable else []),
        ]
        return " · ".join(parts)


class WorkPage(Page):
    """A screen with work beside it: escape stops the work first, and leaves then."""

    @property
    def work(self) -> Work:
        """What goes on."""
        return self.query_one(Work)

    def action_back(self) -> None:
        """Stop what goes on; leave if nothing does."""
        if not self.work.stop():
            super().action_back()
