"""HTTP/1.1 over the app's socket, with a bound on everything that a hostile or broken app might send.

An own transport for three reasons: httpx's own keeps no bound on bodies and inflates whatever it is told to, it cannot
tell how a connection ended, and it costs more time a request than all of our own work together. It speaks to one place
only and refuses every other address.
"""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from quizapp.checker.bounds import MAX_BODY, MAX_HEAD, REQUEST_DEADLINE
from quizapp.checker.wire import ORIGIN, PIECE, ExchangeError, Head, decoder, pieces, read_head, serialise
from quizapp.checker.wording import clip, line

IDLE_LIMIT = 3.0
"""Seconds after which a kept connection is not used again; uvicorn closes it after five."""
_MAX_LINE = 4096


@dataclass
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = 0.0
    is_whole: bool = True
    """The last request was sent to its end."""

    @property
    def is_usable(self) -> bool:
        return (
            not self.reader.at_eof()
            and not self.writer.is_closing()
            and time.monotonic() - self.idle_since < IDLE_LIMIT
        )


class SocketTransport(httpx.AsyncBaseTransport):
    """Sends requests to one app: a Unix socket's path, or `host:port`. Connections are kept and used again."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._idle: list[_Connection] = []
        self._open: set[asyncio.StreamWriter] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the head of its answer; the body is read through the response's stream."""
        if f"{request.url.scheme}://{request.url.host}" != ORIGIN or request.url.port is not None:
            raise ExchangeError("other origin", f"{clip(line(str(request.url)))} is not on the app itself")
        seconds = float(request.extensions.get("deadline", REQUEST_DEADLINE))
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(deadline):
                return await self._exchange(request, deadline, seconds)
        except TimeoutError:
            raise ExchangeError("deadline", f"no answer within {seconds:g} s") from None

    async def _exchange(self, request: httpx.Request, deadline: float, seconds: float) -> httpx.Response:
        connection = await self._connect()
        try:
            head = await _send_and_read(connection, request)
            empty = request.method == "HEAD" or head.status in {204, 304} or head.status < 200
            body = _Body(self, connection, head, deadline=deadline, seconds=seconds, empty=empty)
        except BaseException:
            self._drop(connection)
            raise
        # The stream hands out plain bytes, so httpx must not decode again; the headers as sent are kept beside.
        plain = [(name, value) for name, value in head.headers if name.lower() != b"content-encoding"]
        return httpx.Response(
            head.status, headers=plain, stream=body, extensions={"headers": head.headers, "http_version": b"HTTP/1.1"}
        )

    async def _connect(self) -> _Connection:
        while self._idle:
            kept = self._idle.pop()
            if kept.is_usable:
                return kept
            self._drop(kept)
        try:
            if ":" in self._address and not self._address.startswith("/"):
                host, _, port = self._address.rpartition(":")
                reader, writer = await asyncio.open_connection(host, int(port), limit=MAX_HEAD)
            else:
                reader, writer = await asyncio.open_unix_connection(self._address, limit=MAX_HEAD)
        except OSError as error:
            raise ExchangeError("no connection", "the app takes no connections") from error
        self._open.add(writer)
        return _Connection(reader, writer)

    def release(self, connection: _Connection, *, reusable: bool) -> None:
        """Give a connection back when its response has been read, or drop it."""
        if reusable and connection.is_whole and not connection.writer.is_closing():
            connection.idle_since = time.monotonic()
            self._idle.append(connection)
        else:
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        self._open.discard(connection.writer)
        connection.writer.transport.abort()

    async def aclose(self) -> None:
        """Cut every connection."""
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()
        self._idle.clear()


async def _send_and_read(connection: _Connection, request: httpx.Request) -> Head:
    """Send a request and read the head of its answer; the app may refuse a large body early, so we listen meanwhile."""
    message = serialise(request, await request.aread())
    if len(message) <= PIECE:
        connection.writer.write(message)
        return await read_head(connection.reader)
    sending = asyncio.ensure_future(_send(connection.writer, message))
    try:
        return await read_head(connection.reader)
    finally:
        if sending.done() and not sending.cancelled() and sending.exception() is None:
            connection.is_whole = True
        else:
            connection.is_whole = False  # An answer may come before everything was sent: it counts all the same.
            sending.cancel()


async def _send(writer: asyncio.StreamWriter, message: bytes) -> None:
    for piece in pieces(message):
        writer.write(piece)
        await writer.drain()


class _Body(httpx.AsyncByteStream):
    """The body of one response, decompressed, within MAX_BODY and its deadline."""

    def __init__(
        self,
        transport: SocketTransport,
        connection: _Connection,
        head: Head,
        *,
        deadline: float,
        seconds: float,
        empty: bool,
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._head = head
        self._empty = empty
        self._deadline = deadline
        self._seconds = seconds
        self._inflate = decoder(head)
        self._done = False
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = plain = 0
        parts = self._parts()
        while True:
            try:
                async with asyncio.timeout_at(self._deadline):
                    part = await anext(parts, None)
            except TimeoutError:
                raise ExchangeError("deadline", f"the answer did not end within {self._seconds:g} s") from None
            if part is None:
                break
            seen += len(part)
            if seen > MAX_BODY:
                raise ExchangeError("too large", f"the body is larger than {MAX_BODY // 1024 // 1024} MiB")
            for piece in self._decoded(part):
                plain += len(piece)
                if plain > MAX_BODY:
                    raise ExchangeError(
                        "too large", f"the body is larger than {MAX_BODY // 1024 // 1024} MiB when decompressed"
                    )
                yield piece
        self._done = True

    def _decoded(self, part: bytes) -> list[bytes]:
        if self._inflate is None:
            return [part]
        try:
            return [self._inflate.decompress(part, MAX_BODY + 1)]
        except zlib.error:
            raise ExchangeError("not http", "the body is not compressed as content-encoding says") from None

    async def _parts(self) -> AsyncIterator[bytes]:
        lengths = set(self._head.values(b"content-length"))
        if self._empty:
            return
        if any(value.lower() == b"chunked" for value in self._head.values(b"transfer-encoding")):
            async for part in self._chunks():
                yield part
        elif lengths:
            length = lengths.pop()
            if lengths or not re.fullmatch(rb"\d{1,15}", length):
                raise ExchangeError("not http", "content-length makes no sense")
            async for part in self._exactly(int(length)):
                yield part
        else:
            while part := await self._read(64 * 1024):
                yield part

    async def _exactly(self, left: int) -> AsyncIterator[bytes]:
        while left:
            part = await self._read(min(left, 64 * 1024))
            if not part:
                raise ExchangeError("closed", f"the app closed the connection {left} bytes before the end of the body")
            left -= len(part)
            yield part

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            size = (await self._line()).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
                raise ExchangeError("not http", "the chunks of the body cannot be read")
            if int(size, 16) == 0:
                while await self._line():
                    pass
                return
            async for part in self._exactly(int(size, 16)):
                yield part
            await self._line()

    async def _line(self) -> bytes:
        try:
            written = await self._connection.reader.readuntil(b"\r\n")
        except (asyncio.IncompleteReadError, OSError):
            raise ExchangeError("closed", "the app closed the connection in the middle of the body") from None
        except asyncio.LimitOverrunError:
            raise ExchangeError("not http", "the chunks of the body cannot be read") from None
        if len(written) > _MAX_LINE:
            raise ExchangeError("not http", "the chunks of the body cannot be read")
        return written[:-2]

    async def _read(self, most: int) -> bytes:
        try:
            return await self._connection.reader.read(most)
        except OSError:
            raise ExchangeError("closed", "the app cut the connection in the middle of the body") from None

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end, else cut it."""
        if self._closed:
            return
        self._closed = True
        delimited = self._empty or bool(self._head.values(b"content-length") or self._head.values(b"transfer-encoding"))
        closing = any(b"close" in value.lower() for value in self._head.values(b"connection"))
        reusable = (self._done or self._empty) and delimited and not closing and self._head.minor == 1
        self._transport.release(self._connection, reusable=reusable)
