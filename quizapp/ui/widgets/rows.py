"""A list of rows of any height with a cursor: what options, lines and pairs are shown in."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.ui.keys import bindings
from quizapp.ui.text import hanging

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "123456789"
UNBOUND = 10_000
"""Cells of a line that is cut rather than wrapped."""


def row_keys(count: int) -> str:
    """The keys of so many rows that have a digit and a letter each: `1-4 or a-d`."""
    last = max(1, min(count, len(DIGITS)))
    return f"{DIGITS[0]}-{DIGITS[last - 1]} or {LETTERS[0]}-{LETTERS[last - 1]}" if last > 1 else "1 or a"


class Row(Widget):
    """A label that stays in its column, and a text that wraps beside it."""

    def __init__(self, position: int, label: Content, text: Content) -> None:
        super().__init__()
        self.position = position
        self._label = label
        self._text = text
        self._is_picked = False
        self._wrapped: tuple[int, bool, Content] | None = None
        """Both as they stand in so many cells, in one line each or wrapped."""

    def tell(self, label: Content, text: Content | None = None, *, picked: bool = False) -> None:
        """Change what stands in the row, bold if it is picked: a class for that would style the row a second time.

        All below is laid out anew only if something may have to move.
        """
        text = self._text if text is None else text
        is_same = label.is_same(self._label) and text.is_same(self._text)  # == would compare the words alone
        if is_same and picked is self._is_picked:
            return
        moves = label.cell_length != self._label.cell_length or text.plain != self._text.plain
        self._label, self._text, self._is_picked, self._wrapped = label, text, picked, None
        self.refresh(layout=moves)

    def render(self) -> Content:
        """Both beside each other."""
        return self._beside(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Lines that the text takes beside the label."""
        return self._beside(width).get_height(self.styles.get_rules(), width) if width else 0

    def _beside(self, width: int) -> Content:
        wraps = self.styles.text_wrap == "wrap"
        if self._wrapped is None or self._wrapped[:2] != (width, wraps):
            label = Content.assemble(self._label.stylize_before("not bold"), " ")
            text = self._text.stylize_before("bold") if self._is_picked else self._text
            self._wrapped = (width, wraps, hanging(label, text, width if wraps else UNBOUND))
        return self._wrapped[2]

    def on_click(self, event: Click) -> None:
        """A click picks the row."""
        event.stop()
        rows = self.parent
        if isinstance(rows, Rows):
            rows.focus()
            rows.cursor = self.position
            rows.post_message(Rows.Picked(rows, self.position))


class Rows(Vertical, can_focus=True):
    """Rows under one cursor. Arrows or j and k move it; Space, a click or the row's own key picks."""

    BINDINGS = bindings("rows")
    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    @dataclass
    class Picked(Message):
        """A row was picked."""

        rows: Rows
        position: int

        @property
        def control(self) -> Rows:
            """For selectors."""
            return self.rows

    @dataclass
    class Moved(Message):
        """The cursor was moved by a key."""

        rows: Rows
        position: int

        @property
        def control(self) -> Rows:
            """For selectors."""
            return self.rows

    def __init__(
        self,
        rows: list[tuple[Content, Content]],
        *,
        keys: str = "",
        letters: str = "",
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows = [Row(position, label, text) for position, (label, text) in enumerate(rows)]
        self._keys = keys
        """The key of each row, one character a row."""
        self._letters = letters
        """Another key of each row, for hands that stay on the letters."""

    def compose(self) -> ComposeResult:
        """One below the other."""
        if self.rows:
            self.rows[self.cursor].add_class("-cursor", update=False)  # it is styled when it comes
        yield from self.rows

    def watch_cursor(self, before: int, now: int) -> None:
        """Paint the cursor, and bring its row into view."""
        self.rows[before].remove_class("-cursor")
        self.rows[now].add_class("-cursor")
        self.reveal()

    def reveal(self) -> None:
        """Bring the row under the cursor into view."""
        if self.rows:
            self.rows[self.cursor].scroll_visible(animate=False)

    def validate_cursor(self, cursor: int) -> int:
        """Stay inside."""
        return max(0, min(cursor, len(self.rows) - 1))

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor += by
        self.post_message(self.Moved(self, self.cursor))

    def action_pick(self) -> None:
        """Pick the row under the cursor."""
        self.reveal()
        self.post_message(self.Picked(self, self.cursor))

    def on_key(self, event: Key) -> None:
        """A row's own key picks it."""
        position = self.position_of(event)
        if position is not None:
            event.stop()
            event.prevent_default()
            if self.cursor == position:
                self.reveal()  # the rows may lie below a long text: what is picked is to be seen
            self.cursor = position
            self.post_message(self.Picked(self, self.cursor))

    def position_of(self, event: Key) -> int | None:
        """The row whose own key this is."""
        character = event.character
        return next(
            (keys.index(character) for keys in (self._keys, self._letters) if character and character in keys), None
        )


class Menu(Rows):
    """Rows of which Enter opens one. The cursor goes along with a page, so that Enter opens what is seen."""

    BINDINGS = bindings("menu")

    def _pane(self) -> Widget:
        """What the rows are scrolled in."""
        return next((each for each in self.ancestors if isinstance(each, Widget) and each.max_scroll_y), self.screen)

    def action_page(self, pages: int) -> None:
        """Scroll pages, and take the cursor to the nearest row that is seen then."""
        pane = self._pane()
        view, before = pane.scrollable_content_region, pane.scroll_y
        pane.scroll_relative(y=pages * max(1, view.height - 1), animate=False, immediate=True)
        moved = round(pane.scroll_y - before)
        if not moved:
            self._go(len(self.rows) - 1 if pages > 0 else 0)
            return
        seen = [
            row.position
            for row in self.rows
            if row.region.y - moved >= view.y and row.region.bottom - moved <= view.bottom
        ]
        if seen:
            self._go(min(max(self.cursor, seen[0]), seen[-1]))

    def action_first(self) -> None:
        """To the first row, with what stands above it."""
        self._go(0)
        self._pane().scroll_home(animate=False, immediate=True)

    def action_last(self) -> None:
        """To the last row, with what stands below it."""
        self._go(len(self.rows) - 1)
        self._pane().scroll_end(animate=False, immediate=True)

    def _go(self, position: int) -> None:
        self.action_move(position - self.cursor)
