"""Pick one option, or several."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from quizapp.domain.grading import Picked, Response
from quizapp.domain.items.picked import Choice
from quizapp.services.answering import Showing
from quizapp.ui.text import passage
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.rows import DIGITS, LETTERS, Rows, row_keys


class ChoiceField(AnswerField):
    """Options with a number each."""

    def __init__(self, showing: Showing, item: Choice) -> None:
        super().__init__(showing)
        self._item = item
        self._order = showing.order
        self._picked: set[int] = set()
        several = "picks or unpicks; pick all that hold" if item.multiple else "picks"
        self.advice = f"{row_keys(len(self._order))} {several} · Enter answers"

    def compose(self) -> ComposeResult:
        """The options in the order of this showing."""
        digits = DIGITS[: len(self._order)]
        yield Rows(
            [
                (self._label(place), passage(self._item.options[position].text))
                for place, position in enumerate(self._order)
            ],
            keys=digits,
            letters=LETTERS[: len(digits)],
        )

    def on_mount(self) -> None:
        """Show what was picked before."""
        self._paint()

    def restore(self, response: Response) -> None:
        """Pick again."""
        if isinstance(response, Picked):
            self._picked = {position for position in response.options if position in self._order}

    def _label(self, place: int) -> Content:
        picked = self._order[place] in self._picked
        sign = ("[x]" if picked else "[ ]") if self._item.multiple else ("(•)" if picked else "( )")
        return Content.assemble((f" {place + 1} ", "bold $text-accent"), (sign, "bold" if picked else "$muted"))

    @on(Rows.Picked)
    def pick(self, event: Rows.Picked) -> None:
        """Pick an option; where several may hold, picking again takes it back."""
        event.stop()
        position = self._order[event.position]
        if not self._item.multiple:
            self._picked = {position}
        else:
            self._picked ^= {position}
        self._paint()

    def _paint(self) -> None:
        for place, row in enumerate(self.query_one(Rows).rows):
            row.tell(self._label(place), picked=self._order[place] in self._picked)

    @on(Rows.Moved)
    def follow(self, event: Rows.Moved) -> None:
        """Where one option is picked, the pick goes with the cursor."""
        event.stop()
        if not self._item.multiple:
            self.pick(Rows.Picked(event.rows, event.position))

    def response(self) -> Picked | None:
        """The options picked."""
        return Picked(options=sorted(self._picked)) if self._picked else None
