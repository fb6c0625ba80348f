"""The opening of a WebSocket, and why it was refused."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.asyncio.client import connect as tcp_connect
from websockets.typing import Subprotocol

from quizapp.checker.bounds import MAX_BODY, REQUEST_DEADLINE
from quizapp.checker.breakdown import ended_early, raised_while
from quizapp.checker.failure import StepFailedError
from quizapp.checker.served import Served
from quizapp.checker.telling import status_line, statuses
from quizapp.checker.wording import line, listed, phrase
from quizapp.domain.expectation import StatusSpec
from quizapp.domain.report import Found

ORIGIN = "ws://localhost"


async def connect(served: Served, target: str, headers: dict[str, str], subprotocols: list[str]) -> ClientConnection:
    """A WebSocket to the app; websockets' own errors say why there is none."""
    address = served.running.socket_path
    options: dict[str, Any] = {
        "additional_headers": headers,
        "subprotocols": [Subprotocol(name) for name in subprotocols] or None,
        "compression": None,
        "open_timeout": REQUEST_DEADLINE,
        "close_timeout": 1,
        "ping_interval": None,
        "max_size": MAX_BODY,
        "user_agent_header": "quizapp",
    }
    if address.startswith("/") or ":" not in address:
        return await unix_connect(address, ORIGIN + target, **options)
    host, _, port = address.rpartition(":")
    # A ready socket keeps websockets from asking the environment for a proxy.
    plain = socket.create_connection((host, int(port)), timeout=5)
    return await tcp_connect(ORIGIN + target, sock=plain, **options)


@dataclass(frozen=True)
class Attempt:
    """A handshake that was refused."""

    target: str
    number: int
    served: Served


async def tell_refusal(failure: StepFailedError, status: int, asked: StatusSpec | None, attempt: Attempt) -> None:
    """Say why a handshake was refused, or why it should have been refused otherwise."""
    failure.expected = f"refused with {status_line(asked)}" if asked is not None else "accepted"
    routes = [route for route in await attempt.served.routes() or [] if route.startswith("WS ")]
    path = attempt.target.partition("?")[0]
    if asked is not None:
        failure.message = f"The WebSocket was refused with {status}, this task asks for {statuses(asked)}."
    elif status >= 500 and await raised_while(failure, attempt.number, attempt.served):
        failure.message = f"{failure.message.rstrip('.')} before the WebSocket was accepted."
    elif not any(_same_shape(route.removeprefix("WS "), path) for route in routes):
        failure.message = f"No WebSocket route answers {line(path)}."
        failure.found = [Found(say=f"your WebSocket routes: {listed(routes) or 'none'}")]
        failure.hint = f'Declare it with @app.websocket("{line(path)}").' if not routes else ""
    elif status >= 500:
        failure.message = "The handler ended without accepting the WebSocket."
        failure.hint = "Call await websocket.accept() before anything is sent or received."
    else:
        failure.message = f"The WebSocket was refused with {phrase(status)}; it should be accepted."


def _same_shape(route: str, path: str) -> bool:
    parts, asked = route.split("/"), path.split("/")
    if any(part.endswith(":path}") for part in parts):
        return True
    return len(parts) == len(asked) and all(
        part == other or part.startswith("{") for part, other in zip(parts, asked, strict=True)
    )


async def no_handshake(sent: str, error: Exception, number: int, served: Served) -> StepFailedError:
    """The failure of a handshake that came to nothing."""
    failure = StepFailedError("", sent=sent, got="no handshake", expected="a WebSocket")
    if await ended_early(failure, sent, served):
        return failure
    if await raised_while(failure, number, served):
        return failure
    if isinstance(error, TimeoutError):
        failure.message = f"The WebSocket was neither accepted nor refused within {REQUEST_DEADLINE:g} s."
    else:
        failure.message = f"The WebSocket could not be opened: {line(str(error))}."
    return failure
