"""Say what an app answers."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.domain.grading import Response, Typed, json_text
from quizapp.domain.items.predicted import Ask, Predict
from quizapp.services.answering import Showing
from quizapp.ui.text import clean, code, inline
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.answers.typed import TypedInput
from quizapp.ui.widgets.exchange import request_text
from quizapp.ui.widgets.rows import DIGITS, LETTERS, Rows, row_keys


class AskField(Vertical):
    """One fact to predict: an input, or choices with a number each."""

    def __init__(self, ask: Ask, number: int, text: str = "") -> None:
        super().__init__(classes="ask")
        self._ask = ask
        self._number = number
        self._text = text
        choices = [json_text(choice) for choice in ask.choices]
        self._choice = choices.index(text) if text in choices else None

    def compose(self) -> ComposeResult:
        """What is asked, and where it is answered."""
        yield Static(Content.assemble(inline(self._ask.say)), classes="ask--say", markup=False)
        if self._ask.choices:
            digits = DIGITS[: len(self._ask.choices)]
            yield Rows(
                [
                    (self._label(place), Content(clean(json_text(choice))))
                    for place, choice in enumerate(self._ask.choices)
                ],
                keys=digits,
                letters=LETTERS[: len(digits)],
            )
        else:
            yield TypedInput(value=self._text, placeholder="your answer")

    def _label(self, place: int) -> Content:
        picked = place == self._choice
        return Content.assemble(
            (f" {place + 1} ", "bold $text-accent"), ("(•)" if picked else "( )", "bold" if picked else "$muted")
        )

    @on(Rows.Picked)
    def pick(self, event: Rows.Picked) -> None:
        """Pick a choice; the field that holds the asks goes on from here."""
        self._choose(event)

    @on(Rows.Moved)
    def follow(self, event: Rows.Moved) -> None:
        """The pick goes with the cursor."""
        event.stop()
        self._choose(event)

    def _choose(self, event: Rows.Picked | Rows.Moved) -> None:
        self._choice = event.position
        for place, row in enumerate(event.rows.rows):
            row.tell(self._label(place), picked=place == self._choice)

    @property
    def text(self) -> str:
        """The answer so far."""
        if self._ask.choices:
            return "" if self._choice is None else json_text(self._ask.choices[self._choice])
        return self.query_one(Input).value

    @property
    def target(self) -> Rows | Input:
        """Where the keys go."""
        return self.query_one(Rows) if self._ask.choices else self.query_one(Input)


class PredictField(AnswerField):
    """The app, the request, and what is asked about the answer."""

    missing = "Predict every part first; Tab goes to the next one."

    def __init__(self, showing: Showing, item: Predict) -> None:
        super().__init__(showing)
        self._item = item
        self._texts = [""] * len(item.asks)
        self.typing = any(not ask.choices for ask in item.asks)
        self.advice = _advice(item)

    def compose(self) -> ComposeResult:
        """App, requests, asks."""
        yield Static(code(self._item.app), classes="code", markup=False)
        yield Static(request_text(self._item), classes="request", markup=False)
        for number, ask in enumerate(self._item.asks, 1):
            yield AskField(ask, number, self._texts[number - 1])

    def restore(self, response: Response) -> None:
        """Predict again."""
        if isinstance(response, Typed) and len(response.texts) == len(self._texts):
            self._texts = response.texts

    def _asks(self) -> list[AskField]:
        return list(self.query(AskField).results(AskField))

    @on(Rows.Picked)
    def go_on(self, event: Rows.Picked) -> None:
        """After a pick, on to what is still open."""
        event.stop()
        for ask in self._asks():
            if not ask.text.strip():
                ask.target.focus()
                return

    def enter(self) -> None:
        """On to what is still open; when nothing is, submit."""
        for ask in self._asks():
            if not ask.text.strip():
                if ask.target.has_focus:
                    super().enter()
                self.screen.set_focus(ask.target)  # at once, see TypedInput
                return
        super().enter()

    def response(self) -> Typed | None:
        """One text an ask."""
        texts = [ask.text for ask in self._asks()]
        return Typed(texts=texts) if all(text.strip() for text in texts) else None


def _advice(item: Predict) -> str:
    """The keys that this one has: some asks have choices, others are typed."""
    counts = [len(ask.choices) for ask in item.asks if ask.choices]
    # Parts of several lengths have no range of keys in common.
    keys = row_keys(counts[0]) if len({*counts}) == 1 else "a row's digit or letter"
    ways = [f"{keys} picks"] if counts else []
    if len(counts) < len(item.asks):
        ways.append("type your answer" if ways else "Type your answer")
    following = "Tab or Enter goes on · Enter on the last one answers" if len(item.asks) > 1 else "Enter answers"
    return f"{', or '.join(ways)} · {following}"
