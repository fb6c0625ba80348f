"""Words to look for, and what is told of what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from quizapp.domain.fields import Model

MAX_WORDS = 12
MAX_QUERY = 200
EXCERPT = 90
"""Characters of an excerpt."""

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese are written without spaces: each character counts as a word.
_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(f"([{_IDEOGRAPHS}])")
_SPACED = re.compile(f"(?<=[{_IDEOGRAPHS}]) +(?=[{_IDEOGRAPHS}\u3000-\u303f\uff00-\uffef])")


class HitKind(StrEnum):
    """What was found."""

    ITEM = "question"
    TASK = "task"
    TOPIC = "topic"
    TERM = "word"


class Hit(Model):
    """Something that was found. Never a key or an explanation of an item: those are told after an answer."""

    kind: HitKind
    id: str
    """Of an item, a task or a topic; a term itself."""
    title: str
    topic: str
    """`pack/topic`."""
    excerpt: str = ""
    seen: bool = False
    """The item or task was answered before."""


def spaced(text: str) -> str:
    """The text as it is indexed: with spaces around characters that are words by themselves."""
    return _UNSPACED.sub(r" \1 ", text)


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded: no case, and full-width letters as plain ones."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", spaced(text)).casefold()))


def words_of(query: str) -> list[list[str]]:
    """The words of a query, each as the parts that stand next to each other: `response_model` has two."""
    found = [list(tokens(word)) for word in query[:MAX_QUERY].split()]
    return [parts for parts in found if parts][:MAX_WORDS]


@lru_cache(maxsize=8192)
def _in_a_row(text: str) -> str:
    """The words of a text, each behind a space, which is in no word."""
    return "".join(f" {word}" for word in tokens(text))


def holds(text: str, words: Sequence[Sequence[str]]) -> bool:
    """Whether every word is found in a text, by its beginning; its parts stand next to each other there."""
    row = _in_a_row(text)
    return all(f" {' '.join(parts)}" in row for parts in words)


def excerpt(text: str, words: Sequence[Sequence[str]], *, width: int = EXCERPT) -> str:
    """A line of the text around the first word found in it; its beginning if none is."""
    line = _SPACED.sub("", " ".join(text.split()))
    lowered = line.casefold()
    places = [lowered.find(parts[0]) for parts in words if parts]
    first = min((place for place in places if place >= 0), default=0)
    if len(line) <= width:
        return line
    start = max(0, min(first - width // 3, len(line) - width))
    if start:
        # Not in the middle of a word, if there is a gap near by.
        gap = line.find(" ", start, first)
        start = gap + 1 if gap >= 0 else start
    piece = line[start : start + width].rstrip()
    return ("… " if start else "") + piece + (" …" if start + width < len(line) else "")
