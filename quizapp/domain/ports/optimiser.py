"""The port to what fits memory parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from quizapp.domain.card import Review
from quizapp.domain.optimisation import Trial
from quizapp.domain.work import UNWATCHED, Watch


class Optimiser(Protocol):
    """Fits memory parameters."""

    @property
    def needed(self) -> int:
        """How many reviews must count."""

    def countable(self, reviews: Iterable[Review]) -> int:
        """How many reviews came at least a day after the one before of the same item."""

    def optimise(self, reviews: Iterable[Review], before: Sequence[float] | None, watch: Watch = UNWATCHED) -> Trial:
        """Fit parameters on earlier reviews and judge them on later ones; may take minutes, unless it is stopped."""
