"""Small charts out of characters: bars, columns, a calendar. Pure functions: screen and command line share them.

Libraries were weighed for this. textual-plotext (last release 2024) holds plotext below 6, which was written anew
since, and paints in two palettes of its own rather than in the theme's colours; textual-plot brings numpy, 45 MB for
thirty numbers. Neither draws a calendar or a bar with a mark in it, which is most of what there is here. Everything
below stays readable without colours: the shape alone tells.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

Span = tuple[str, str]
"""A text and its style, in Textual's words; an empty style is the page's own."""
Line = list[Span]

SHADES = "·░▒▓█"
SHADE_STYLES = ("$muted", "$success 55%", "$success 70%", "$success 85%", "$success")
LEAST_OF_SHADE = (0, 1, 10, 25, 50)
"""Answers a day from which a shade is drawn."""
EIGHTHS = " ▁▂▃▄▅▆▇█"
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WEEK = timedelta(days=7)


def plain(lines: Sequence[Line]) -> str:
    """Lines without their styles."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def fitted(text: str, width: int) -> str:
    """A text in exactly so many cells; a longer one ends with an ellipsis."""
    return f"{text:<{width}}" if len(text) <= width else text[: max(0, width - 1)] + "…"


def cut(line: Line, width: int) -> Line:
    """A line of at most so many cells; a longer one ends with an ellipsis."""
    kept: Line = []
    room = width
    for text, style in line:
        if len(text) > room:
            return [*kept, (fitted(text, room), style)]
        kept.append((text, style))
        room -= len(text)
    return kept


def wrapped(text: str, width: int, style: str = "") -> list[Line]:
    """A text over as many lines as it needs."""
    return [[(line, style)] for line in textwrap.wrap(text, max(20, width))]


def bar(share: float, width: int, *, mark: float | None = None, style: str = "$success") -> Line:
    """A horizontal bar of a share from 0 to 1, with an upright stroke at another share."""
    filled = round(min(1.0, max(0.0, share)) * width)
    cells = ["━"] * filled + ["─"] * (width - filled)
    styles = [style] * filled + ["$border"] * (width - filled)
    if mark is not None and width:
        place = min(width - 1, int(min(1.0, max(0.0, mark)) * width))
        cells[place], styles[place] = "┃", "bold"
    return _joined(zip(cells, styles, strict=True))


def columns(values: Sequence[float], *, top: float, height: int, bottom: float = 0.0, cell: int = 1) -> list[str]:
    """Upright bars, from the highest row to the lowest, in steps of an eighth of a row; what is not zero is seen."""
    steps = [_eighths(value, bottom, top, height) for value in values]
    return [
        "".join((EIGHTHS[min(8, max(0, step - 8 * row))] * max(1, cell - 1)).ljust(cell) for step in steps)
        for row in reversed(range(height))
    ]


def _eighths(value: float, bottom: float, top: float, height: int) -> int:
    if value <= bottom or top <= bottom:
        return 0
    return max(1, min(8 * height, round((value - bottom) / (top - bottom) * 8 * height)))


def shade(answers: int) -> int:
    """The position in SHADES of a day with so many answers."""
    return max(place for place, least in enumerate(LEAST_OF_SHADE) if answers >= least)


def calendar(answers: Mapping[date, int], today: date, weeks: int) -> list[Line]:
    """Weeks as columns, the present one last, days as rows from Monday on; the names of months stand above."""
    monday = today - timedelta(days=today.weekday()) - (weeks - 1) * _WEEK
    begins = [monday + week * _WEEK for week in range(weeks)]
    lines: list[Line] = [[("    " + _months(begins), "$muted")]]
    for weekday, name in enumerate(WEEKDAYS):
        days = [begin + timedelta(days=weekday) for begin in begins]
        cells = [(" ", 0) if day > today else (SHADES[place := shade(answers.get(day, 0))], place) for day in days]
        line = _joined((f"{mark} ", SHADE_STYLES[place]) for mark, place in cells)
        lines.append([(f"{name:<4}", "$muted"), *line])
    return lines


def _months(begins: Sequence[date]) -> str:
    """The name of each month over the week that has its first day, where there is room for it."""
    row = ""
    for week, begin in enumerate(begins):
        first = begin + timedelta(days=6)
        if first.day <= 7 and len(row) <= 2 * week and week + 2 <= len(begins):
            row = row.ljust(2 * week) + MONTHS[first.month - 1] + " "
    return row


def legend() -> Line:
    """What the shades of the calendar mean."""
    words = ["0", *(f"{least}-{after - 1}" for least, after in pairwise(LEAST_OF_SHADE[1:])), f"{LEAST_OF_SHADE[-1]}+"]
    line: Line = [("answers a day", "$muted")]
    for mark, style, word in zip(SHADES, SHADE_STYLES, words, strict=True):
        line += [(f"  {mark}", style), (f" {word}", "$muted")]
    return line


def _joined(cells: Iterable[Span]) -> Line:
    """Neighbours of one style as one span."""
    line: Line = []
    for text, style in cells:
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))
    return line
