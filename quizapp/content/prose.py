"""Markdown as words: what a reader reads, without the code in it.

A pack may be made to stall its reader. So nothing here takes more than linear time, and only the first LOOKED_AT
characters of a text are judged: a longer one is too long anyway.
"""

from __future__ import annotations

import re

LOOKED_AT = 6000
_FENCE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_TICKS = re.compile(r"`+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def without_code(text: str) -> str:
    """The text with fenced blocks left out and each piece of inline code as one word."""
    return _without_inline(_FENCE.sub("\n", text[:LOOKED_AT]))


def _without_inline(text: str) -> str:
    """Inline code reaches from a run of backticks to the next run of the same length."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closes: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closes[number] = following.get(length)
        following[length] = number
    parts, position, number = [], 0, 0
    while number < len(runs):
        closing = closes[number]
        if closing is None:
            number += 1
            continue
        parts += [text[position : runs[number][0]], " code "]
        position, number = runs[closing][1], closing + 1
    return "".join([*parts, text[position:]])


def code_blocks(text: str) -> list[str]:
    """What stands in the fences."""
    return [found[2] for found in _FENCE.finditer(text[:LOOKED_AT])]


def words(text: str) -> list[str]:
    """The words of the prose."""
    return _WORD.findall(without_code(text))


def sentences(text: str) -> list[str]:
    """The sentences of the prose, roughly."""
    return [part.strip() for part in re.split(r"(?<=[.?!:])\s+|\n{2,}", without_code(text)) if part.strip()]
