"""How long answering takes this learner, explanations and second tries included, from when answers were given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import EXPLANATION_SECONDS
from quizapp.domain.session import Attempt

PAUSE = timedelta(minutes=10)
"""Who answers later than this after the answer before was away in between."""
SLOWEST, QUICKEST = 4.0, 0.3
"""No pace is beyond these."""
PRIOR_SECONDS = 1200.0
"""So many seconds of study at the usual pace are added to what was seen, so that a first session decides little."""
USUAL = 1.1
"""The pace before anything is known: a few items are failed and come again."""


def spent(attempts: Iterable[Attempt]) -> Iterator[tuple[Attempt, float]]:
    """Each attempt with the seconds that it took, counted from the answer before it in its session.

    The reading of an explanation so falls to the attempt that follows. A first attempt, or one after a pause, counts
    with the time of its answer and EXPLANATION_SECONDS.

    Args:
        attempts: in the order in which they were recorded.
    """
    last: dict[str | None, Attempt] = {}
    for attempt in attempts:
        before = last.get(attempt.session)
        gap = None if before is None else attempt.at - before.at
        if gap is None or not timedelta(0) <= gap <= PAUSE + timedelta(seconds=attempt.seconds):
            yield attempt, attempt.seconds + EXPLANATION_SECONDS
        else:
            yield attempt, gap.total_seconds()
        last[attempt.session] = attempt


def pace(attempts: Iterable[Attempt], expected: dict[ItemId, float]) -> float:
    """Seconds taken for a second expected; second tries within a session count as time of the first.

    Args:
        attempts: in the order in which they were recorded.
        expected: seconds by item, explanation included; attempts at other items are left out.
    """
    taken, due = PRIOR_SECONDS * USUAL, PRIOR_SECONDS
    seen: set[tuple[str | None, ItemId]] = set()
    for attempt, seconds in spent(attempts):
        if attempt.item not in expected:
            continue
        taken += seconds
        if (attempt.session, attempt.item) not in seen:
            seen.add((attempt.session, attempt.item))
            due += expected[attempt.item]
    return min(max(taken / due, QUICKEST), SLOWEST)
