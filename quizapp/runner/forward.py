"""A loopback port in front of an app's private socket, for curl and a browser while the app is kept running.

Our own process listens, so the sandbox stays closed. A page in the browser of whoever uses this machine could try to
reach the port under a name of its own (DNS rebinding): only requests for this very address are passed on.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HOST = "127.0.0.1"
MAX_HEAD = 65536
MAX_CONNECTIONS = 64
HEAD_SECONDS = 10.0
LINGER_SECONDS = 2.0
"""For a client that still sends when it has its answer."""
CHUNK = 65536


class Forward:
    """Where requests go; another app may take the place of the first."""

    def __init__(self) -> None:
        self.target: str | None = None
        """The app's socket; None while there is none."""
        self.port = 0
        self._open = 0

    @property
    def address(self) -> str:
        """What to call in a browser."""
        return f"http://{HOST}:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self._open += 1
        try:
            if self._open > MAX_CONNECTIONS:
                await _refuse(writer, "503 Service Unavailable", "too many connections at once")
            else:
                await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            # Either side may leave at any moment.
            pass
        finally:
            self._open -= 1
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        if not self._is_for_us(head):
            await _refuse(writer, "421 Misdirected Request", f"call it by its address, {self.address}")
            return
        if self.target is None:
            await _refuse(writer, "502 Bad Gateway", "the app is not running: the terminal says why")
            return
        async with _connected(self.target) as (theirs, ours):
            # One request a connection: each one's Host is looked at.
            ours.write(_with_close(head))
            asking = asyncio.create_task(_ask(reader, ours))
            try:
                await _pump(theirs, writer)
                # Closing now would reset a connection on which more is being sent, and the answer might be lost.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LINGER_SECONDS):
                        await asking
            finally:
                asking.cancel()

    def _is_for_us(self, head: bytes) -> bool:
        hosts = [line[5:].strip().lower() for line in head.split(b"\r\n")[1:] if line[:5].lower() == b"host:"]
        return hosts in ([f"{name}:{self.port}".encode()] for name in (HOST, "localhost"))


def _with_close(head: bytes) -> bytes:
    """The head, asking the app to close after its answer; an upgrade to a WebSocket stays as it is."""
    lines = head[:-4].split(b"\r\n")
    names = [line.partition(b":")[0].strip().lower() for line in lines]
    if b"upgrade" in names:
        return head
    kept = [line for line, name in zip(lines, names, strict=True) if name not in {b"connection", b"keep-alive"}]
    return b"\r\n".join([*kept, b"connection: close"]) + b"\r\n\r\n"


@asynccontextmanager
async def _connected(path: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to the app, each direction with a transport of its own.

    An app may answer before it has read all it was sent, and close. What asyncio cannot write any more then, closes the
    transport, with an answer in it that nobody has read yet.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.setblocking(False)  # noqa: FBT003 - the socket module's own way
        await asyncio.get_running_loop().sock_connect(connection, path)
        reader, other = await asyncio.open_unix_connection(sock=connection.dup())
        _, writer = await asyncio.open_unix_connection(sock=connection.dup())
        # Nothing has come yet: the app speaks when it was spoken to.
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's transport reads too
        try:
            yield reader, writer
        finally:
            writer.close()
            other.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on all that the client sends; what an app does not want to hear any more is dropped."""
    is_heard = True
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            if is_heard:
                try:
                    writer.write(data)
                    await writer.drain()
                except OSError:
                    is_heard = False
    if is_heard:
        with contextlib.suppress(OSError):
            writer.write_eof()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on an answer to its end."""
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


async def _refuse(writer: asyncio.StreamWriter, status: str, reason: str) -> None:
    body = reason.encode() + b"\n"
    head = f"HTTP/1.1 {status}\r\ncontent-type: text/plain\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()


@asynccontextmanager
async def forwarding(port: int = 0) -> AsyncIterator[Forward]:
    """Listen on loopback, on a free port unless one is named, until the block ends; OSError if the port is taken."""
    forward = Forward()
    server = await asyncio.start_server(forward.serve, HOST, port, limit=MAX_HEAD)
    forward.port = server.sockets[0].getsockname()[1]
    try:
        yield forward
    finally:
        server.close()
