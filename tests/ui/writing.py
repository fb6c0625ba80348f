"""A screen in characters: what stands on it, and which of it stands out, for snapshots that are read in a review.

Below the lines of the screen it is told per line which columns have a style of their own: `3-9b` are columns 3 to 9 in
style b, and what each letter looks like besides its colours stands at the end. Which colours those are, the pictures
show; a theme may change them without changing these.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import groupby

from rich.style import Style
from textual.app import App
from textual.widgets import Input, TextArea

LETTERS = string.ascii_letters


def steady(app: App[None]) -> None:
    """Let no cursor blink."""
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field.cursor_blink = False


def written(app: App[None]) -> str:
    """The screen with what lies over it, then its styles."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True)
    rows = [[segment for strip in row for segment in strip] for row in update.strips]
    letters: dict[str, str] = {}
    looks: dict[str, str] = {}
    styles = [list(_runs([(len(each.text), each.style or Style()) for each in row], letters, looks)) for row in rows]
    lines = ["".join(segment.text for segment in row).rstrip() for row in rows]
    marks = [f"{number:3} {' '.join(runs)}" for number, runs in enumerate(styles, 1) if runs]
    told = [f"{letter} {looks[letter]}" for letter in letters.values() if looks[letter]]
    return "\n".join([*lines, "-- styles", *marks, "-- letters", *told, ""])


def _runs(row: list[tuple[int, Style]], letters: dict[str, str], looks: dict[str, str]) -> Iterator[str]:
    """Where each style begins and ends; a row all in the first style, that of the ground, has nothing to tell."""
    at = 0
    for name, run in groupby(row, key=lambda piece: _name(piece[1])):
        width = sum(length for length, _ in run)
        letter = letters.setdefault(name, LETTERS[min(len(letters), len(LETTERS) - 1)])
        looks[letter] = _look(name)
        if width != sum(length for length, _ in row):
            yield f"{at}-{at + width - 1}{letter}"
        elif letter != "a":
            yield letter
        at += width


def _name(style: Style) -> str:
    return re.sub(r" link \S+", "", str(style.without_color)) + f" {style.color} {style.bgcolor}"


def _look(name: str) -> str:
    return " ".join(
        word for word in name.split() if word in {"bold", "dim", "italic", "underline", "reverse", "strike"}
    )
