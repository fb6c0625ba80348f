"""A question as it is asked: topic and kind, stem, and where it is answered."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from quizapp.domain.grading import Response
from quizapp.domain.items.any import Item
from quizapp.domain.items.picked import Choice
from quizapp.services.answering import Showing
from quizapp.ui.keys import spoken
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.answers import answer_field
from quizapp.ui.widgets.material import Material
from quizapp.ui.widgets.prose import Prose

WORDS = {
    "choice": "pick one",
    "short": "type it",
    "cloze": "fill the blanks",
    "order": "put in order",
    "match": "match",
    "predict": "predict the answer",
    "spot": "find the defect",
    "open": "answer in your own words",
}


def kind_words(item: Item) -> str:
    """What is to be done, in two or three words."""
    return "pick all that hold" if isinstance(item, Choice) and item.multiple else WORDS[item.kind]


class Question(Vertical):
    """Shown while asking; after the answer the field makes room for what is told."""

    def __init__(self, showing: Showing, *, topic: str, entered: Response | None = None) -> None:
        """A question.

        Args:
            showing: what is asked.
            topic: its title.
            entered: what stands in the answer field from the start.
        """
        super().__init__()
        self._showing = showing
        self._topic = topic
        self._unsaying: Timer | None = None
        self.field = answer_field(showing)
        if entered is not None:
            self.field.restore(entered)

    def compose(self) -> ComposeResult:
        """Head, stem, field, advice."""
        item = self._showing.item
        again = f" {Mark.DOT} once more" if self._showing.again else ""
        yield Static(
            Content.assemble((clean(self._topic), "bold"), f" {Mark.DOT} {kind_words(item)}{again}"),
            classes="question--head",
            markup=False,
        )
        yield Prose(item.stem, classes="stem")
        yield self.field
        self.field.advice = self._advice()
        yield Static(self.field.advice, classes="advice", markup=False)

    def _advice(self) -> str:
        """How to answer, with the person's own key if they have one in the place of Enter."""
        own = getattr(self.app, "own_keys", {})
        command = "typing.submit" if self.field.typing else "answer.submit"
        return self.field.advice.replace("Enter", spoken(command, own)) if command in own else self.field.advice

    def say(self, missing: str, seconds: float) -> None:
        """Say below the answer what it still lacks, in place of how to answer; nothing lies over the options."""
        if self._unsaying is not None:
            self._unsaying.stop()
        self._unsaying = self.set_timer(seconds, self._unsay)
        for advice in self.query(".advice").results(Static):
            advice.update(Content.styled(f"{Mark.FLAG} {missing}", "bold $text-warning"))
            advice.scroll_visible(animate=False)

    def _unsay(self) -> None:
        for advice in self.query(".advice").results(Static):
            advice.update(self.field.advice)

    async def replace_field(self, told: Widget) -> None:
        """Put what is told in the field's place."""
        await self.remove_children([*self.query(".advice").results(Widget), self.field])
        await self.mount(Material(self._showing.item), told)
