"""The line at the foot of an answered question: verdict, when it comes again, and the rating to be changed."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.card import Rating
from quizapp.domain.wording import in_words
from quizapp.services.answering import Outcome
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.feedback import verdict
from quizapp.ui.words import RATINGS


class RatingKey(Static):
    """One rating: its key and its name; a click does what the key does."""

    def __init__(self, rating: Rating) -> None:
        super().__init__(markup=False)
        self.rating = rating

    def tell(self, *, taken: bool) -> None:
        """Show whether it is the rating that counts."""
        self.set_class(taken, "-taken")
        name = RATINGS[self.rating]
        self.update(
            Content.assemble((str(int(self.rating)), "bold $text-accent"), f" {name}{Mark.RIGHT if taken else ' '}")
        )

    async def on_click(self) -> None:
        """Rate."""
        await self.screen.run_action(f"rate({int(self.rating)})")


class VerdictBar(Horizontal):
    """Stays in view while the explanation scrolls."""

    def compose(self) -> ComposeResult:
        """Verdict on the left, ratings on the right."""
        yield Static(id="verdict", markup=False)
        for rating in RATINGS:
            yield RatingKey(rating)

    def tell(self, outcome: Outcome, now: datetime, *, repeated: bool = False) -> None:
        """Show what came of an answer; `repeated` when the item comes once more in this session."""
        words, style = verdict(outcome.grade)
        due = f"again {in_words(outcome.due, now)}" if outcome.due else ""
        coming = "again this session" if repeated else due
        self.set_classes(style)
        self.query_one("#verdict", Static).update(
            Content.assemble((words, "bold"), (f" {Mark.DOT} {coming}" if coming else "", ""))
        )
        for key in self.query(RatingKey):
            key.set_class(outcome.review is None, "-unrated")
            key.tell(taken=outcome.review is not None and outcome.review.rating is key.rating)
