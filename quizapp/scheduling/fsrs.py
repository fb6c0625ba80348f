"""`Scheduler` by FSRS-6, the Free Spaced Repetition Scheduler, through the `fsrs` package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.domain.card import LEEWAY, Card, Rating, elapsed_days
from quizapp.domain.fields import utc
from quizapp.domain.items.identity import ItemId
from quizapp.scheduling.memory import Memory

if TYPE_CHECKING:
    import fsrs

_DAY = timedelta(days=1)


class FsrsScheduler:
    """Computes memory states from reviews; the same reviews always give the same cards.

    How it is set up, and why:

    - No learning or relearning steps. These bring a card back after minutes and belong to programs in which one sits
      until nothing is left. Here a session has an end and brings a failed item back within itself, unscheduled, and an
      interval is whole days, at least one. So every card is in the state `review`.
    - No fuzz. It is there to keep items apart that were learnt together, which sessions do by interleaving topics;
      without it what is previewed is what happens, and cards can be rebuilt from their reviews.
    - An item comes due LEEWAY before its days are over, and counts as that many days old from then on. The package
      counts days as full 24 hours: who studies at nine in the evening and at eight the next would find nothing due, and
      a review made then would count as one on the same day.
    - No interval over `longest` days: what interviews ask changes faster than a memory at its best fades.

    Args:
        desired_retention: the chance of recall at which an item comes due, between 0 and 1.
        longest: the longest interval in days.
        parameters: the learner's own; None for FSRS's defaults.
    """

    def __init__(
        self, desired_retention: float = 0.9, *, longest: int = 365, parameters: Sequence[float] | None = None
    ) -> None:
        self._parameters = parameters
        self._desired_retention = desired_retention
        self._longest = longest

    @cached_property
    def _engine(self) -> fsrs.Scheduler:
        from fsrs import Scheduler  # noqa: PLC0415 - loaded at the first review: a home screen needs none of it
        from fsrs.scheduler import DEFAULT_PARAMETERS  # noqa: PLC0415 - loaded at the first review

        return Scheduler(
            self._parameters or DEFAULT_PARAMETERS,
            desired_retention=self._desired_retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=self._longest,
            enable_fuzzing=False,
        )

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self._engine.parameters)

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        """The card after a review; None stands for an item that was never reviewed."""
        from fsrs import Rating as TheirRating  # noqa: PLC0415 - loaded at the first review

        at = utc(at)
        theirs, _ = self._engine.review_card(_theirs(card, at), TheirRating(int(rating)), at)
        assert theirs.stability is not None
        assert theirs.difficulty is not None
        return Card(
            item=item,
            state="review",
            stability=theirs.stability,
            difficulty=theirs.difficulty,
            due=theirs.due - LEEWAY,
            last_review=at,
            reviews=1 if card is None else card.reviews + 1,
            lapses=0 if card is None else card.lapses + (rating is Rating.AGAIN),
        )

    def recall(self, days: float, stability: float) -> float:
        """The chance of recall so many days after a review that left a stability of so many; FSRS-6's power curve."""
        return self._memory.recall(days, stability)

    def preview(self, card: Card | None, item: ItemId, at: datetime) -> Mapping[Rating, datetime]:
        """When the item would be due after each rating."""
        return {rating: self.review(card, item, rating, at).due for rating in Rating}


def _theirs(card: Card | None, at: datetime) -> fsrs.Card:
    """Our card as the package knows it, last reviewed as many whole days before `at` as we count."""
    from fsrs import Card as TheirCard  # noqa: PLC0415 - loaded at the first review
    from fsrs import State  # noqa: PLC0415 - loaded at the first review

    # An id of zero, because without one the package waits a millisecond to make a unique one.
    if card is None:
        return TheirCard(card_id=0, due=at)
    days = elapsed_days(card.last_review, at)
    return TheirCard(
        card_id=0,
        state=State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=at - days * _DAY,
    )
