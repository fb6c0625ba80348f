"""A person's own requests: sent as written, answered in full, told when the answer is broken or has no end."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.checker.bounds import MAX_BODY
from quizapp.checker.courier import SocketCourier
from quizapp.domain.request import Request, read


class Server:
    """Answers each request with the same bytes, and keeps what was asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.asked = b""
        self.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        self.then_waits = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.asked = await reader.readuntil(b"\r\n\r\n")
        length = int(self.asked.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        self.asked += await reader.readexactly(length)
        writer.write(self.answer)
        await writer.drain()
        if self.then_waits:
            await reader.read()
        writer.close()


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server on a Unix socket."""
    served = Server(str(tmp_path / "s"))
    running = await asyncio.start_unix_server(served.serve, served.path)
    yield served
    running.close()


async def test_a_request_is_sent_as_it_is_written(server: Server) -> None:
    """Method, target, headers and body; text outside ASCII as UTF-8; nothing that was not asked for but the usual."""
    await SocketCourier().send(server.path, read('POST /items?q=1\nX-Name: Zoë\n\n{"name": "Stift ✏"}'))
    head, _, body = server.asked.partition(b"\r\n\r\n")

    assert head.startswith(b"POST /items?q=1 HTTP/1.1\r\n")
    assert "X-Name: Zoë".encode() in head
    assert b"content-type: application/json" in head
    assert b"host: localhost" in head.lower()
    assert body.decode() == '{"name": "Stift ✏"}'


async def test_an_answer_is_told_whole(server: Server) -> None:
    """Status in words, headers in order, JSON indented, its size and its time."""
    head = b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nx-a: 1\r\nx-a: 2\r\ncontent-length: 15\r\n\r\n"
    server.answer = head + b'{"id":1,"n":""}'
    response = await SocketCourier().send(server.path, Request())

    assert response.phrase == "201 Created"
    assert [value for name, value in response.headers if name == "x-a"] == ["1", "2"]
    assert response.body == '{\n  "id": 1,\n  "n": ""\n}'
    assert response.size == 15
    assert response.seconds > 0
    assert response.trouble == ""


async def test_a_redirect_is_shown_and_not_followed(server: Server) -> None:
    """Where it leads stands among the headers."""
    server.answer = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://evil.example/\r\ncontent-length: 0\r\n\r\n"
    response = await SocketCourier().send(server.path, Request())

    assert (response.status, dict(response.headers)["location"]) == (307, "http://evil.example/")


async def test_a_stream_without_an_end_is_told_as_far_as_it_came(server: Server) -> None:
    """The answer and what has come of its body, with the reason why no more."""
    server.answer = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n"
    server.then_waits = True
    response = await SocketCourier(deadline=0.3).send(server.path, Request())

    assert response.status == 200
    assert response.body.strip() == "data: 1"
    assert "did not end within 0.3 s" in response.trouble


async def test_no_answer_is_told(server: Server) -> None:
    """A connection that is closed, and one that cannot be made."""
    server.answer = b""
    closed = await SocketCourier().send(server.path, Request())
    nobody = await SocketCourier().send(server.path + "x", Request())

    assert (closed.status, closed.trouble) == (0, "the app closed the connection without an answer.")
    assert (nobody.status, nobody.trouble) == (0, "the app takes no connections.")


@pytest.mark.parametrize("packed", [False, True])
async def test_a_large_body_is_cut(server: Server, *, packed: bool) -> None:
    """A bound on what is read, also when it is unpacked."""
    body = b"x" * (MAX_BODY + 1000)
    sent = gzip.compress(body) if packed else body
    encoding = b"content-encoding: gzip\r\n" if packed else b""
    server.answer = b"HTTP/1.1 200 OK\r\n%scontent-length: %d\r\n\r\n" % (encoding, len(sent)) + sent
    response = await SocketCourier().send(server.path, Request())

    assert response.size <= MAX_BODY
    assert "larger than 1 MiB" in response.trouble


async def test_bytes_and_escapes_are_made_safe(server: Server) -> None:
    """A picture is told by its size, escapes are taken out of text and headers."""
    server.answer = b"HTTP/1.1 200 OK\r\nx: \x1b[31mred\r\ncontent-length: 6\r\n\r\n\x1b[2Jok"
    text = await SocketCourier().send(server.path, Request())
    server.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\x89PNG\x00"
    picture = await SocketCourier().send(server.path, Request())

    assert text.body == "ok"
    assert dict(text.headers)["x"] == "red"
    assert picture.body == "(5 bytes that are no text)"


async def test_what_cannot_be_sent_is_told(server: Server) -> None:
    """A target that no URL can have."""
    response = await SocketCourier().send(server.path, Request(target="/\x01" + "a" * 70_000))

    assert response.status == 0
    assert response.trouble.startswith("This cannot be sent")
    assert server.asked == b""
