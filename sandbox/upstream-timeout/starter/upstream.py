"""Given: the weather service, played inside this process, since nothing here reaches a network. Leave it as it is.

It answers `GET /v1/weather/{city}` with 200 and `{"city": "oslo", "celsius": 4.5}`, except for these cities:

    steady    as all others, but after 0.2 s
    slow      the answer comes after two seconds
    drip      it begins at once, and then comes byte by byte for two seconds
    broken    500, with a text that is nobody's business
    busy      503
    moved     301 to somewhere else
    down      the connection is refused
    garbled   200, and HTML in place of JSON
    odd       200, and JSON that has no temperature
    nowhere   404
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from urllib.parse import unquote

import httpx

log = logging.getLogger("upstream")

URL = "http://weather.internal"
LONG = 1.2
SECRET = "Traceback: cannot reach db-7.weather.internal as weather_admin"

_SECONDS = {"steady": (0.2, 0.0), "slow": (2.0, 0.0), "drip": (0.05, 2.0)}
"""Before the answer begins, and until it is complete."""


def dial() -> None:
    """A client opens a connection."""
    log.info("connection opened")


def asked(city: str) -> None:
    """A request has arrived."""
    log.info("asked for %s", city)


class Transport(httpx.AsyncBaseTransport, httpx.BaseTransport):
    """The way to the service: `httpx.AsyncClient(transport=upstream.Transport(), base_url=upstream.URL)`.

    It stands for a client's connection. httpx's timeouts hold as they would on a network: for each wait, not for their sum.
    """

    def __init__(self) -> None:
        self._is_open = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        city = self._receive(request)
        for seconds in _waits(_SECONDS.get(city, (0.05, 0.0))[0], request):
            await asyncio.sleep(seconds)
        return _response(city, request)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        city = self._receive(request)
        for seconds in _waits(_SECONDS.get(city, (0.05, 0.0))[0], request):
            time.sleep(seconds)
        return _response(city, request)

    def _receive(self, request: httpx.Request) -> str:
        if not self._is_open:
            self._is_open = True
            dial()
        city = unquote(request.url.raw_path.partition(b"?")[0].decode().removeprefix("/v1/weather/"))
        asked(city)
        if city == "down":
            raise httpx.ConnectError("connection refused", request=request)
        return city

    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            log.info("connection closed")


class _Body(httpx.AsyncByteStream, httpx.SyncByteStream):
    """A body in one piece, or byte by byte."""

    def __init__(self, content: bytes, seconds: float, request: httpx.Request) -> None:
        self._content = content
        self._pause = seconds / len(content)
        self._request = request

    def _pieces(self) -> Iterator[bytes | float]:
        if not self._pause:
            yield self._content
            return
        for position in range(len(self._content)):
            yield from _waits(self._pause, self._request, since=position * self._pause)
            yield self._content[position : position + 1]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces():
            if isinstance(piece, bytes):
                yield piece
            else:
                await asyncio.sleep(piece)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces():
            if isinstance(piece, bytes):
                yield piece
            else:
                time.sleep(piece)


def _waits(seconds: float, request: httpx.Request, since: float = 0.0) -> Iterator[float]:
    """The pauses to sleep; httpx.ReadTimeout if the client's limit for one wait is shorter."""
    limit = request.extensions.get("timeout", {}).get("read")
    end = seconds if limit is None else min(seconds, limit)
    if since < LONG < since + end:
        yield LONG - since
        log.warning("somebody has been waiting for more than %g s", LONG)
        since, end = LONG, since + end - LONG
    yield end
    if limit is not None and limit < seconds:
        raise httpx.ReadTimeout("nothing was received in time", request=request)


def _response(city: str, request: httpx.Request) -> httpx.Response:
    status, body = 200, json.dumps({"city": city, "celsius": len(city) + 0.5})
    match city:
        case "broken":
            status, body = 500, SECRET
        case "busy":
            status, body = 503, SECRET
        case "moved":
            status, body = 301, "elsewhere"
        case "nowhere":
            status, body = 404, json.dumps({"error": "no such city"})
        case "garbled":
            body = "<html><body>Welcome to the weather</body></html>"
        case "odd":
            body = json.dumps({"city": city, "temperature": None})
    content = _Body(body.encode(), _SECONDS.get(city, (0.0, 0.0))[1], request)
    return httpx.Response(status, headers={"location": "/elsewhere"} if status == 301 else {}, stream=content)
