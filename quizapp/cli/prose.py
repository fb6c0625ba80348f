"""Texts of packs on a plain terminal: broken between words where it ends."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator

WIDEST = 100
"""Cells of a line: a longer one is hard to read."""
_FENCE = re.compile(r"\s*(```|~~~)")
_CODE = "    "
_APART = re.compile(r"\s*([-*+] |\d+[.)] |[#>|]|$)|" + _CODE)
"""Begins a line that does not go on with the one before: of a list, a table, a heading, code, or an empty one."""
_MARKER = re.compile(r"\s*([-*+] |\d+[.)] )?")
_PIECE = re.compile(r"\s*\S+\s*|\s+")


def prose(text: str, lead: str = "") -> str:
    """A text as it is told: on a terminal its lines are filled anew, but for code; elsewhere they stay as they are.

    Args:
        text: Markdown of a pack, or a line of ours.
        lead: stands before the first line, and as much room before each other one.
    """
    hang = _cells(lead.rpartition("\n")[2])
    room = max(20, min(WIDEST, shutil.get_terminal_size().columns - 1) - hang)
    lines = list(_filled(text, room)) if sys.stdout.isatty() else text.split("\n")
    return "\n".join([lead + lines[0], *(" " * hang + line if line else line for line in lines[1:])])


def _filled(text: str, room: int) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        if paragraph.startswith(_CODE) or _FENCE.match(paragraph):
            yield from paragraph.split("\n")
        else:
            yield from _broken(paragraph, room)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together, as one; a block of fenced code with its fences."""
    held: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            held.append(line)
            if mark and mark[1] == fence:
                yield "\n".join(held)
                held, fence = [], ""
            continue
        if held and (mark or _APART.match(line) or not held[-1] or held[-1].startswith(_CODE)):
            yield " ".join(held)
            held = []
        held.append(line.strip() if held else line)
        fence = mark[1] if mark else ""
    if held:
        yield ("\n" if fence else " ").join(held)


def _broken(line: str, room: int) -> Iterator[str]:
    """A line over as many as it needs; what follows a list's sign stands below what it began with."""
    marker = _MARKER.match(line)
    indent = " " * (marker.end() if marker else 0)
    written = ""
    for piece in _PIECE.findall(line):
        if written.strip() and _cells(written + piece.rstrip()) > room:
            yield written.rstrip()
            written = indent
        written += piece
    yield written.rstrip()


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
