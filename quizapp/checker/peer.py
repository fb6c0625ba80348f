"""One end of a WebSocket, as a check knows it by name."""

from __future__ import annotations

from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection


@dataclass
class Peer:
    """One open connection."""

    name: str
    path: str
    connection: ClientConnection
    number: int
    """Of the request that opened it."""

    async def abort(self) -> None:
        """Cut it."""
        self.connection.transport.abort()
