"""Markdown as words: what a reader reads, without the code in it."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def without_code(text: str) -> str:
    """The text with fenced blocks left out and each piece of inline code as one word."""
    return _INLINE.sub(" code ", _FENCE.sub("\n", text))


def code_blocks(text: str) -> list[str]:
    """What stands in the fences."""
    return [found[2] for found in _FENCE.finditer(text)]


def words(text: str) -> list[str]:
    """The words of the prose."""
    return _WORD.findall(without_code(text))


def sentences(text: str) -> list[str]:
    """The sentences of the prose, roughly."""
    return [part.strip() for part in re.split(r"(?<=[.?!:])\s+|\n{2,}", without_code(text)) if part.strip()]
