"""Pair left with right."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.grading import Paired, Response
from quizapp.domain.items.arranged import Match
from quizapp.services.answering import Showing
from quizapp.ui.keys import bindings
from quizapp.ui.text import passage
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.rows import LETTERS, Rows


class LeftRows(Rows):
    """The left sides; the cursor says which one is being paired."""

    BINDINGS = bindings("match")

    def action_clear(self) -> None:
        """Take the pairing of the row back."""
        field = self.parent
        if isinstance(field, MatchField):
            field.pair(self.cursor, None)


class MatchField(AnswerField):
    """Left sides on top with what was paired; right sides below, each with its letter."""

    missing = "Pair every row first: a letter pairs the one under the cursor."

    def __init__(self, showing: Showing, item: Match) -> None:
        super().__init__(showing)
        self._item = item
        self._order = showing.order
        self._chosen: list[int | None] = [None] * len(item.pairs)
        """For each left side, a position in the item's right sides."""
        self.advice = f"a-{LETTERS[len(self._order) - 1]} pairs the row · ↑↓ moves · Backspace clears · Enter answers"

    def compose(self) -> ComposeResult:
        """Left sides, then right sides."""
        yield LeftRows([self._left(place) for place in range(len(self._item.pairs))], id="lefts")
        yield Static("Goes with", classes="heading")
        rights = self._item.rights
        yield Rights(
            [
                (Content.styled(f" {LETTERS[place]} ", "bold $text-accent"), passage(rights[position]))
                for place, position in enumerate(self._order)
            ],
            id="rights",
        )

    def restore(self, response: Response) -> None:
        """Pair again."""
        if isinstance(response, Paired) and len(response.rights) == len(self._chosen):
            self._chosen = [position if position in self._order else None for position in response.rights]

    def _left(self, place: int) -> tuple[Content, Content]:
        chosen = self._chosen[place]
        left = passage(self._item.pairs[place].left)
        if chosen is None:
            text = Content.assemble(left, ("  → ", "$muted"), ("…", "$muted"))
        else:
            letter = LETTERS[self._order.index(chosen)]
            text = Content.assemble(
                left, ("  → ", "$muted"), (f"{letter}) ", "bold $text-accent"), passage(self._item.rights[chosen])
            )
        return Content.styled(f" {place + 1} ", "bold"), text

    def pair(self, place: int, position: int | None) -> None:
        """Pair a left side, and go on to the next one that is unpaired."""
        self._chosen[place] = position
        rows = self.query_one("#lefts", LeftRows)
        rows.rows[place].tell(*self._left(place))
        if position is None:
            return
        count = len(self._chosen)
        following = [(place + step) % count for step in range(1, count)]
        unpaired = [later for later in following if self._chosen[later] is None]
        if unpaired:
            rows.cursor = unpaired[0]

    def on_key(self, event: events.Key) -> None:
        """A letter pairs the row under the cursor."""
        letters = LETTERS[: len(self._order)]
        if event.character and event.character in letters:
            event.stop()
            event.prevent_default()
            self.pair(self.query_one("#lefts", LeftRows).cursor, self._order[letters.index(event.character)])

    @on(Rows.Picked, "#rights")
    def pick(self, event: Rows.Picked) -> None:
        """A click on a right side pairs the row under the cursor."""
        event.stop()
        lefts = self.query_one("#lefts", LeftRows)
        self.pair(lefts.cursor, self._order[event.position])
        lefts.focus()

    def response(self) -> Paired | None:
        """What was paired."""
        return Paired(rights=list(self._chosen)) if None not in self._chosen else None


class Rights(Rows, can_focus=False):
    """The right sides: to be read and clicked; letters reach them from anywhere."""
