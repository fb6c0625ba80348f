"""The journal: what happens inside the app's process, in order, bounded."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from quizapp.runner.agent.spot import MAX_MESSAGE, Ground, told

MAX_EVENTS = 8_000
MAX_OF_A_KIND = 2_000
"""A flood of log records must not push requests out."""
MAX_TEXT = 500_000
SHORT = 80
"""What a message keeps once all room for text is taken."""
QUIET_LOGGERS = ("uvicorn", "asyncio", "python_multipart", "multipart")
"""The server's own chatter below a warning says nothing about the learner's app."""


class Journal:
    """Events as plain dicts, in the shape of `Event`; any thread may write."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._start = time.monotonic()
        self._events: list[dict[str, Any]] = []
        self._counts: dict[str, int] = {}
        self._room = MAX_TEXT
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def add(self, kind: str, **facts: Any) -> dict[str, Any] | None:
        """Write an event down and return it, so that a running stall can grow; None once the journal is full."""
        event = {"at": round(self.now(), 6), "kind": kind, **facts}
        with self._lock:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            if len(self._events) >= MAX_EVENTS or self._counts[kind] > MAX_OF_A_KIND:
                return None
            if text := facts.get("message"):
                event["message"] = text[: max(self._room, SHORT)]
                self._room -= len(text)
            self._events.append(event)
        return event

    def exception(self, error: BaseException, **facts: Any) -> None:
        """Write an exception down with the learner's line."""
        kind, message = told(error)
        self.add("exception", error=kind, message=message, spot=self.ground.of_error(error), **facts)

    def events(self) -> list[dict[str, Any]]:
        """Everything so far."""
        with self._lock:
            return list(self._events)


def capture_logs(journal: Journal) -> None:
    """Note every record that a logger lets through, whatever its handlers do with it.

    A handler on the root logger would switch off the learner's own `logging.basicConfig()`: `callHandlers` is wrapped.
    """
    call_handlers = logging.Logger.callHandlers

    def note(self: logging.Logger, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING or not record.name.startswith(QUIET_LOGGERS):
            try:
                message = record.getMessage()
            except Exception as error:  # noqa: BLE001 - logging itself prints a bad record and goes on
                message = f"{record.msg} ({type(error).__name__} while formatting)"
            journal.add("log", logger=record.name[:200], level=record.levelname[:40], message=message[:MAX_MESSAGE])
        call_handlers(self, record)

    logging.Logger.callHandlers = note  # type: ignore[method-assign]  # that is the way to see what handlers may hide
    logging.getLogger().setLevel(logging.INFO)
