"""A learner's word against the grader's: how it is kept, and what it makes of an attempt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.fields import Model
from quizapp.domain.ports.progress import Progress
from quizapp.domain.session import Attempt

KIND = "overrule"


class Overrule(Model):
    """What the learner held otherwise, and what the answer is worth by it."""

    overruled: dict[str, bool]
    """By point or red flag: whether it was said."""
    score: float
    rating: Rating
    machine: float
    """The score by the grader alone, as of that day."""


def overruling(event_id: str, attempt: str, overrule: Overrule, at: datetime) -> ActivityEvent:
    """An overrule as it is logged: attempts are never changed, so it stands beside its attempt."""
    return ActivityEvent(id=event_id, kind=KIND, subject=attempt, at=at, detail=overrule.model_dump(mode="json"))


def effective(progress: Progress, attempts: Iterable[Attempt]) -> list[Attempt]:
    """Attempts as they count: with the response, score and rating of their last overrule, if there is one."""
    return [_effective(progress, attempt) for attempt in attempts]


def _effective(progress: Progress, attempt: Attempt) -> Attempt:
    response: Any = attempt.response
    if not isinstance(response, dict) or response.get("kind") != "said":
        return attempt
    events = progress.events(kind=KIND, subject=attempt.id)
    if not events:
        return attempt
    last = Overrule.model_validate(events[-1].detail)
    return attempt.model_copy(
        update={
            "response": {**response, "overruled": last.overruled},
            "score": last.score,
            "rating": last.rating,
        }
    )
