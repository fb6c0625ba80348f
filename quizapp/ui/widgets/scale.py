"""A share with its range, drawn in one line of text."""

from __future__ import annotations

from textual.content import Content

from quizapp.domain.interview.score import Share

POINT = "●"


def scale(share: Share, width: int = 20, *, mark: float | None = None) -> Content:
    """`┈┈├──●────┤┈┈`: the range as a line, the share as a point on it.

    Args:
        share: what is drawn.
        width: cells.
        mark: a pass mark to be shown as well.
    """
    cells = ["┈"] * width
    styles = ["$border"] * width
    low, high = _cell(share.low, width), _cell(share.high, width)
    for place in range(low, high + 1):
        cells[place], styles[place] = "─", "$text-primary"
    cells[low] = "├" if low < high else "─"
    cells[high] = "┤" if low < high else "─"
    if mark is not None:
        place = _cell(mark, width)
        cells[place], styles[place] = "╎", "$text-warning"
    place = _cell(share.mean, width)
    cells[place], styles[place] = POINT, "bold $text-accent"
    return Content.assemble(*((cell, style) for cell, style in zip(cells, styles, strict=True)))


def _cell(value: float, width: int) -> int:
    return min(width - 1, max(0, round(value * (width - 1))))
