"""uvicorn, told when it serves and stopped without waiting for its next tick."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

TICK = 0.1


def configured(app: Any) -> uvicorn.Config:
    """A server that sets up no logging of its own: the journal sees what is logged, and the output is the learner's."""
    return uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", loop="asyncio", ws="auto", proxy_headers=False
    )


class Server(uvicorn.Server):
    """Serves on the socket that the zygote bound."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started
        self._asked = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_started()

    async def main_loop(self) -> None:
        """Tick as uvicorn does, but wake at once when asked to stop."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), TICK)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal that the learner's code sent to itself."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._asked.set)

    def stop(self) -> None:
        """Shut down as SIGTERM would; from any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._asked.set)
