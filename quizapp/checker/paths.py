"""Paths into JSON documents: a strict subset of RFC 9535 that can say where it stopped.

`.key`, `['key']`, `[0]`, `[-1]`, `[*]` and `.*`, one after another. A path without a star selects one value,
a path with one selects a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from types import EllipsisType
from typing import Any

from quizapp.checker.bounds import MAX_PATH_VALUES
from quizapp.checker.wording import clean, kind_of, listed
from quizapp.domain.wording import plural

_PART = re.compile(r"\.([A-Za-z_][\w-]*)|(\.\*|\[\*\])|\[(-?\d{1,9})\]|\['([^']*)'\]|\[\"([^\"]*)\"\]")
Part = str | int | EllipsisType


@dataclass(eq=False)
class PathStoppedError(Exception):
    """The path leads nowhere: how far it came, and what is there instead."""

    path: str
    stopped_at: str
    reason: str
    near: str = ""
    """A key that was perhaps meant."""

    def __str__(self) -> str:
        """Where and why."""
        return f"{self.path} stops at {self.stopped_at}: {self.reason}"


def parse(path: str) -> list[Part]:
    """The parts of a path; ValueError names the column of a mistake."""
    if not path.startswith("$"):
        raise ValueError(f"{path!r} must begin with $")
    position, parts = 1, list[Part]()
    while position < len(path):
        found = _PART.match(path, position)
        if found is None:
            raise ValueError(f"{path!r} cannot be read at column {position + 1}: write .key, ['key'], [0], [-1] or [*]")
        key, star, index, single, double = found.groups()
        if star is not None:
            parts.append(...)
        elif index is not None:
            parts.append(int(index))
        else:
            parts.append(next(text for text in (key, single, double) if text is not None))
        position = found.end()
    return parts


def select(path: str, document: Any) -> Any:
    """The value at the path, or a list of values if the path has a star; PathStoppedError if there is none."""
    parts = parse(path)
    places: list[tuple[str, Any]] = [("$", document)]
    for position, part in enumerate(parts):
        starred = ... in parts[:position]
        places = [place for here, value in places for place in _advance(path, here, value, part, starred=starred)]
        if len(places) > MAX_PATH_VALUES:
            raise PathStoppedError(path, "$", f"it selects more than {MAX_PATH_VALUES} values")
    return [value for _, value in places] if ... in parts else places[0][1]


def _advance(path: str, here: str, value: Any, part: Part, *, starred: bool) -> Iterator[tuple[str, Any]]:
    """One part further; behind a star, places that lack the part are passed over."""
    try:
        yield from _step(path, here, value, part)
    except PathStoppedError:
        if not starred:
            raise


def _step(path: str, here: str, value: Any, part: Part) -> Iterator[tuple[str, Any]]:
    match part, value:
        case EllipsisType(), dict():
            yield from ((joined(here, key), each) for key, each in value.items())
        case EllipsisType(), list():
            yield from ((f"{here}[{index}]", each) for index, each in enumerate(value))
        case int(), list() if -len(value) <= part < len(value):
            yield f"{here}[{part}]", value[part]
        case int(), list():
            raise PathStoppedError(path, here, f"the list has {plural(len(value), 'item')}, there is no [{part}]")
        case str(), dict() if part in value:
            yield joined(here, part), value[part]
        case str(), dict():
            raise PathStoppedError(path, here, *_missing_key(part, value))
        case _:
            needed = "an object" if isinstance(part, str) else "a list"
            raise PathStoppedError(path, here, f"this is {kind_of(value)}, not {needed}")


def near_key(key: str, there: dict[str, Any]) -> str:
    """The key that was perhaps meant: other case, other separators, or a slip of the finger."""
    folded = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in there if len(name) <= 80}
    same = folded.get(re.sub(r"[^a-z0-9]", "", key.lower()))
    if same is not None:
        return same
    close = get_close_matches(key, list(folded.values())[:200], 1, 0.7)
    return close[0] if close else ""


def _missing_key(key: str, there: dict[str, Any]) -> tuple[str, str]:
    near = near_key(key, there)
    keys = [clean(name) for name in list(there)[:50]]
    reason = f"there is no key {key}; the keys are {listed(keys, 8)}" if keys else f"there is no key {key}: it is empty"
    return (f"{reason}. Did you mean {clean(near)}?" if near else reason), near


def joined(path: str, key: str) -> str:
    """The path one key further, in the form that reads best."""
    if re.fullmatch(r"[A-Za-z_][\w-]*", key):
        return f"{path}.{key}"
    return f"{path}['{clean(key)[:80]}']"
