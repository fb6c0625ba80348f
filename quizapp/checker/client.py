"""The checker's HTTP client: a step becomes an httpx request, its answer is read within bounds and remembered."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Literal

import httpx

from quizapp.checker import curl
from quizapp.checker.answer import Answer, Arrival, Sent
from quizapp.checker.bounds import MAX_EVENTS, MAX_REDIRECTS, REQUEST_DEADLINE
from quizapp.checker.prepared import Prepared
from quizapp.checker.transport import SocketTransport
from quizapp.checker.wire import ORIGIN, ExchangeError
from quizapp.domain.report import Exchange
from quizapp.domain.run import REQUEST_HEADER

_PLAIN_HEADERS = {"accept": "*/*", "user-agent": "quizapp", "connection": "keep-alive"}
MAX_EXCHANGES = 60


class RequestNumbers:
    """Numbers by which the app's journal repeats our requests; one run shares them."""

    def __init__(self) -> None:
        self._next = itertools.count(1)

    def take(self) -> int:
        """The next number."""
        return next(self._next)


class UnansweredError(Exception):
    """A request that got no whole answer: what was sent, and the trouble."""

    def __init__(self, sent: Sent, error: ExchangeError) -> None:
        super().__init__(str(error))
        self.sent = sent
        self.trouble = error.trouble


@dataclass
class AppClient:
    """One check's client for one app: its own cookies, the app's connections."""

    transport: SocketTransport
    numbers: RequestNumbers
    exchanges: list[Exchange] | None = None
    """Every request and answer as text, kept only where somebody will look at them."""

    def __post_init__(self) -> None:
        self._http = httpx.AsyncClient(
            transport=self.transport,
            base_url=ORIGIN,
            headers=_PLAIN_HEADERS,
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https"))),
            max_redirects=MAX_REDIRECTS,
        )
        self._http.headers.pop("accept-encoding", None)

    async def get(self, path: str) -> Answer:
        """A plain GET, for the checker's own questions."""
        sent = Sent("GET", path, curl=curl.command("GET", path, headers=[], body=[]))
        return await self.send(Prepared("GET", path, {}, {}, follow=False, sent=sent))

    async def send(
        self,
        prepared: Prepared,
        *,
        deadline: float | None = None,
        stream: Literal["sse", "lines", "chunks"] | None = None,
        leave_after: int | None = None,
    ) -> Answer:
        """Send it and read the answer to its end; UnansweredError when there is none."""
        number = self.numbers.take()
        sent = Sent(**{**prepared.sent.__dict__, "number": number})
        request = self._http.build_request(
            prepared.method,
            prepared.target,
            headers=_encoded({**prepared.headers, REQUEST_HEADER: str(number)}),
            extensions={"deadline": REQUEST_DEADLINE if deadline is None else deadline},
            **prepared.content,
        )
        began = time.perf_counter()
        try:
            response = await self._http.send(request, stream=True, follow_redirects=prepared.follow)
            try:
                answer = await _read(response, sent, began, stream, leave_after)
            finally:
                await response.aclose()
        except ExchangeError as error:
            raise UnansweredError(sent, error) from error
        except httpx.TooManyRedirects as error:
            trouble = ExchangeError("redirects", f"more than {MAX_REDIRECTS} of them")
            raise UnansweredError(sent, trouble) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.RemoteProtocolError) as error:
            trouble = ExchangeError("not http", "the app redirects to an address that cannot be read")
            raise UnansweredError(sent, trouble) from error
        if self.exchanges is not None and len(self.exchanges) < MAX_EXCHANGES:
            self.exchanges.append(Exchange(sent=sent.full, got=answer.full))
        return answer

    def cookie(self, name: str) -> str | None:
        """A cookie's value in the jar."""
        return next((cookie.value for cookie in self._http.cookies.jar if cookie.name == name), None)


async def _read(
    response: httpx.Response, sent: Sent, began: float, stream: str | None, leave_after: int | None
) -> Answer:
    kept = _Kept(response)
    arrivals: list[Arrival] = []
    async for value in _values(kept, response, stream):
        if stream is not None:
            arrivals.append(Arrival(time.perf_counter() - began, value))
        if len(arrivals) == leave_after:
            break
        if len(arrivals) >= MAX_EVENTS:
            raise ExchangeError("too large", f"the stream has more than {MAX_EVENTS} events")
    return Answer(
        sent,
        response.status_code,
        httpx.Headers(response.extensions["headers"]),
        bytes(kept.body),
        time.perf_counter() - began,
        response.url.path,
        arrivals,
    )


class _Kept(httpx.AsyncByteStream):
    """A body that is remembered while it is read."""

    def __init__(self, response: httpx.Response) -> None:
        self.body = bytearray()
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_raw():
            self.body += part
            yield part


async def _values(kept: _Kept, response: httpx.Response, stream: str | None) -> AsyncIterator[Any]:
    """Server-sent events, lines, or chunks, each as soon as it is complete."""
    if stream == "sse" and "text/event-stream" in response.headers.get("content-type", ""):
        async for event in _events(httpx.Response(200, headers=response.headers, stream=kept)):
            yield event
    elif stream == "lines":
        begun: list[bytes] = []
        async for part in kept:
            first, *others = part.split(b"\n")
            begun.append(first)
            for each in others:
                yield _line(b"".join(begun))
                begun = [each]
        if any(begun):
            yield _line(b"".join(begun))
    else:
        async for part in kept:
            if stream == "chunks":
                yield part.decode("utf-8", errors="replace")


def _line(written: bytes) -> Any:
    text = written.decode("utf-8", errors="replace").rstrip("\r")
    return _as_document(text)


def _as_document(text: str) -> Any:
    """JSON where the text is an object or a list, else the text."""
    if text[:1] in {"{", "["}:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


async def _events(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """Events as objects: `event`, `data` (JSON where it is JSON), `id`, `retry`."""
    from httpx_sse import EventSource  # noqa: PLC0415 - only a task about events needs it

    async for event in EventSource(response).aiter_sse():
        yield _event(event)


def _event(event: Any) -> dict[str, Any]:
    try:
        value = json.loads(event.data)
    except (ValueError, RecursionError):
        value = event.data
    told: dict[str, Any] = {"event": event.event, "data": value}
    if event.id:
        told["id"] = event.id
    if event.retry is not None:
        told["retry"] = event.retry
    return told


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """As bytes, so that a value outside ASCII is sent as UTF-8 rather than refused."""
    return [(name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in headers.items()]
