"""A list of rows of any height with a cursor: what options, lines and pairs are shown in."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.ui.keys import bindings

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "123456789"


def row_keys(count: int) -> str:
    """The keys of so many rows that have a digit and a letter each: `1-4 or a-d`."""
    last = max(1, min(count, len(DIGITS)))
    return f"{DIGITS[0]}-{DIGITS[last - 1]} or {LETTERS[0]}-{LETTERS[last - 1]}" if last > 1 else "1 or a"


class Row(Horizontal):
    """A label that stays in its column, and a text that wraps beside it."""

    def __init__(self, position: int, label: Content, text: Content) -> None:
        super().__init__()
        self.position = position
        self._label = Static(label, classes="row--label", markup=False)
        self._text = Static(text, classes="row--text", markup=False)

    def compose(self) -> ComposeResult:
        """Both in one line."""
        yield self._label
        yield self._text

    def tell(self, label: Content, text: Content | None = None) -> None:
        """Change what stands in the row."""
        _change(self._label, label)
        if text is not None:
            _change(self._text, text)

    def on_click(self, event: Click) -> None:
        """A click picks the row."""
        event.stop()
        rows = self.parent
        if isinstance(rows, Rows):
            rows.focus()
            rows.cursor = self.position
            rows.post_message(Rows.Picked(rows, self.position))


def _change(part: Static, new: Content) -> None:
    """Everything below is laid out anew only if something may have to move."""
    old = part.content
    if not isinstance(old, Content):
        part.update(new)
    elif not old.is_same(new):  # == would compare the words alone, and overlook what is bold now
        part.update(new, layout=_room(old) != _room(new))


def _room(text: Content) -> list[int]:
    return [line.cell_length for line in text.split("\n", allow_blank=True)]


class Rows(Vertical, can_focus=True):
    """Rows under one cursor. Arrows or j and k move it; Space, a click or the row's own key picks."""

    BINDINGS = bindings("rows")
    cursor: reactive[int] = reactive(0)

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
        yield from self.rows

    def on_mount(self) -> None:
        """Show where the cursor is."""
        self.watch_cursor(self.cursor, self.cursor)

    def watch_cursor(self, before: int, now: int) -> None:
        """Paint the cursor, and bring its row into view."""
        if before < len(self.rows):
            self.rows[before].remove_class("-cursor")
        if now < len(self.rows):
            self.rows[now].add_class("-cursor")
            if before != now:
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
            self.cursor = position
            self.reveal()  # the rows may lie below a long text: what is picked is to be seen
            self.post_message(self.Picked(self, self.cursor))

    def position_of(self, event: Key) -> int | None:
        """The row whose own key this is."""
        character = event.character
        return next(
            (keys.index(character) for keys in (self._keys, self._letters) if character and character in keys), None
        )


class Menu(Rows):
    """Rows of which Enter opens one."""

    BINDINGS = bindings("menu")
