"""A person's own request to an app, as text that reads like the request itself, and what came back."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from quizapp.domain.fields import Model

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]
METHODS: tuple[Method, ...] = get_args(Method)
JSON = "application/json"
WITH_BODY = {"POST", "PUT", "PATCH"}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ADDRESS = re.compile(r"https?://(localhost|127\.0\.0\.1)(:\d+)?(?=/|$)")
_CODE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(rf"({'|'.join(METHODS)})\s+(/\S*)")


class RequestTextError(ValueError):
    """A text that is no request; says which line and what to write."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


class Request(Model):
    """What is asked."""

    method: str = "GET"
    target: str = "/"
    """Path and query."""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    @property
    def written(self) -> str:
        """As text: method and path, headers one a line, an empty line, the body. `read` is its inverse."""
        head = "\n".join([f"{self.method} {self.target}", *(f"{name}: {value}" for name, value in self.headers)])
        return f"{head}\n\n{self.body}" if self.body else head

    @property
    def line(self) -> str:
        """On one line, for a list; that JSON is JSON goes without saying."""
        headers = [f"{name}: {value}" for name, value in self.headers if value != JSON]
        body = " ".join(self.body.split())
        return "   ".join([f"{self.method} {self.target}", *([body] if body else []), *headers])

    def curl(self, address: str) -> str:
        """The same as a curl command.

        Args:
            address: where the app is, such as `http://127.0.0.1:8123`.
        """
        words = ["curl", "-I"] if self.method == "HEAD" else ["curl", "-i"]
        if self.method not in {"GET", "HEAD"}:
            words += ["-X", self.method]
        words += [*literal(self.target), address + self.target]
        for name, value in self.headers:
            words += ["-H", header_of(name, value)]
        if self.body:
            words += ["--data-raw", self.body]
        return shlex.join(words)


def literal(target: str) -> list[str]:
    """Curl's options for a path that it would take for a pattern of many (`[1-3]`, `{a,b}`), or shorten (`..`)."""
    globs = ["-g"] if set(target) & set("[]{}") else []
    return [*globs, "--path-as-is"] if "/." in target.partition("?")[0] else globs


def header_of(name: str, value: str) -> str:
    """A header as curl's `-H` takes it; without a value a colon would leave the header out."""
    return f"{name}: {value}" if value else f"{name};"


class Response(Model):
    """What came back; without a status nothing did, and `trouble` says why."""

    status: int = 0
    phrase: str = ""
    """`201 Created`."""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    """As text; JSON is indented."""
    size: int = 0
    """Bytes of the body."""
    seconds: float = 0.0
    """Until the last byte that was read."""
    trouble: str = ""
    """Why there is no answer, or why it was not read to its end."""


def read(text: str) -> Request:
    """A request from its text.

    The first line is method and path, or a path alone; an address of this machine before the path is left out. Header
    lines follow, then an empty line and the body. A body that is JSON without saying so gets its content type.

    Raises:
        RequestTextError: it is none.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    start = next((place for place, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise RequestTextError(1, "write a method and a path, such as GET /items.")
    method, target = _first(lines[start].strip(), start + 1)
    end = next((place for place in range(start + 1, len(lines)) if not lines[place].strip()), len(lines))
    headers = tuple(_header(lines[place], place + 1) for place in range(start + 1, end))
    body = "\n".join(lines[end + 1 :]).strip("\n")
    if body and not any(name.lower() == "content-type" for name, _ in headers) and _is_json(body):
        headers = (*headers, ("content-type", JSON))
    return Request(method=method, target=target, headers=headers, body=body)


def _first(line: str, number: int) -> tuple[str, str]:
    words = line.split()
    if len(words) == 3 and words[2].startswith("HTTP/"):
        words.pop()
    if len(words) == 1:
        words.insert(0, "GET")
    method, target = words[0].upper(), _ADDRESS.sub("", words[-1]) or "/"
    if len(words) != 2:
        raise RequestTextError(number, "write a method and a path, such as GET /items; a space in a path is %20.")
    if method not in METHODS:
        raise RequestTextError(number, f"{words[0][:20]} is no method; write one of {', '.join(METHODS)}.")
    if not target.startswith("/") or target.startswith("//"):
        raise RequestTextError(number, "a path begins with /: only your own app can be asked.")
    return method, target


def _header(line: str, number: int) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _TOKEN.fullmatch(name.strip()):
        advice = " Leave a line empty before the body." if line.lstrip()[:1] in {"{", "[", '"'} else ""
        raise RequestTextError(number, f"this is no header; write one as Name: value.{advice}")
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in value.strip()):
        raise RequestTextError(number, "a header's value has no control characters.")
    return name.strip(), value.strip()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def examples(brief: str) -> list[Request]:
    """The requests that a brief names in its code: `POST /items` with `{"name": "Pen"}`, once each, in order.

    In a table only the same cell counts: what stands in the next one is the answer.
    """
    found: list[Request] = []
    for line in brief.splitlines():
        for cell in line.split("|") if line.lstrip().startswith("|") else [line]:
            found += [request for request in _named(_CODE.findall(cell)) if request not in found]
    return found


def _named(spans: Sequence[str]) -> Iterator[Request]:
    for place, span in enumerate(spans):
        call = _CALL.match(span.strip())
        if call is None:
            continue
        rest = span.strip()[call.end() :].strip()
        after = spans[place + 1].strip() if place + 1 < len(spans) else ""
        body = next((text for text in (rest, after) if text[:1] in {"{", "["} and _is_json(text)), "")
        yield _posed(call[1], call[2], body if call[1] in WITH_BODY else "")


def _posed(method: str, target: str, body: str) -> Request:
    headers = (("content-type", JSON),) if body else ()
    return Request(method=method, target=target, headers=headers, body=body)


def of_route(route: str) -> Request | None:
    """The request that a route such as `POST /items` asks for, with an empty object where a body is usual."""
    call = _CALL.fullmatch(route)
    if call is None:
        return None
    return _posed(call[1], call[2], "{}" if call[1] in WITH_BODY else "")
