"""What studying and interviewing share: showing an item, grading a response, recording it before anything is told."""

from __future__ import annotations

import uuid
from datetime import datetime

from quizapp.domain.card import Card, Rating, Review, rate
from quizapp.domain.fields import Model
from quizapp.domain.grading import Grade, Response, Said, grade
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.session import Attempt, Session, showing_order
from quizapp.services.overrule import Overrule, overruling


class Showing(Model):
    """An item as it stands before the learner."""

    session: Session
    id: ItemId
    item: Item
    topic: str
    """`pack/topic`."""
    order: list[int]
    """Positions of options, lines or right sides, in the order in which they are shown."""
    position: int
    """Counted from 1."""
    total: int
    again: bool = False
    """It was failed earlier in this session."""


class Outcome(Model):
    """What came of a response. It is on disk by the time that anybody sees this."""

    attempt: Attempt
    grade: Grade
    item: Item
    card: Card | None
    """The memory state now."""
    before: Card | None = None
    """The memory state before the review."""
    review: Review | None = None
    """The review that moved the schedule; None for a repetition within one session, and in a cram."""
    overruled: dict[str, bool] = {}
    """What the learner held otherwise than the grader, by point; `grade` is what came of it."""

    @property
    def due(self) -> datetime | None:
        """When the item comes again."""
        return self.card.due if self.card else None


class Answering:
    """Shows items and records responses."""

    def __init__(self, library: Library, progress: Progress, scheduler: Scheduler, clock: Clock) -> None:
        self._library = library
        self._progress = progress
        self._scheduler = scheduler
        self._clock = clock

    def show(self, session: Session, item_id: ItemId, *, position: int, total: int, showing: int) -> Showing:
        """The item, with its options in the order that belongs to this showing."""
        item = self._library.item(item_id)
        listing = self._library.listing(item_id)
        return Showing(
            session=session,
            id=item_id,
            item=item,
            topic=listing.topic if listing else "",
            order=shown_order(session, item_id, item, showing=showing),
            position=position,
            total=total,
            again=showing > 1,
        )

    def record(self, showing: Showing, response: Response, seconds: float) -> Outcome:
        """Grade a response and write it down, with the review that follows."""
        item = showing.item
        graded = grade(item, response)
        attempt = Attempt(
            id=new_id(),
            item=showing.id,
            session=showing.session.id,
            at=self._clock.now(),
            seconds=max(0.0, seconds),
            response=response.model_dump(mode="json"),
            score=graded.score,
            rating=rate(graded.score, seconds, item.seconds),
        )
        before = self._progress.card(showing.id)
        if showing.again or not showing.session.moves_schedule:
            # The schedule was moved by the first answer of the session; a repetition minutes later says little.
            self._progress.record(attempt)
            return Outcome(attempt=attempt, grade=graded, item=item, card=before, before=before)
        review = review_of(attempt, attempt.rating)
        card = self._scheduler.review(before, showing.id, attempt.rating, attempt.at)
        self._progress.record(attempt, review, card)
        return Outcome(attempt=attempt, grade=graded, item=item, card=card, before=before, review=review)

    def rerate(self, outcome: Outcome, rating: Rating) -> Outcome:
        """Let the learner's own rating take the place of the earned one."""
        if outcome.review is None or outcome.review.rating is rating:
            return outcome
        review = review_of(outcome.attempt, rating, overrides=outcome.review.id)
        card = self._scheduler.review(outcome.before, outcome.attempt.item, rating, outcome.attempt.at)
        self._progress.revise(review, card)
        return outcome.model_copy(update={"card": card, "review": review})

    def overrule(self, outcome: Outcome, point: str, *, said: bool) -> Outcome:
        """Let the learner's word on a point, or on a red flag, take the place of the grader's.

        The attempt stays as it was written; the overrule stands beside it, and the score that counts is the new one.
        """
        written = Said.model_validate(outcome.attempt.response)
        machine = grade(outcome.item, written)
        overruled = {**outcome.overruled, point: said}
        graded = grade(outcome.item, written.model_copy(update={"overruled": overruled}))
        attempt = outcome.attempt
        rating = rate(graded.score, attempt.seconds, outcome.item.seconds)
        overrule = Overrule(overruled=overruled, score=graded.score, rating=rating, machine=machine.score)
        self._progress.log(overruling(new_id(), attempt.id, overrule, self._clock.now()))
        outcome = outcome.model_copy(update={"grade": graded, "overruled": overruled})
        return self.rerate(outcome, rating)


def shown_order(session: Session, item_id: ItemId, item: Item, *, showing: int) -> list[int]:
    """The order in which a session shows an item's options, lines or right sides."""
    return showing_order(_choices(item), seed=session.seed, item=item_id, showing=showing)


def _choices(item: Item) -> int:
    match item:
        case Choice() | Spot():
            return len(item.options)
        case Order():
            return len(item.lines) + len(item.extra)
        case Match():
            return len(item.rights)
        case _:
            return 0


def new_id() -> str:
    """A unique id."""
    return uuid.uuid4().hex


def review_of(attempt: Attempt, rating: Rating, *, overrides: str | None = None) -> Review:
    """The FSRS event that an attempt causes; an overriding one stands at the same moment."""
    return Review(id=new_id(), attempt=attempt.id, item=attempt.item, at=attempt.at, rating=rating, overrides=overrides)
