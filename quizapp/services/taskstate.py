"""How far the learner has come with a coding task, as its attempts tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quizapp.domain.card import Card
from quizapp.domain.fields import Model
from quizapp.domain.report import Verdict
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt


class TaskState(Model):
    """A coding task and how far the learner has come with it."""

    listing: Listing
    best: float | None
    """The best share of checks passed; None when never checked."""
    passed: bool
    due: datetime | None
    best_checks: tuple[int, int] | None = None
    """Passed and all checks of the best run; None when never checked."""
    lapsed: bool = False
    """Passed once, and due again by now."""


def state_of(listing: Listing, attempts: Sequence[Attempt], card: Card | None, now: datetime) -> TaskState:
    """The state of a task with these attempts."""
    best = max(attempts, key=lambda attempt: attempt.score, default=None)
    passed = any(has_passed(attempt) for attempt in attempts)
    return TaskState(
        listing=listing,
        best=best.score if best else None,
        passed=passed,
        due=card.due if card else None,
        best_checks=counted(best) if best else None,
        lapsed=passed and card is not None and card.due <= now,
    )


def has_passed(attempt: Attempt) -> bool:
    """Whether every check passed."""
    return isinstance(attempt.response, dict) and attempt.response.get("verdict") == Verdict.PASSED


def counted(attempt: Attempt) -> tuple[int, int] | None:
    """Passed and all checks of a run."""
    checks = attempt.response.get("checks") if isinstance(attempt.response, dict) else None
    if not isinstance(checks, dict):
        return None
    return sum(verdict == Verdict.PASSED for verdict in checks.values()), len(checks)


def judged(attempt: Attempt) -> str | None:
    """The digest of the files that a run judged; None in attempts of before it was noted."""
    return attempt.response.get("sources") if isinstance(attempt.response, dict) else None
