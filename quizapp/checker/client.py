"""The checker's HTTP client: a step becomes an httpx request, its answer is read within bounds and remembered."""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Literal

import httpx

from quizapp.checker import curl
from quizapp.checker.answer import Answer, Arrival, Sent
from quizapp.checker.bounds import MAX_EVENTS, MAX_REDIRECTS, MAX_UPLOAD, REQUEST_DEADLINE
from quizapp.checker.failure import PackFaultError
from quizapp.checker.tokens import forge
from quizapp.checker.transport import ORIGIN, ExchangeError, SocketTransport
from quizapp.checker.values import Names, as_text, fill, fill_text
from quizapp.checker.wording import shown
from quizapp.domain.report import Exchange
from quizapp.domain.run import CLIENT_HEADER, REQUEST_HEADER
from quizapp.domain.step import RequestStep, UploadedFile

_SIZES = {"B": 1, "kB": 1024, "KiB": 1024, "MB": 1024**2, "MiB": 1024**2}
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


@dataclass(frozen=True)
class Prepared:
    """One request, worked out and ready to be sent any number of times."""

    method: str
    target: str
    headers: dict[str, str]
    content: dict[str, Any]
    """Keyword arguments of httpx: json, data, files, content."""
    follow: bool
    sent: Sent


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
        self.last_number = 0

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
    ) -> Answer:
        """Send it and read the answer to its end; UnansweredError when there is none."""
        number = self.numbers.take()
        self.last_number = number
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
                answer = await _read(response, sent, began, stream)
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


async def _read(response: httpx.Response, sent: Sent, began: float, stream: str | None) -> Answer:
    kept = _Kept(response)
    arrivals: list[Arrival] = []
    async for value in _values(kept, response, stream):
        if stream is not None:
            arrivals.append(Arrival(time.perf_counter() - began, value))
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
        rest = b""
        async for part in kept:
            *lines, rest = (rest + part).split(b"\n")
            for each in lines:
                yield _line(each)
        if rest:
            yield _line(rest)
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


def prepare(step: RequestStep, names: Names) -> Prepared:
    """The step's request with every `${...}` filled in."""
    told: list[tuple[str, str]] = [
        (fill_text(name, names), fill_text(value, names)) for name, value in step.headers.items()
    ]
    if step.bearer is not None:
        token = fill_text(step.bearer, names) if isinstance(step.bearer, str) else forge(step.bearer, names)
        told.append(("Authorization", f"Bearer {token}"))
    if step.cookies is not None:
        told.append(("Cookie", "; ".join(f"{name}={fill_text(value, names)}" for name, value in step.cookies.items())))
    content, body, options = _content(step, names)
    kind = content.pop("content_type", None)
    target = target_of(step.path, step.query, names)
    headers = dict(told)
    if kind is not None and not any(name.lower() == "content-type" for name in headers):
        headers["content-type"] = kind
    if step.client is not None:
        headers[CLIENT_HEADER] = fill_text(step.client, names)
    for name, value in headers.items():
        _check_header(name, value)
    written = curl.command(step.method, target, headers=told, body=options, follow=step.follow)
    sent = Sent(step.method, target, tuple(told), body, written)
    return Prepared(step.method, target, headers, content, step.follow, sent)


def _check_header(name: str, value: str) -> None:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        raise PackFaultError(f"{shown(name)} is no name of a header")
    if re.search(r"[\r\n\x00]", value):
        raise PackFaultError(f"the value of the header {name} has a line break in it")


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """As bytes, so that a value outside ASCII is sent as UTF-8 rather than refused."""
    return [(name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in headers.items()]


def target_of(path: str, query: dict[str, Any] | list[tuple[str, Any]] | None, names: Names) -> str:
    """Path and query as they stand on the wire; PackFaultError if they cannot be asked for."""
    path = fill_text(path, names)
    if not path.startswith("/") or path.startswith("//"):
        raise PackFaultError(f"{path!r} is no path on the app")
    try:
        url = httpx.URL(ORIGIN + path)
        pairs = list(_query(query, names))
        if pairs:
            url = url.copy_with(params=[*url.params.multi_items(), *pairs])
    except (httpx.InvalidURL, UnicodeError) as error:
        raise PackFaultError(f"{path!r} is no path that can be asked for: {error}") from error
    return url.raw_path.decode("ascii")


def _query(query: dict[str, Any] | list[tuple[str, Any]] | None, names: Names) -> Iterator[tuple[str, str]]:
    pairs = query.items() if isinstance(query, dict) else query or []
    for name, value in pairs:
        filled = fill(value, names)
        for each in filled if isinstance(filled, list) else [filled]:
            if each is not None:
                yield fill_text(name, names), as_text(each)


def _content(step: RequestStep, names: Names) -> tuple[dict[str, Any], str, list[str]]:
    """Httpx's arguments, the body as shown, and curl's options."""
    if step.has_json:
        value = fill(step.json_body, names)
        text = json.dumps(value, ensure_ascii=False)
        content = {"content": _bounded(text.encode()), "content_type": "application/json"}
        return content, text, curl.json_body(value)
    if step.form is not None:
        fields = {name: fill(value, names) for name, value in step.form.items()}
        told = "&".join(f"{name}={as_text(value)}" for name, value in fields.items())
        plain = {
            name: [as_text(each) for each in value] if isinstance(value, list) else as_text(value)
            for name, value in fields.items()
        }
        return {"data": plain}, told, curl.form_body(fields)
    if step.multipart is not None:
        return _multipart(step.multipart, names)
    if step.body is not None:
        text = fill_text(step.body, names)
        return {"content": _bounded(text.encode())}, text, curl.raw_body(text)
    return {}, "", []


def _multipart(
    parts: dict[str, UploadedFile | str | int | float], names: Names
) -> tuple[dict[str, Any], str, list[str]]:
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes, str | None]] = {}
    for name, part in parts.items():
        if isinstance(part, UploadedFile):
            files[name] = (fill_text(part.name, names), _file_content(part, names), part.type)
        else:
            fields[name] = as_text(fill(part, names))
    told = [f"{name}={value}" for name, value in fields.items()]
    told += [f"{name}=@{filename} ({len(content)} bytes)" for name, (filename, content, _) in files.items()]
    options = curl.multipart_body(fields, {name: (file[0], file[2]) for name, file in files.items()})
    sent: list[tuple[str, Any]] = [(name, (None, value.encode())) for name, value in fields.items()]
    sent += [
        (name, (filename, content, kind) if kind else (filename, content))
        for name, (filename, content, kind) in files.items()
    ]
    return {"files": sent}, "multipart: " + ", ".join(told), options


def _file_content(file: UploadedFile, names: Names) -> bytes:
    if file.text is not None:
        return _bounded(fill_text(file.text, names).encode())
    if file.base64 is not None:
        try:
            return _bounded(base64.b64decode(file.base64, validate=True))
        except binascii.Error as error:
            raise PackFaultError(f"the base64 of {shown(file.name)} cannot be read: {error}") from error
    found = re.fullmatch(r"(\d{1,12}) ?([A-Za-z]*)", str(file.size))
    size = int(found[1]) * _SIZES.get(found[2] or "B", 1) if found else 0
    if size > MAX_UPLOAD:
        raise PackFaultError(f"a file of {size} bytes is larger than {MAX_UPLOAD}")
    return bytes(size)


def _bounded(content: bytes) -> bytes:
    if len(content) > MAX_UPLOAD:
        raise PackFaultError(f"a body of {len(content)} bytes is larger than {MAX_UPLOAD}")
    return content
