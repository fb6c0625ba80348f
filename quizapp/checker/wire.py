"""HTTP/1.1 as bytes: how a request is written and the head of an answer is read, strictly and within bounds."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import httpx

from quizapp.checker.bounds import MAX_HEAD
from quizapp.checker.wording import clip, line

ORIGIN = "http://localhost"
"""The only address that the transport knows: the learner's app."""
_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) (\d{3})(?: ([^\r\n]*))?")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\x00]*?)[ \t]*")
PIECE = 64 * 1024
"""Bytes that are written at a time."""

Trouble = Literal["no connection", "closed", "deadline", "too large", "not http", "other origin", "redirects"]


class ExchangeError(httpx.TransportError):
    """No whole answer came back; the text names the bound or the trouble."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble


def serialise(request: httpx.Request, body: bytes) -> bytes:
    """The bytes of a request; its body in chunks if a header asks for that."""
    headers = request.headers.raw
    if any(name.lower() == b"transfer-encoding" for name, _ in headers):
        headers = [(name, value) for name, value in headers if name.lower() != b"content-length"]
        body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in pieces(body)) + b"0\r\n\r\n"
    head = [request.method.encode("ascii") + b" " + request.url.raw_path + b" HTTP/1.1"]
    head += [name + b": " + value for name, value in headers]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def pieces(body: bytes) -> Iterator[bytes]:
    """The bytes, some at a time."""
    return (body[start : start + PIECE] for start in range(0, len(body), PIECE))


@dataclass(frozen=True)
class Head:
    """Status line and headers of one answer."""

    minor: int
    status: int
    headers: list[tuple[bytes, bytes]]

    def values(self, name: bytes) -> list[bytes]:
        """Every value of a header; the name in lower case."""
        return [value for each, value in self.headers if each.lower() == name]


async def read_head(reader: asyncio.StreamReader) -> Head:
    """The head of the final answer; interim ones are passed over."""
    for _ in range(10):
        head = _parse_head(await _read_block(reader))
        if head.status >= 200 or head.status == 101:
            return head
    raise ExchangeError("not http", "the app sent more than ten interim answers")


async def _read_block(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise ExchangeError("too large", f"the headers are larger than {MAX_HEAD // 1024} KiB") from None
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise ExchangeError("closed", "the app closed the connection in the middle of the headers") from None
        raise ExchangeError("closed", "the app closed the connection without an answer") from None
    except OSError:
        raise ExchangeError("closed", "the app cut the connection without an answer") from None


def _parse_head(block: bytes) -> Head:
    first, *rest = block[:-4].split(b"\r\n")
    found = _STATUS_LINE.fullmatch(first)
    if found is None:
        raise ExchangeError("not http", f"the app does not answer in HTTP: {clip(line(first.decode('latin-1')), 60)}")
    headers = []
    for written in rest:
        header = _HEADER.fullmatch(written)
        if header is None:
            raise ExchangeError("not http", f"this is no header: {clip(line(written.decode('latin-1')), 60)}")
        headers.append((header[1], header[2]))
    return Head(int(found[1]), int(found[2]), headers)


def decoder(head: Head) -> zlib._Decompress | None:
    """What unpacks the body, or None if it is not packed."""
    written = b",".join(head.values(b"content-encoding")).strip().lower()
    if written in {b"", b"identity"}:
        return None
    if written in {b"gzip", b"x-gzip", b"deflate"}:
        return zlib.decompressobj(47)
    raise ExchangeError(
        "not http", f"the body is packed as {clip(line(written.decode('latin-1')), 40)}, not as asked for"
    )
