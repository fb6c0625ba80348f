"""From scores to a share with its range, a level of 1 to 4, and a verdict against the pass mark."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from quizapp.domain.fields import Model
from quizapp.domain.proportion import DEVIATIONS_90, interval

MIN_ANSWERED = 5
"""Fewer answers than this say nothing about a candidate."""
MIN_LEVEL = 3
"""Fewer questions than this make no level."""
LEVELS = (0.4, 0.65, 0.85)
"""Shares from which on a level is 2, 3, 4."""
LEVEL_WORDS = {1: "not yet", 2: "partly", 3: "solid", 4: "strong"}


class Standing(StrEnum):
    """A result against the pass mark."""

    PASSED = "passed"
    CLOSE = "too close to call"
    NOT_PASSED = "not passed"
    NOT_ENOUGH = "not enough data"


class Share(Model):
    """A weighted mean of scores, 0 to 1, with its 90 % range."""

    mean: float
    low: float
    high: float
    count: int

    @property
    def level(self) -> int:
        """1 (not yet) to 4 (strong)."""
        return level_of(self.mean)

    @property
    def levels(self) -> tuple[int, int]:
        """The range of the level."""
        return level_of(self.low), level_of(self.high)

    @property
    def is_enough(self) -> bool:
        """Whether there were questions enough for a level."""
        return self.count >= MIN_LEVEL


def level_of(share: float) -> int:
    """The level that a share earns."""
    return 1 + sum(share >= bound - 1e-9 for bound in LEVELS)


def share(scores: Sequence[float], weights: Sequence[float] | None = None) -> Share:
    """The mean with its 90 % range; that of no scores is 0 to 1.

    Partial scores vary less than right and wrong do, so the range errs towards the wide side. Weights count by Kish's
    effective number, (sum w)^2 / sum w^2.
    """
    weights = [1.0] * len(scores) if weights is None else weights
    whole = sum(weights)
    if not whole:
        return Share(mean=0.0, low=0.0, high=1.0, count=0)
    mean = min(1.0, max(0.0, sum(s * w for s, w in zip(scores, weights, strict=True)) / whole))
    n = whole**2 / sum(weight**2 for weight in weights)
    low, high = interval(mean, n, DEVIATIONS_90)
    return Share(mean=mean, low=low, high=high, count=len(scores))


def judge(result: Share, *, answered: int, pass_mark: float) -> Standing:
    """Measure a result against the pass mark by its range.

    Args:
        result: over every question planned; one that was not reached counts 0.
        answered: how many were answered.
        pass_mark: 0 to 1.
    """
    if answered < MIN_ANSWERED or result.count < MIN_ANSWERED:
        return Standing.NOT_ENOUGH
    if result.low >= pass_mark:
        return Standing.PASSED
    if result.high < pass_mark:
        return Standing.NOT_PASSED
    return Standing.CLOSE
