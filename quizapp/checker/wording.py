"""Text for people: values, bodies and status lines made safe and short."""

from __future__ import annotations

import json
import re
import unicodedata
from http import HTTPStatus
from typing import Any

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]?")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEWER_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Names of RFC 9110 that older Pythons do not have."""

VALUE_LENGTH = 120
BODY_LENGTH = 300


def clean(text: str) -> str:
    """The text without terminal escapes, controls (line breaks and tabs stay), reversed writing and lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text)
    return "".join(
        character
        for character in text
        if character in "\n\t" or (unicodedata.category(character) not in {"Cc", "Cs"} and character not in _BIDI)
    )


def line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def clip(text: str, length: int = VALUE_LENGTH) -> str:
    """At most `length` characters; says how many were left out."""
    if len(text) <= length:
        return text
    return f"{text[:length]} … ({len(text) - length} more characters)"


def shown(value: Any, length: int = VALUE_LENGTH) -> str:
    """A JSON value as a pack or a response writes it, on one line, clipped."""
    return clip(clean(_as_json(value)), length)


def _as_json(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 4096:
        return "a number of more than a thousand digits"
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return f"{type(value).__name__} that cannot be shown"


_WORDS = {
    "$int": "an integer",
    "$float": "a number with decimals",
    "$number": "a number",
    "$str": "a string",
    "$bool": "a boolean",
    "$null": "null",
    "$list": "a list",
    "$object": "an object",
    "$uuid": "a UUID",
    "$jwt": "a JWT",
    "$date": "an ISO 8601 date",
    "$absent": "not there",
    "$present": "anything",
    "$any": "anything",
}


def wanted(matcher: Any) -> str:
    """A matcher for a learner's eyes: a word alone in English, one inside an object as the pack writes it."""
    if isinstance(matcher, str) and matcher.startswith("$"):
        return _WORDS.get(matcher, matcher)
    return re.sub(r'"(\$[a-z_]+)"', r"\1", shown(matcher))


def phrase(status: int) -> str:
    """`201 Created`."""
    try:
        name = _NEWER_PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return str(status)
    return f"{status} {name}"


def kind_of(value: Any) -> str:
    """A JSON value's type in words."""
    return {
        dict: "an object",
        list: "a list",
        str: "a string",
        int: "an integer",
        float: "a number with decimals",
        bool: "a boolean",
        type(None): "null",
    }.get(type(value), type(value).__name__)


def seconds(value: float) -> str:
    """`0.17 s`, and milliseconds below ten of them a hundredth."""
    return f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s"


def listed(words: list[str], most: int = 5) -> str:
    """`a, b, c and 4 more`."""
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")
