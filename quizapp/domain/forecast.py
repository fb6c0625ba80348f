"""What will be remembered, and what will come due, if nothing is reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from quizapp.domain.fields import Model

HORIZON_DAYS = 30

Curve = Callable[[float, float], float]
"""The chance of recall so many days after a review that left a stability of so many days."""


class Traces(NamedTuple):
    """Cards that are alike: as old, and about as stable."""

    days: int
    """Whole days since the last review."""
    stability: float
    """Days; the mean of these cards."""
    cards: int


class Forecast(Model):
    """Day 0 is today."""

    cards: int
    """Items with a memory state."""
    expected_recall_share_by_day: list[float]
    """The mean chance of recall over all cards, 0 to 1, on each of days 0 to HORIZON_DAYS; empty without cards."""
    due_cards_by_day: list[int]
    """How many cards come due on each of days 0 to HORIZON_DAYS; day 0 has those that are due already."""


def forecast(traces: Iterable[Traces], due: Sequence[int], curve: Curve) -> Forecast:
    """Let every memory fade along the forgetting curve.

    Args:
        traces: every card.
        due: by day, today first.
        curve: of the scheduler.
    """
    sums = [0.0] * (HORIZON_DAYS + 1)
    cards = 0
    for days, stability, count in traces:
        cards += count
        for ahead in range(HORIZON_DAYS + 1):
            sums[ahead] += count * curve(days + ahead, stability)
    return Forecast(
        cards=cards,
        expected_recall_share_by_day=[total / cards for total in sums] if cards else [],
        due_cards_by_day=list(due),
    )
