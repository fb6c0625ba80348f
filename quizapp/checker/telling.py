"""A mismatch in one plain sentence, and what was expected instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizapp.checker.judge import ANY_SUCCESS
from quizapp.checker.matchers import ABSENT, Mismatch
from quizapp.checker.paths import PathStoppedError, near_key, select
from quizapp.checker.wording import clean, clip, kind_of, line, listed, phrase, shown, wanted
from quizapp.domain.expectation import StatusSpec
from quizapp.domain.matcher import is_operator
from quizapp.domain.wording import plural

_SHORT = 60
_NOUNS = ("header ", "cookie ", "schema ", "security scheme ", "body", "url", "info", "subprotocol", "exit", "output")

_RULES = {
    "$gt": "greater than {}",
    "$ge": "at least {}",
    "$lt": "less than {}",
    "$le": "at most {}",
    "$eq": "exactly {}",
    "$in": "one of {}",
    "$match": "text that matches {}",
    "$starts": "text that starts with {}",
    "$ends": "text that ends with {}",
    "$contains": "something that contains {}",
    "$any_of": "one of {}",
}

_NESTED = {
    "$number": "a number {}",
    "$each": "each one {}",
    "$exact": "exactly {}",
    "$unordered": "in any order {}",
}
"""Operators whose argument is a matcher again."""


@dataclass(frozen=True)
class Told:
    """A mismatch in words."""

    message: str
    expected: str
    found: str = ""
    hint: str = ""


def tell(mismatch: Mismatch, document: Any = ABSENT) -> Told:
    """The mismatch in words; the document tells what a missing key was perhaps written as."""
    if mismatch.kind == "missing":
        return _tell_missing(mismatch, document)
    teller = _TELLERS.get(mismatch.kind)
    if teller is not None:
        return teller(mismatch)
    place, rule = clean(mismatch.path), _rule(mismatch.kind, mismatch.wanted)
    return Told(f"{_subject(place)} is {_plain(mismatch.actual)}, the task asks for {rule}.", f"{place}: {rule}")


def _tell_status(mismatch: Mismatch) -> Told:
    asked = mismatch.wanted
    return Told(f"The status is {mismatch.actual}, this task asks for {statuses(asked)}.", status_line(asked))


def _tell_no_json(mismatch: Mismatch) -> Told:
    expected = "a JSON body" if mismatch.wanted is None else f"$: {wanted(mismatch.wanted)}"
    return Told(f"The body is not JSON: {line(str(mismatch.actual))}.", expected)


def _tell_forbidden(mismatch: Mismatch) -> Told:
    place = clean(mismatch.path)
    return Told(f"{_subject(place)} must not be {_where(place)}.", f"{place}: {wanted(mismatch.wanted)}")


def _tell_type(mismatch: Mismatch) -> Told:
    place, asked = clean(mismatch.path), mismatch.wanted
    message = f"{_subject(place)} is {_a(mismatch.actual)}, the task asks for {wanted(asked)}."
    return Told(message, f"{place}: {wanted(asked)}")


def _tell_unordered(mismatch: Mismatch) -> Told:
    place = clean(mismatch.path)
    message = f"{_subject(place)} has no item of its own for {shown(mismatch.wanted, _SHORT)}."
    return Told(message, f"{place}: an item {wanted(mismatch.wanted)}")


def _tell_value(mismatch: Mismatch) -> Told:
    place = clean(mismatch.path)
    asked, actual = mismatch.wanted, mismatch.actual
    expected = f"{place}: {shown(asked)}"
    if isinstance(actual, str) and not isinstance(asked, str) and actual == shown(asked):
        return Told(f"{_subject(place)} is the string {shown(actual, _SHORT)}, not {_named(asked)}.", expected)
    if isinstance(actual, dict | list) or len(shown(actual)) > _SHORT or len(shown(asked)) > _SHORT:
        if type(actual) is not type(asked):
            return Told(f"{_subject(place)} is {_a(actual)}, the task asks for {_named(asked)}.", expected)
        return Told(f"{_subject(place)} is not what the task asks for.", f"{expected}   got {shown(actual)}")
    return Told(f"{_subject(place)} is {shown(actual)}, the task asks for {shown(asked)}.", expected)


def _tell_missing(mismatch: Mismatch, document: Any) -> Told:
    place = clean(mismatch.path)
    expected = f"{place}: {rule(mismatch.wanted)}"
    if place.startswith("header "):
        return Told(f"The {place} is missing.", expected)
    if place.startswith("cookie ") and "." in place:
        name, _, attribute = place.partition(".")
        return Told(f"The {name} is set without {attribute}.", expected)
    if place.startswith("cookie "):
        return Told(f"The {place} is not set.", expected)
    parent, _, key = mismatch.path.rpartition(".")
    near = ""
    if document is not ABSENT and parent:
        near = near_key(key, _at(document, parent))
    found = f"there is a key {clean(near)}" if near else ""
    hint = f"Rename {clean(near)} to {key}: clients find a key only by its exact name." if near else ""
    return Told(f"{_subject(place)} is not there.", expected, found, hint)


def _at(document: Any, path: str) -> dict[str, Any]:
    try:
        value = select(path, document)
    except (PathStoppedError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _tell_stop(mismatch: Mismatch) -> Told:
    stop: PathStoppedError = mismatch.actual
    found = f"at {clean(stop.stopped_at)}: {stop.reason}"
    hint = f"Rename {clean(stop.near)}: clients find a key only by its exact name." if stop.near else ""
    return Told(f"{clean(stop.path)} is not there.", f"{clean(stop.path)}: {rule(mismatch.wanted)}", found, hint)


def _tell_invalid(mismatch: Mismatch) -> Told:
    errors: list[tuple[str, str]] = mismatch.actual
    place = clean(mismatch.path)
    expected = f"a 422 that names {place}" + (
        "" if mismatch.wanted in ("$any", "$present") else f" ({wanted(mismatch.wanted)})"
    )
    kinds = [kind for where, kind in errors if where == mismatch.path]
    named = listed([f"{clean(where)} ({clean(kind)})" for where, kind in errors])
    if mismatch.wanted == "$absent":
        return Told(
            f"The 422 names {place}, which is right as it was sent.", f"no error at {place}", f"it names {named}"
        )
    if kinds:
        return Told(
            f"The 422 says {clean(kinds[0])} of {place}, the task asks for {wanted(mismatch.wanted)}.", expected
        )
    if errors:
        return Told(f"The 422 does not name {place}.", expected, f"it names {named}")
    return Told(f"The 422 is not FastAPI's own: it has no list of errors that names {place}.", expected)


def _tell_schema(mismatch: Mismatch) -> Told:
    place = clean(mismatch.path)
    message = f"{_subject(place)} does not fit the schema: {clip(line(str(mismatch.actual)), 200)}."
    return Told(message, f"{place}: {wanted(mismatch.wanted)}")


def _tell_length(mismatch: Mismatch) -> Told:
    place, asked, actual = clean(mismatch.path), mismatch.wanted, mismatch.actual
    noun = "character" if isinstance(actual, str) else "item"
    number = plural(len(actual), noun)
    if isinstance(asked, int):
        return Told(f"{_subject(place)} has {number}, the task asks for {asked}.", f"{place}: {plural(asked, noun)}")
    return Told(
        f"{_subject(place)} has {number}, the task asks for {_rule('$len', asked)}.",
        f"{place}: {_rule('$len', asked)} {noun}s",
    )


def rule(asked: Any) -> str:
    """`at least 3 and less than 9`, `an object`, or the value as the pack writes it."""
    if is_operator(asked):
        return " and ".join(_rule(name, bound) for name, bound in asked.items())
    return wanted(asked)


def _rule(kind: str, asked: Any) -> str:
    if kind == "$between":
        return f"{shown(asked[0], _SHORT)} to {shown(asked[1], _SHORT)}"
    if kind == "$ne":
        return f"anything but {shown(asked, _SHORT)}"
    if kind == "$not":
        return f"anything but {wanted(asked)}"
    if kind == "$len":
        return rule(asked)
    if kind in _NESTED:
        return _NESTED[kind].format(rule(asked))
    return _RULES.get(kind, kind + " {}").format(wanted(asked))


def _subject(place: str) -> str:
    if place == "$":
        return "The body"
    return f"The {place}" if place.startswith(_NOUNS) else place


def _where(place: str) -> str:
    return "set" if place.startswith("cookie ") else "in the response"


def _named(value: Any) -> str:
    """`the integer 3`, `null`, `an object`."""
    if isinstance(value, dict | list) or value is None:
        return kind_of(value)
    return f"{kind_of(value).replace('an ', 'the ', 1).replace('a ', 'the ', 1)} {shown(value, _SHORT)}"


def _plain(value: Any) -> str:
    """`3.5`, `"abc"`: JSON's own notation tells the type; what is long or has parts is told by its type."""
    if value is ABSENT:
        return "not there"
    if isinstance(value, dict | list) or len(shown(value)) > _SHORT:
        return kind_of(value)
    return shown(value)


def _a(value: Any) -> str:
    """`the string "abc"` where it is short, else only its type."""
    if value is ABSENT:
        return "not there"
    return _named(value) if len(shown(value)) <= _SHORT else kind_of(value)


def statuses(asked: StatusSpec) -> str:
    """`201`, `200 or 204`, `2xx`."""
    return " or ".join(map(str, asked)) if isinstance(asked, list) else str(asked)


def status_line(asked: StatusSpec) -> str:
    """`201 Created`, `2xx`; success of any kind reads 2xx."""
    if asked == ANY_SUCCESS:
        return "2xx"
    parts = asked if isinstance(asked, list) else [asked]
    return " or ".join(phrase(each) if isinstance(each, int) else each for each in parts)


_TELLERS: dict[str, Callable[[Mismatch], Told]] = {
    "status": _tell_status,
    "path": _tell_stop,
    "json": _tell_no_json,
    "invalid": _tell_invalid,
    "forbidden": _tell_forbidden,
    "type": _tell_type,
    "length": _tell_length,
    "unordered": _tell_unordered,
    "value": _tell_value,
    "schema": _tell_schema,
}
