"""A session: what was planned, what was answered, and what therefore comes next."""

from __future__ import annotations

import random
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from quizapp.domain.card import Rating, Review
from quizapp.domain.fields import Model, Moment
from quizapp.domain.items.identity import ItemId

MAX_SHOWINGS = 3
"""How often one item may come up in one session."""
RETRY_GAP = 3
"""At least so many other items lie between a failure and the next try, if there are so many left."""


class SessionKind(StrEnum):
    """What is kept as a session; practice keeps attempts only."""

    STUDY = "study"
    INTERVIEW = "interview"


class Session(Model):
    """What a session set out to do. How far it came follows from its attempts."""

    id: str
    kind: SessionKind
    title: str
    plan: list[ItemId]
    seed: int
    """Decides the order in which options are shown."""
    started: Moment
    ended: Moment | None = None
    deadline: Moment | None = None
    blueprint: str | None = None
    moves_schedule: bool = True
    """Whether answers are reviews. Those of a cram, or of redoing what was missed, are kept and change no due date."""


class Attempt(Model):
    """One response, as it was given. Never changed; a changed rating is a new review."""

    id: str
    item: ItemId
    session: str | None
    at: Moment
    seconds: float
    """From showing to answering, by the monotonic clock."""
    response: Any
    """JSON: a `grading.Response`, or for a coding task the verdicts of its checks."""
    score: float
    rating: Rating
    hints: int = 0
    solution_seen: bool = False


def upcoming(session: Session, attempts: Sequence[Attempt], reviews: Sequence[Review] = ()) -> list[ItemId]:
    """The items still to come, the next one first.

    A failed item of a study session comes again after RETRY_GAP others, at most MAX_SHOWINGS times; an interview asks
    each item once.

    Args:
        session: with the plan.
        attempts: of the session, in the order in which they were recorded.
        reviews: of these attempts, likewise; with them a rating that the learner changed counts as changed: who admits
            a guess is asked again, who only mistyped is not.
    """
    changed = {review.attempt: review.rating for review in reviews}
    queue: list[ItemId] = list(dict.fromkeys(session.plan))
    shown: dict[ItemId, int] = {}
    for attempt in attempts:
        if attempt.item not in queue:
            continue
        queue.remove(attempt.item)
        shown[attempt.item] = shown.get(attempt.item, 0) + 1
        failed = changed.get(attempt.id, attempt.rating) is Rating.AGAIN
        if session.kind is SessionKind.STUDY and failed and shown[attempt.item] < MAX_SHOWINGS:
            queue.insert(min(RETRY_GAP, len(queue)), attempt.item)
    return queue


def showing_order(count: int, *, seed: int, item: ItemId, showing: int) -> list[int]:
    """The order in which `count` options are shown: the same for one showing, another for the next one."""
    order = list(range(count))
    random.Random(f"{seed}/{item}/{showing}").shuffle(order)  # noqa: S311 - no secret hangs on it
    return order
