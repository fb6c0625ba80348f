"""The transport, against a server that says exactly what it is told to say, byte for byte."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from quizapp.checker.transport import SocketTransport
from quizapp.checker.wire import ORIGIN, ExchangeError

MIB = 1024 * 1024
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers every request on a connection with the same bytes; counts connections and keeps what was asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.connections = 0
        self.requests: list[bytes] = []
        self.answer: bytes | Answer = b"HTTP/1.1 204 No Content\r\n\r\n"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(head)
                if not isinstance(self.answer, bytes):
                    await self.answer(reader, writer)
                    return
                writer.write(self.answer)
                await writer.drain()
                if b"connection: close" in self.answer or not self.answer:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server on a Unix socket."""
    served = Server(str(tmp_path / "s"))
    running = await asyncio.start_unix_server(served.serve, served.path)
    async with running:
        yield served


@pytest_asyncio.fixture
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client over the transport under test."""
    transport = SocketTransport(server.path)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, trust_env=False) as made:
        yield made


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(*parts: bytes) -> bytes:
    """A whole answer in chunks."""
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (response(b"hello"), b"hello"),
        (response(b""), b""),
        (chunked(b"he", b"llo"), b"hello"),
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + response(b"hello"), b"hello"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (response(gzip.compress(b"hello", mtime=0), "content-encoding: gzip"), b"hello"),
        (response(zlib.compress(b"hello"), "content-encoding: deflate"), b"hello"),
        (response(b"x" * MIB), b"x" * MIB),
    ],
    ids=["length", "empty", "chunks", "until closed", "after 100", "204", "gzip", "deflate", "large"],
)
async def test_a_body_is_read_whole(server: Server, client: httpx.AsyncClient, answer: bytes, body: bytes) -> None:
    """By length, by chunks or by the end of the connection; compressed or not; up to the bound."""
    server.answer = answer

    answered = await client.get("/")

    assert answered.content == body


async def test_a_head_has_no_body(server: Server, client: httpx.AsyncClient) -> None:
    """A HEAD answer tells a length and sends nothing."""
    server.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"

    answered = [await client.head("/"), await client.head("/")]

    assert [each.content for each in answered] == [b"", b""]
    assert server.connections == 1


async def test_a_connection_is_used_again(server: Server, client: httpx.AsyncClient) -> None:
    """Requests one after another share a connection, requests at once have one each."""
    server.answer = response(b"x")

    for _ in range(3):
        await client.get("/")
    one_after_another = server.connections
    await asyncio.gather(*(client.get("/") for _ in range(4)))

    assert one_after_another == 1
    assert server.connections == 4


async def test_a_connection_that_the_server_closes_is_not_used_again(server: Server, client: httpx.AsyncClient) -> None:
    """`connection: close` is believed."""
    server.answer = response(b"x", "connection: close")

    await client.get("/")
    await client.get("/")

    assert server.connections == 2


@pytest.mark.parametrize(
    ("answer", "trouble", "told"),
    [
        (response(b"x" * (MIB + 1)), "too large", "the body is larger than 1 MiB"),
        (chunked(*[b"x" * 65536] * 17), "too large", "the body is larger than 1 MiB"),
        (
            response(gzip.compress(bytes(40 * MIB)), "content-encoding: gzip"),
            "too large",
            "the body is larger than 1 MiB when decompressed",
        ),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 70_000 + b"\r\n\r\n", "too large", "the headers are larger than 64 KiB"),
        (b"", "closed", "the app closed the connection without an answer"),
        (
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n",
            "closed",
            "the app closed the connection in the middle of the headers",
        ),
        (b"HTTP/1.1 200 OK\r\n", "deadline", "no answer within 0.5 s"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", "deadline", "the answer did not end within 0.5 s"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "not http", "the app does not answer in HTTP: SSH-2.0-OpenSSH"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "not http", "this is no header: no colon"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "not http", "content-length makes no sense"),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
            "not http",
            "content-length makes no sense",
        ),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            "not http",
            "the chunks of the body cannot be read",
        ),
        (
            response(b"no gzip", "content-encoding: gzip"),
            "not http",
            "the body is not compressed as content-encoding says",
        ),
        (response(b"x", "content-encoding: br"), "not http", "the body is packed as br, not as asked for"),
        (b"HTTP/1.1 102 Processing\r\n\r\n" * 20, "not http", "the app sent more than ten interim answers"),
    ],
)
async def test_a_bound_is_the_message(
    server: Server, client: httpx.AsyncClient, answer: bytes, trouble: str, told: str
) -> None:
    """Whatever a hostile app sends, reading ends, and the bound that was hit is named."""
    server.answer = answer

    with pytest.raises(ExchangeError) as raised:
        await client.get("/", extensions={"deadline": 0.5})

    assert (raised.value.trouble, str(raised.value)) == (trouble, told)


async def test_a_slow_stream_meets_the_total_deadline(server: Server, client: httpx.AsyncClient) -> None:
    """A byte now and then does not extend the deadline."""

    async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    server.answer = trickle

    with pytest.raises(ExchangeError, match=r"the answer did not end within 0\.2 s"):
        await client.get("/", extensions={"deadline": 0.2})


async def test_a_refusal_of_a_large_body_is_read(server: Server, client: httpx.AsyncClient) -> None:
    """An app may answer before it has read the body; that answer counts, and the connection is not used again."""

    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(response(b"", status="413 Content Too Large"))
        await writer.drain()
        await asyncio.sleep(0.2)

    server.answer = refuse

    answered = await client.post("/", content=bytes(8 * MIB))
    server.answer = response(b"")
    await client.get("/")

    assert answered.status_code == 413
    assert server.connections == 2


async def test_a_chunked_upload_tells_no_length(server: Server, client: httpx.AsyncClient) -> None:
    """A step that asks for chunks sends chunks, so that an app cannot trust content-length."""
    received = bytearray()

    async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.readuntil(b"0\r\n\r\n"))
        writer.write(response(b""))
        await writer.drain()

    server.answer = read

    await client.post("/", content=b"hello", headers={"transfer-encoding": "chunked"})

    assert b"content-length" not in server.requests[0].lower()
    assert bytes(received) == b"5\r\nhello\r\n0\r\n\r\n"


@pytest.mark.parametrize("address", ["http://evil.example/", "https://localhost/", "http://localhost:8000/"])
async def test_no_other_address_is_ever_asked(server: Server, client: httpx.AsyncClient, address: str) -> None:
    """There is one origin; everything else is refused before a socket is opened."""
    with pytest.raises(ExchangeError, match="is not on the app itself"):
        await client.get(address)

    assert server.connections == 0


async def test_a_redirect_leads_nowhere_else(server: Server, client: httpx.AsyncClient) -> None:
    """Following redirects does not widen where requests may go."""
    server.answer = response(b"", "location: http://evil.example/secret", status="302 Found")

    with pytest.raises(ExchangeError, match=r"evil\.example/secret is not on the app itself"):
        await client.get("/", follow_redirects=True)


async def test_a_proxy_in_the_environment_is_not_asked(
    server: Server, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A learner's proxy settings have nothing to do with the app on our socket."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.answer = response(b"x")

    answered = await client.get("/")

    assert answered.text == "x"


async def test_nobody_listening(tmp_path: Path) -> None:
    """A socket that nobody serves is a failure with a sentence, not a traceback."""
    async with httpx.AsyncClient(transport=SocketTransport(str(tmp_path / "none")), base_url=ORIGIN) as client:
        with pytest.raises(ExchangeError, match="the app takes no connections"):
            await client.get("/")


async def test_an_app_on_a_port_is_asked_there() -> None:
    """Where there are no Unix sockets the app has a host and a port."""
    served = Server("")
    served.answer = response(b"x")
    running = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    port = running.sockets[0].getsockname()[1]

    async with running, httpx.AsyncClient(transport=SocketTransport(f"127.0.0.1:{port}"), base_url=ORIGIN) as client:
        answered = await client.get("/")

    assert (answered.text, served.connections) == ("x", 1)
