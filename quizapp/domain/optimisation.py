"""Memory parameters fitted to one learner's own history."""

from __future__ import annotations

from quizapp.domain.fields import Model


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
