"""For an app that somebody watches: what it logs is printed without a handler too, and a line for each request."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from quizapp.runner.agent.journal import QUIET_LOGGERS

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
LONGEST = 500


def _is_heard(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or not record.name.startswith(QUIET_LOGGERS)


def log_aloud() -> None:
    """Print what no handler of the learner's takes: Python itself would drop everything below a warning."""
    last = logging.StreamHandler()
    last.setLevel(logging.INFO)
    last.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    last.addFilter(_is_heard)
    logging.lastResort = last


class Talker:
    """Wraps an ASGI app and prints `GET /items 200 3 ms`."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        asked = f"{scope.get('method', 'WS')} {scope['path']}"[:LONGEST]
        answered = "no answer"

        async def noted(message: MutableMapping[str, Any]) -> None:
            nonlocal answered
            match message["type"]:
                case "http.response.start":
                    answered = str(message["status"])
                case "websocket.accept":
                    answered = "closed"
                    _say(f"{asked} open")
                case "websocket.close":
                    answered = f"closed {message.get('code', 1000)}"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if answered == "no answer":
                answered = f"500 {type(error).__name__}"
            raise
        finally:
            _say(f"{asked} {answered} {(time.perf_counter() - began) * 1000:.0f} ms")


def _say(line: str) -> None:
    # The learner's code may have closed or replaced the stream: a line about a request is no reason to fail it.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(line, file=sys.stdout, flush=True)  # noqa: T201 - printed where the app prints
