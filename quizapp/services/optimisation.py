"""Fitting the schedule to the learner: only when there is enough history, and kept only when it predicts better."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizapp.domain.fields import Model
from quizapp.domain.optimisation import Trial
from quizapp.domain.ports.optimiser import Optimiser
from quizapp.domain.ports.progress import Progress
from quizapp.domain.work import UNWATCHED, Advance, Watch


class Optimisation(Model):
    """What came of it."""

    countable: int
    """Reviews at least a day after the one before of the same item."""
    needed: int
    trial: Trial | None = None
    """None: too few reviews."""
    rebuilt: int = 0
    """Cards that were computed anew with better parameters."""

    @property
    def was_kept(self) -> bool:
        """Whether the schedule goes by new parameters now."""
        return self.trial is not None and self.trial.is_better

    @property
    def told(self) -> list[str]:
        """What a person should know of it, a paragraph each."""
        trial = self.trial
        if trial is None:
            counts = f"{self.countable} of your reviews came a day or more after the one before"
            until = "Until then the default parameters, made from the reviews of many learners, predict better."
            return [f"Too early: {counts}, and {self.needed} are needed.\n{until}"]
        judged = (
            f"{trial.reviews} reviews counted; the latest {trial.held_out} were held out and predicted "
            "(log-loss, lower is better):\n"
            f"  so far  {trial.loss_before:.4f}\n"
            f"  fitted  {trial.loss_after:.4f}"
        )
        if self.was_kept:
            cards = f"{self.rebuilt} cards were scheduled anew"
            return [judged, f"Kept the fitted parameters; {cards}. `quizapp optimise --reset` goes back."]
        return [judged, "Kept the parameters so far: the fitted ones predict no better."]


class OptimisationService:
    """Tries parameters and keeps the better ones.

    Args:
        progress: the reviews.
        optimiser: fits.
        current: the parameters so far; None for the defaults.
        keep: makes the schedule go by a trial's parameters, and returns how many cards were computed anew.
    """

    def __init__(
        self,
        progress: Progress,
        optimiser: Optimiser,
        *,
        current: Sequence[float] | None,
        keep: Callable[[Trial], int],
    ) -> None:
        self._progress = progress
        self._optimiser = optimiser
        self._current = current
        self._keep = keep

    def standing(self) -> Optimisation:
        """How many reviews there are, and how many are needed."""
        return Optimisation(
            countable=self._optimiser.countable(self._progress.reviews()), needed=self._optimiser.needed
        )

    def optimise(self, watch: Watch = UNWATCHED) -> Optimisation:
        """Fit, judge, and keep what is better; nothing changes before the end, so it may be stopped at any time."""
        watch.tell(Advance("reading your reviews"))
        standing = self.standing()
        if standing.countable < standing.needed:
            return standing
        trial = self._optimiser.optimise(self._progress.reviews(), self._current, watch)
        watch.check()
        watch.tell(Advance("scheduling anew", stoppable=False))
        rebuilt = self._keep(trial) if trial.is_better else 0
        return standing.model_copy(update={"trial": trial, "rebuilt": rebuilt})
