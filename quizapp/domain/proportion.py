"""How sure a share of successes is."""

from __future__ import annotations

import math

DEVIATIONS_90 = 1.645
"""Half the width of a two-sided 90 % interval, in standard errors."""
DEVIATIONS_95 = 1.959964


def interval(share: float, trials: float, deviations: float) -> tuple[float, float]:
    """Wilson's score interval (E. B. Wilson, JASA 22, 1927), honest for few trials and for extreme shares.

    Args:
        share: of successes, 0 to 1.
        trials: how many there were, more than 0; weighted ones by their effective number.
        deviations: half the interval's width in standard errors.

    Returns:
        its ends; the share lies between them, and they between 0 and 1.
    """
    squared = deviations**2 / trials
    middle = (share + squared / 2) / (1 + squared)
    half = deviations / (1 + squared) * math.sqrt(share * (1 - share) / trials + squared / (4 * trials))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
