"""What was sent to the app, and what came back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any, NoReturn

import httpx

from quizapp.checker.charset import decoded
from quizapp.checker.wording import BODY_LENGTH, clean, clip, line, phrase, shown

_NUMBER = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True)
class Sent:
    """One request, told for people."""

    method: str
    target: str
    """Path and query, percent-encoded as sent."""
    headers: tuple[tuple[str, str], ...] = ()
    """Only those that a step asked for."""
    body: str = ""
    """The body, or what it is made of."""
    curl: str = ""
    number: int = 0
    """What REQUEST_HEADER said."""

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]

    @property
    def route(self) -> str:
        """`GET /items`."""
        return f"{self.method} {line(self.path)}"

    @property
    def summary(self) -> str:
        """One line: the request, the headers that matter, the body."""
        parts = [f"{self.method} {clip(line(self.target), 160)}"]
        parts += [f"{name}: {clip_secret(line(value))}" for name, value in self.headers]
        if self.body:
            parts.append(clip(line(self.body), BODY_LENGTH))
        return "   ".join(parts)

    @property
    def full(self) -> str:
        """The request as it stands on the wire, with its body, to show beside the answer."""
        head = "\n".join([f"{self.method} {self.target}", *(f"{name}: {value}" for name, value in self.headers)])
        return clean(f"{head}\n\n{_pretty(self.body)}" if self.body else head)


def clip_secret(value: str) -> str:
    """A header's value, long tokens cut so that the line stays readable."""
    return value if len(value) <= 40 else f"{value[:18]}…"


class NotJsonError(ValueError):
    """The body is no JSON; the text says why."""


def _refuse_constant(name: str) -> NoReturn:
    raise NotJsonError(f"{name} is no JSON value")


@dataclass(frozen=True)
class Arrival:
    """One event, line or chunk of a stream."""

    at: float
    """Seconds since the request was sent."""
    value: Any


@dataclass
class Answer:
    """One response, read to its end within bounds."""

    sent: Sent
    status: int
    headers: httpx.Headers
    body: bytes
    elapsed: float
    """Seconds until the last byte."""
    path: str = ""
    """Of the last request, after redirects."""
    arrivals: list[Arrival] = field(default_factory=list)
    """With `stream`: what came, when."""

    @cached_property
    def text(self) -> str:
        """The body as text, by the charset of its content type."""
        return decoded(self.body, self.headers.get("content-type", ""))

    @cached_property
    def document(self) -> Any:
        """The body as JSON; NotJsonError says why it is none."""
        if not self.body:
            raise NotJsonError("it is empty")
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except NotJsonError:
            raise
        except RecursionError:
            raise NotJsonError("it is nested too deeply to be read") from None
        except json.JSONDecodeError as error:
            raise NotJsonError(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
        except ValueError as error:
            raise NotJsonError(clip(str(error))) from error

    @property
    def summary(self) -> str:
        """`200 OK   {"id": 1}` on one line; a redirect shows where it leads."""
        body = clip(line(self.text), BODY_LENGTH)
        location = self.headers.get("location")
        if not body:
            body = f"location: {clip(line(location))}" if location and 300 <= self.status < 400 else "(no body)"
        return f"{phrase(self.status)}   {body}"

    @property
    def full(self) -> str:
        """Status, headers and body, JSON indented, to show whole."""
        head = "\n".join([phrase(self.status), *(f"{name}: {value}" for name, value in self.headers.multi_items())])
        return clip(clean(f"{head}\n\n{_pretty(self.text)}" if self.body else head), 8000)

    @cached_property
    def cookies(self) -> dict[str, dict[str, Any]]:
        """Cookies that this answer sets: `value` and attributes, in lower case, numbers as numbers, flags as true."""
        found: dict[str, dict[str, Any]] = {}
        for written in self.headers.get_list("set-cookie"):
            first, *rest = [part.strip() for part in written.split(";")]
            name, _, value = first.partition("=")
            attributes: dict[str, Any] = {"value": _unquoted(value)}
            for part in rest:
                key, equals, setting = part.partition("=")
                attributes[key.lower()] = _attribute(key.lower(), setting) if equals else True
            found[name] = attributes
        return found


def _unquoted(value: str) -> str:
    try:
        jar = SimpleCookie(f"it={value}")
    except CookieError:
        return value
    return jar["it"].value if "it" in jar else value


def _attribute(name: str, setting: str) -> str | int:
    if name == "samesite":
        return setting.lower()
    return int(setting) if _NUMBER.fullmatch(setting) else setting


def _pretty(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(value, ensure_ascii=False, indent=2) if isinstance(value, dict | list) else shown(value, 4000)
