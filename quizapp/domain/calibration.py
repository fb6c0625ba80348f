"""Whether predictions of recall come true: predicted chances against what was really remembered, in bins.

Scores are those of forecast verification: the Brier score (Brier 1950, the mean squared error of a chance) and the
logarithmic loss (the mean of -ln of the chance given to what happened). Of both, less is better.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from quizapp.domain.fields import Model

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""A scheduler that aims at 90 % makes most of its predictions near there, so that the bins are narrow there."""
CERTAIN = 1e-6
"""A chance is held this far away from 0 and 1, because one wrong certainty would cost infinitely much."""


class Outcomes(NamedTuple):
    """Predictions of the same chance, and what came of them."""

    predicted: float
    """The chance of recall, 0 to 1."""
    remembered: int
    forgotten: int


class Bin(Model):
    """Reviews whose predicted chance lies between two edges; the upper one belongs to the next bin, but for 1."""

    from_chance: float
    to_chance: float
    reviews: int
    predicted_share: float | None
    """The mean of the predicted chances, 0 to 1; None without reviews."""
    remembered_share: float | None
    """What was really remembered, 0 to 1; None without reviews."""


class Calibration(Model):
    """How good the predictions were; the scores are None without reviews."""

    reviews: int
    predicted_share: float | None
    remembered_share: float | None
    brier_score: float | None
    """0 is perfect; always saying one half gives 0.25."""
    log_loss_nats: float | None
    """0 is perfect; always saying one half gives 0.693."""
    bins: list[Bin]
    """All of EDGES, in rising order."""


class _Sum:
    """What was predicted and what happened, added up."""

    def __init__(self) -> None:
        self.reviews = 0
        self.remembered = 0
        self.predicted = 0.0

    def add(self, outcomes: Outcomes) -> None:
        count = outcomes.remembered + outcomes.forgotten
        self.reviews += count
        self.remembered += outcomes.remembered
        self.predicted += outcomes.predicted * count

    @property
    def predicted_share(self) -> float | None:
        return self.predicted / self.reviews if self.reviews else None

    @property
    def remembered_share(self) -> float | None:
        return self.remembered / self.reviews if self.reviews else None


def calibration(outcomes: Iterable[Outcomes]) -> Calibration:
    """Sort predictions into bins and score them."""
    sums = [_Sum() for _ in EDGES[1:]]
    total = _Sum()
    squares = logs = 0.0
    for each in outcomes:
        sums[bin_of(each.predicted)].add(each)
        total.add(each)
        squares += each.remembered * (1 - each.predicted) ** 2 + each.forgotten * each.predicted**2
        chance = min(1 - CERTAIN, max(CERTAIN, each.predicted))
        logs -= each.remembered * math.log(chance) + each.forgotten * math.log(1 - chance)
    return Calibration(
        reviews=total.reviews,
        predicted_share=total.predicted_share,
        remembered_share=total.remembered_share,
        brier_score=squares / total.reviews if total.reviews else None,
        log_loss_nats=logs / total.reviews if total.reviews else None,
        bins=[
            Bin(
                from_chance=low,
                to_chance=high,
                reviews=each.reviews,
                predicted_share=each.predicted_share,
                remembered_share=each.remembered_share,
            )
            for (low, high), each in zip(pairwise(EDGES), sums, strict=True)
        ],
    )


def bin_of(chance: float) -> int:
    """The position of the bin that a chance falls into."""
    return max(0, min(bisect_right(EDGES, chance) - 1, len(EDGES) - 2))
