"""Memory parameters fitted to one learner's own history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from quizapp.domain.card import Review
from quizapp.domain.fields import Model
from quizapp.domain.work import UNWATCHED, Watch


class Trial(Model):
    """Fitted parameters, and how they did on reviews that they had not seen."""

    parameters: tuple[float, ...]
    reviews: int
    """How many counted in all."""
    held_out: int
    """How many of them were predicted."""
    loss_before: float
    """Mean log-loss of the predictions by the parameters so far; lower is better."""
    loss_after: float

    @property
    def is_better(self) -> bool:
        """Whether the fitted parameters predicted better."""
        return self.loss_after < self.loss_before


class Optimiser(Protocol):
    """Fits memory parameters."""

    @property
    def needed(self) -> int:
        """How many reviews must count."""

    def countable(self, reviews: Iterable[Review]) -> int:
        """How many reviews came at least a day after the one before of the same item."""

    def optimise(self, reviews: Iterable[Review], before: Sequence[float] | None, watch: Watch = UNWATCHED) -> Trial:
        """Fit parameters on earlier reviews and judge them on later ones; may take minutes, unless it is stopped."""
