"""An item's memory state, and the rating that moves it. Words are those of FSRS (Free Spaced Repetition Scheduler)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal

from quizapp.domain.fields import Model, Moment
from quizapp.domain.items.identity import ItemId

LEEWAY = timedelta(hours=8)
"""An item is due so much before its whole days are over, and elapsed days are counted accordingly."""

_DAY = timedelta(days=1)


class Rating(IntEnum):
    """How well an item was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Card(Model):
    """The memory state of one item. An item that was never reviewed has no card."""

    item: ItemId
    state: Literal["learning", "review", "relearning"]
    step: int | None = None
    stability: float
    """Days until the chance of recall falls to 90 %."""
    difficulty: float
    """1 (easy) to 10, as FSRS counts it."""
    due: Moment
    last_review: Moment
    reviews: int = 0
    lapses: int = 0


KNOWN_DAYS = 1.0
"""An item that is not due and has a stability of this many days would most likely be answered now."""
LASTING_DAYS = 21.0
"""An item whose stability reaches this many days outlasts the weeks before an interview."""
WEAK_DIFFICULTY = 6.0
"""From here on, on FSRS' scale of 1 to 10, an item is one of the hard ones; the first Again leads above it."""


def elapsed_days(since: datetime, at: datetime) -> int:
    """Whole days from a review to a later moment, as the schedule counts them: each is over LEEWAY early."""
    return max(0, (at - since + LEEWAY) // _DAY)


class Review(Model):
    """One FSRS event. Cards can be rebuilt from all of them in order."""

    id: str
    attempt: str
    item: ItemId
    at: Moment
    rating: Rating
    overrides: str | None = None
    """The review that this one takes the place of, when the learner changed the rating."""


PASS_SCORE = 0.6
"""Below it an answer counts as not remembered."""


def rate(
    score: float, seconds: float, expected_seconds: float, *, hints: int = 0, solution_seen: bool = False
) -> Rating:
    """The rating that a result earns.

    Args:
        score: of the answer, 0 to 1.
        seconds: that the learner took.
        expected_seconds: that a prepared candidate needs.
        hints: how many were opened before the answer.
        solution_seen: whether the solution was opened before the answer.

    Returns:
        Again below PASS_SCORE or once the solution was seen; Hard for a partial, slow or helped answer;
        Easy for a full one in half the expected time; Good otherwise.
    """
    if score < PASS_SCORE or solution_seen:
        return Rating.AGAIN
    if score < 1.0 or hints >= 2 or seconds > 2.0 * expected_seconds:
        return Rating.HARD
    if hints == 0 and seconds <= 0.5 * expected_seconds:
        return Rating.EASY
    return Rating.GOOD
