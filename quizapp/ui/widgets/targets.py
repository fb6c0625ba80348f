"""Everything on a screen that can be gone to or pressed, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, Protocol, runtime_checkable

from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

from quizapp.ui.widgets.rows import Row, Rows


class Target(NamedTuple):
    """A place to go to."""

    y: int
    x: int
    """Of its upper left corner, in cells of the screen."""
    widget: Widget
    """Which it is, or in which it lies."""
    go: Callable[[], object]
    """What goes there: called later, and awaited if need be."""


@runtime_checkable
class Pressable(Protocol):
    """What a click without a place does something to: a way in, a tab, a rating."""

    def on_click(self) -> object:
        """Do it."""


def targets(screen: Screen[object]) -> list[Target]:
    """Whatever can be seen of them, in the order of reading."""
    found = (target for widget in screen.query("*") for target in _targets(screen, widget))
    return sorted(found, key=lambda target: (target.y, target.x))


def _targets(screen: Screen[object], widget: Widget) -> Iterator[Target]:
    """Those of one widget: its lines, or it as a whole."""
    region = seen(screen, widget)
    if widget.is_disabled or not region:
        return
    match widget:
        case Row():
            if isinstance(widget.parent, Rows):
                yield Target(region.y, region.x, widget, lambda: _go_to_row(widget))
        case OptionList() if widget.option_count:
            for y, line in _lines(screen, widget):
                yield Target(y, region.x, widget, partial(_go_to_line, widget, line))
        case Rows() if widget.rows:
            return
        case _ if widget.focusable:
            yield Target(region.y, region.x, widget, widget.focus)
        case Pressable() if widget.__module__.startswith("quizapp."):
            yield Target(region.y, region.x, widget, widget.on_click)
        case _:
            return


def seen(screen: Screen[object], widget: Widget) -> Region:
    """Where it can be seen; an empty region if nowhere."""
    try:
        return screen.find_widget(widget).visible_region if widget.visible else Region()
    except NoWidget:
        return Region()


def _lines(screen: Screen[object], options: OptionList) -> Iterator[tuple[int, int]]:
    """The first row of the screen and the position of each line that can be seen and chosen."""
    region = seen(screen, options)
    before = None
    for y in range(region.y, region.bottom):
        line = screen.get_style_at(region.x, y).meta.get("option")
        if line is not None and line != before and not options.get_option_at_index(line).disabled:
            yield y, line
        before = line


def _go_to_row(row: Row) -> None:
    """Put the cursor on it; rows that have no cursor are picked."""
    rows = row.parent
    assert isinstance(rows, Rows)
    if rows.focusable:
        rows.focus()
        rows.cursor = row.position
        rows.post_message(Rows.Moved(rows, row.position))
    else:
        rows.post_message(Rows.Picked(rows, row.position))


def _go_to_line(options: OptionList, line: int) -> None:
    """Put the cursor on it; a list that an input moves leaves the keys to the input."""
    options.highlighted = line
    if options.focusable:
        options.focus()
