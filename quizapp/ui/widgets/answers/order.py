"""Arrange lines: take them one after another in the right order."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content

from quizapp.domain.grading import Arranged, Response
from quizapp.domain.items.arranged import Order
from quizapp.services.answering import Showing
from quizapp.ui.keys import bindings
from quizapp.ui.text import code, passage
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.rows import LETTERS, Rows


class OrderRows(Rows):
    """Rows that may also be moved past each other."""

    BINDINGS = bindings("order")

    def action_shift(self, by: int) -> None:
        """Move the line under the cursor."""
        field = self.parent
        if isinstance(field, OrderField):
            field.shift(self.cursor, by)


class OrderField(AnswerField):
    """Lines taken stand on top, numbered; lines left stand below, each with its letter."""

    def __init__(self, showing: Showing, item: Order) -> None:
        super().__init__(showing)
        self._item = item
        self._every = item.lines + item.extra
        self._shown = showing.order
        """Positions by letter."""
        self._placed: list[int] = []
        last = LETTERS[len(self._shown) - 1]
        self.advice = f"a-{last} takes a line or puts it back · Shift+↑↓ moves it · Enter answers"
        if item.extra:
            self.missing = "Take the lines in their order first, each by its letter; some may belong nowhere."
        else:
            self.missing = "Take every line first, each by its letter."

    def compose(self) -> ComposeResult:
        """All lines, the ones taken first."""
        yield OrderRows([self._row(place) for place in range(len(self._shown))])

    def on_mount(self) -> None:
        """Show which lines are left."""
        self._paint()

    def restore(self, response: Response) -> None:
        """Take the lines again."""
        if isinstance(response, Arranged):
            self._placed = [position for position in response.lines if position in self._shown]

    def _sequence(self) -> list[int]:
        return self._placed + [position for position in self._shown if position not in self._placed]

    def _row(self, place: int) -> tuple[Content, Content]:
        position = self._sequence()[place]
        letter = LETTERS[self._shown.index(position)]
        text = self._every[position]
        taken = place < len(self._placed)
        label = Content.assemble(
            (f" {place + 1:>2}." if taken else "  · ", "bold $text-success" if taken else "$muted"),
            (f" {letter} ", "bold $text-accent"),
        )
        return label, code(text) if self._item.code else passage(text)

    def _paint(self) -> None:
        rows = self.query_one(OrderRows)
        for place, row in enumerate(rows.rows):
            row.tell(*self._row(place), picked=place < len(self._placed))
            row.set_class(place == len(self._placed) and place > 0, "-first-left")

    @on(Rows.Picked)
    def pick(self, event: Rows.Picked) -> None:
        """Space or a click takes the line or puts it back."""
        event.stop()
        self._toggle(self._sequence()[event.position])

    def on_key(self, event: events.Key) -> None:
        """A letter takes its line, or puts it back."""
        letters = LETTERS[: len(self._shown)]
        if event.character and event.character in letters:
            event.stop()
            event.prevent_default()
            self._toggle(self._shown[letters.index(event.character)])

    def _toggle(self, position: int) -> None:
        if position in self._placed:
            self._placed.remove(position)
        else:
            self._placed.append(position)
        self._paint()

    def shift(self, place: int, by: int) -> None:
        """Move a line within those taken, the cursor with it."""
        target = place + by
        if place < len(self._placed) and 0 <= target < len(self._placed):
            self._placed.insert(target, self._placed.pop(place))
            self.query_one(OrderRows).cursor = target
            self._paint()

    def response(self) -> Arranged | None:
        """The lines taken."""
        whole = len(self._placed) == len(self._every) or (self._item.extra and self._placed)
        return Arranged(lines=list(self._placed)) if whole else None
