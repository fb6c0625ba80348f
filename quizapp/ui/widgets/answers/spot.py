"""Point at the line with the defect, then pick which defect it is."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from quizapp.domain.grading import Pointed, Response
from quizapp.domain.items.picked import Spot
from quizapp.services.answering import Showing
from quizapp.ui.text import code, passage
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.rows import DIGITS, LETTERS, Rows, row_keys


class SpotField(AnswerField):
    """Numbered lines of code, and below them the defects."""

    def __init__(self, showing: Showing, item: Spot) -> None:
        super().__init__(showing)
        self._item = item
        self._order = showing.order
        self._line: int | None = None
        self._option: int | None = None
        self.advice = f"↑↓ and Space mark a line · {row_keys(len(self._order))} picks its defect · Enter answers"

    @property
    def missing(self) -> str:  # type: ignore[override]  # read only here
        """What is still missing."""
        return (
            "Mark a line first: arrows, then Space."
            if self._line is None
            else "Pick the defect first: its number or letter."
        )

    def compose(self) -> ComposeResult:
        """Code, then defects."""
        lines = code(self._item.code, self._item.language).split("\n", allow_blank=True)
        yield Rows([(self._line_label(number), line) for number, line in enumerate(lines, 1)], id="lines")
        yield Static("What is wrong with it?", classes="heading")
        yield Rows(
            [
                (self._option_label(place), passage(self._item.options[position].text))
                for place, position in enumerate(self._order)
            ],
            keys=DIGITS[: len(self._order)],
            letters=LETTERS[: len(self._order)],
            id="defects",
        )

    def on_mount(self) -> None:
        """Show what was marked and picked before."""
        self._paint()

    def _paint(self) -> None:
        for number, row in enumerate(self.query_one("#lines", Rows).rows, 1):
            row.tell(self._line_label(number), picked=number == self._line)
        for place, row in enumerate(self.query_one("#defects", Rows).rows):
            row.tell(self._option_label(place), picked=self._order[place] == self._option)

    def restore(self, response: Response) -> None:
        """Mark and pick again."""
        if isinstance(response, Pointed):
            self._line = response.line or None
            self._option = response.option

    def _line_label(self, number: int) -> Content:
        marked = number == self._line
        return Content.assemble(
            ("▶" if marked else " ", "bold $text-accent"), (f"{number:>3} ", "bold" if marked else "$muted")
        )

    def _option_label(self, place: int) -> Content:
        picked = self._order[place] == self._option
        return Content.assemble(
            (f" {place + 1} ", "bold $text-accent"), ("(•)" if picked else "( )", "bold" if picked else "$muted")
        )

    def on_key(self, event: Key) -> None:
        """On the code, a defect's key picks it once a line is marked; before, it is told what comes first.

        Lines have numbers, too: a digit must neither do nothing nor be taken for the other.
        """
        defects = self.query_one("#defects", Rows)
        if not self.query_one("#lines", Rows).has_focus or (position := defects.position_of(event)) is None:
            return
        event.stop()
        if self._line is None:
            self.post_message(self.Incomplete(self.missing))
            return
        defects.focus()
        defects.cursor = position
        defects.action_pick()

    @on(Rows.Picked, "#lines")
    def mark(self, event: Rows.Picked) -> None:
        """Mark a line, and go on to the defects."""
        event.stop()
        self._line = event.position + 1
        self._paint()
        if self._option is None:
            self.query_one("#defects", Rows).focus()

    @on(Rows.Picked, "#defects")
    def pick(self, event: Rows.Picked) -> None:
        """Pick a defect."""
        event.stop()
        self._option = self._order[event.position]
        self._paint()

    @on(Rows.Moved)
    def stop_moves(self, event: Rows.Moved) -> None:
        """Moving alone picks nothing here."""
        event.stop()

    def enter(self) -> None:
        """On the code, Enter marks the line first."""
        lines = self.query_one("#lines", Rows)
        if lines.has_focus and self._line is None:
            lines.action_pick()
            return
        defects = self.query_one("#defects", Rows)
        if defects.has_focus and self._option is None:
            defects.action_pick()
            return
        super().enter()

    def response(self) -> Pointed | None:
        """Line and defect."""
        if self._line is None or self._option is None:
            return None
        return Pointed(line=self._line, option=self._option)
