"""A person's own requests: sent as they are written, and whatever comes back is told, within bounds."""

from __future__ import annotations

import json
import time

import httpx

from quizapp.checker.bounds import MAX_BODY
from quizapp.checker.charset import decoded
from quizapp.checker.transport import SocketTransport
from quizapp.checker.wire import ORIGIN, ExchangeError
from quizapp.checker.wording import clean, phrase
from quizapp.domain.request import Request, Response

DEADLINE = 10.0
"""Seconds until an answer must have ended; what has come of it by then is told."""
_HEADERS = {"accept": "*/*", "user-agent": "quizapp"}


class SocketCourier:
    """Fits the `Courier` port. Follows no redirect and keeps no cookie: what was answered is what is shown."""

    def __init__(self, *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline

    async def send(self, socket_path: str, request: Request) -> Response:
        """Ask, and read the answer within bounds; what goes wrong stands in the response, and is never raised."""
        transport = SocketTransport(socket_path)
        began = time.perf_counter()
        try:
            asked = self._asked(request)
            answer = await transport.handle_async_request(asked)
            body, trouble = await _read(answer)
        except ExchangeError as error:
            return Response(seconds=time.perf_counter() - began, trouble=f"{error}.")
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as error:
            return Response(trouble=f"This cannot be sent: {clean(str(error))}.")
        finally:
            await transport.aclose()
        headers = answer.extensions["headers"]
        return Response(
            status=answer.status_code,
            phrase=phrase(answer.status_code),
            headers=tuple((name.decode("latin-1"), clean(value.decode("latin-1"))) for name, value in headers),
            body=_told(body, answer.headers.get("content-type", "")),
            size=len(body),
            seconds=time.perf_counter() - began,
            trouble=trouble,
        )

    def _asked(self, request: Request) -> httpx.Request:
        headers = [(name.encode("ascii"), value.encode("utf-8")) for name, value in request.headers]
        given = {name.lower() for name, _ in headers}
        headers += [(name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in given]
        return httpx.Request(
            request.method,
            ORIGIN + request.target,
            headers=headers,
            content=request.body.encode() or None,
            extensions={"deadline": self._deadline},
        )


async def _read(answer: httpx.Response) -> tuple[bytes, str]:
    """The body, and why it was not read to its end: a stream without an end is told as far as it came."""
    body = bytearray()
    try:
        async for part in answer.aiter_raw():
            body += part
    except ExchangeError as error:
        return bytes(body[:MAX_BODY]), f"{error}."
    finally:
        await answer.aclose()
    return bytes(body), ""


def _told(body: bytes, kind: str) -> str:
    """Text as text, JSON indented, anything else by its size."""
    text = clean(decoded(body, kind))
    if "json" in kind:
        try:
            return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            return text
    if b"\x00" in body[:1024]:
        return f"({len(body)} bytes that are no text)"
    return text
