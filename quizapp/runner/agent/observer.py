"""The ASGI layer around the learner's app: it keeps the journal and honours our two headers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from quizapp.runner.agent.journal import Journal

CLIENT_HEADER = b"x-quizapp-client"
REQUEST_HEADER = b"x-quizapp-request"
DEFAULT_CLIENT = ("127.0.0.1", 50000)
SERVER = ("127.0.0.1", 8000)

_ASKED = {"lifespan.startup": "begin", "lifespan.shutdown": "end"}
"""What the journal calls the server's two questions; the app's answers are `startup` and `shutdown`."""

_server_log = logging.getLogger("uvicorn.error")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def _client(value: bytes) -> tuple[str, int]:
    host, _, port = value.decode("latin-1").rpartition(":")
    return (host, int(port)) if host and port.isdecimal() and "]" not in port else (value.decode("latin-1"), 50000)


def _stripped(scope: Scope) -> tuple[Scope, int | None]:
    """The scope as the app shall see it, and our number for the request."""
    number, client, headers = None, DEFAULT_CLIENT, []
    for name, value in scope["headers"]:
        if name == CLIENT_HEADER:
            client = _client(value)
        elif name == REQUEST_HEADER:
            number = int(value) if value.isdigit() else None
        else:
            headers.append((name, value))
    return {**scope, "headers": headers, "client": client, "server": SERVER}, number


class Observer:
    """Wraps an ASGI app; keeps what a failing lifespan raised, and the tasks of the requests that it answers now."""

    def __init__(self, app: Any, journal: Journal) -> None:
        self._app = app
        self._journal = journal
        self.lifespan_error: BaseException | None = None
        self.serving: dict[int, asyncio.Task[Any]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = False

        async def receive_noted() -> MutableMapping[str, Any]:
            nonlocal asked
            asked = True
            message = await receive()
            self._journal.add("lifespan", message=_ASKED.get(message["type"], message["type"]))
            return message

        async def send_noted(message: MutableMapping[str, Any]) -> None:
            if message["type"] in ("lifespan.startup.complete", "lifespan.shutdown.complete"):
                self._journal.add("lifespan", message=message["type"].split(".")[1])
            await send(message)

        try:
            await self._app(scope, receive_noted, send_noted)
        except BaseException as error:
            if not asked and isinstance(error, Exception):
                # An app that knows no lifespan may raise at once: the specification lets it live without one.
                await receive()
                await send({"type": "lifespan.startup.complete"})
                await receive()
                await send({"type": "lifespan.shutdown.complete"})
                return
            self.lifespan_error = error
            self._journal.exception(error, request="lifespan")
            raise

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope, number = _stripped(scope)
        facts: dict[str, Any] = {"request": f"{scope.get('method', 'WS')} {scope['path']}"[:500]}
        task = asyncio.current_task()
        if number is not None and task is not None:
            facts["number"] = number
            self.serving[number] = task
        add = self._journal.add
        answered = False

        async def send_noted(message: MutableMapping[str, Any]) -> None:
            nonlocal answered
            kind = message["type"]
            if kind == "http.response.start":
                add("response.start", status=message["status"], **facts)
            elif kind == "http.response.body" and not message.get("more_body"):
                add("response.end", **facts)
                answered = True
            await send(message)

        add("request", **facts)
        try:
            await self._app(scope, receive, send_noted)
        except Exception as error:
            self._journal.exception(error, **facts)
            if not answered:
                raise
            # uvicorn would print this and then cut the connection, which the next request may already be using.
            _server_log.error("Exception in ASGI application", exc_info=error)
        except BaseException as error:
            self._journal.exception(error, **facts)
            raise
        finally:
            add("app.done", **facts)
            if number is not None:
                self.serving.pop(number, None)
