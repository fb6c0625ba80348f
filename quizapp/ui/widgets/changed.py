"""A text area that paints the lines that an edit has changed, where Textual's paints all that are in sight."""

from __future__ import annotations

from functools import cached_property
from typing import Self

from textual import on
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, TextAreaTheme


class ChangedLines(TextArea):
    """Without soft wrap, so that a row of the screen is a line of the text.

    A letter is there sooner by it, and few bytes go over the wire. Whatever is not an edit (another theme, a window of
    another size, a cursor that is moved) is painted as Textual paints it.
    """

    _is_editing = False
    _coloured: TextAreaTheme | None = None
    """The theme whose missing colours have been taken from the style sheet."""

    @cached_property
    def _drawn(self) -> dict[int, tuple[object, ...] | None]:
        """What each row of the screen was painted from."""
        return {}

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, then paint the rows that are not what was painted."""
        self._is_editing = True
        try:
            return super().edit(edit)
        finally:
            self._is_editing = False
            for y in range(self.size.height):
                drawn = self._drawn.get(y)
                if drawn is None or drawn != self._drawing(y):
                    self.refresh_line(y + self.scroll_offset.y)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint anew, but not everything because of an edit."""
        if self._is_editing and not regions and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Colours may have changed."""
        self._drawn.clear()
        self._coloured = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows; Textual asks the style sheet for all colours each time, which takes longer than to draw a row."""
        if self._coloured is self._theme:
            return ScrollView.render_lines(self, crop)
        self._coloured = self._theme
        return super().render_lines(crop)

    @on(TextArea.SelectionChanged)
    def keep(self, event: TextArea.SelectionChanged) -> None:
        """Nobody above asks where the cursor is, and a message takes time on each step of its way up."""
        event.stop()

    def render_line(self, y: int) -> Strip:
        """A row as it is painted, which is remembered."""
        self._drawn[y] = self._drawing(y)
        return super().render_line(y)

    def _drawing(self, y: int) -> tuple[object, ...] | None:
        """All that the look of a row depends on; None for one that cursor, selection or a bracket's partner are in."""
        row = y + self.scroll_offset.y
        bracket = self.matching_bracket_location
        if self.selection.contains_line(row) or (bracket is not None and row == bracket[0]):
            return None
        if row >= self.document.line_count:
            return (self.size, self.theme)
        styles = self._theme.syntax_styles
        # The grammar tells the parts of a line in any order.
        colours = frozenset(part for part in self._highlights.get(row, ()) if part[2] in styles)
        text = self.document.get_line(row)
        return (self.size, self.theme, row, self.scroll_offset.x, self.gutter_width, text, colours)
