"""FSRS parameters fitted to one learner's reviews, by the optimiser of the `fsrs` package, which needs torch.

torch is large and wanted by few, so it comes with an extra (`optimise` in pyproject.toml). Everything else here is
plain Python: how many reviews count, what is held out, and how well parameters predicted it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil, log
from typing import Any, NamedTuple

from quizapp.domain.card import Rating, Review, elapsed_days
from quizapp.domain.items.identity import ItemId
from quizapp.domain.optimisation import Trial
from quizapp.domain.replay import effective
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.errors import UsageError
from quizapp.scheduling.memory import Memory, State

BATCH = 512
"""The package gives back its defaults, without a word, when fewer reviews count."""
HELD_OUT = 0.2
"""The share of reviews, the latest ones, on which parameters are judged: they are predicted from those before."""
LONGEST = 64
"""The package looks at the first so many reviews of an item."""
EPOCHS = 5
"""The package learns in so many rounds."""
_SURE = 1e-6
"""No prediction is surer: a single surprise would else weigh more than everything else."""


class _Event(NamedTuple):
    """A review of one item."""

    at: datetime
    days: int | None
    """Whole days since the one before; None at the first."""
    rating: Rating

    @property
    def counts(self) -> bool:
        """Whether it says something about forgetting."""
        return self.days is not None and self.days >= 1


class TorchOptimiser:
    """Fits on earlier reviews and judges on later ones."""

    needed = ceil(BATCH / (1 - HELD_OUT))

    def countable(self, reviews: Iterable[Review]) -> int:
        """How many reviews came at least a day after the one before of the same item."""
        return len(_moments(_sequences(reviews)))

    def optimise(self, reviews: Iterable[Review], before: Sequence[float] | None, watch: Watch = UNWATCHED) -> Trial:
        """Fit parameters; seconds to minutes. An interruption leaves nothing behind.

        Args:
            reviews: as recorded; at least `needed` of them count.
            before: the parameters so far; None for the defaults.
            watch: hears how far it is, and may stop it.

        Raises:
            UsageError: the optimiser is not installed.
            ValueError: too few reviews.
            StoppedError: the watch said so.
        """
        from fsrs.scheduler import DEFAULT_PARAMETERS  # noqa: PLC0415 - as in fsrs.py

        sequences = _sequences(reviews)
        moments = _moments(sequences)
        if len(moments) < self.needed:
            raise ValueError(f"{len(moments)} reviews count, {self.needed} are needed")
        cut = moments[ceil(len(moments) * (1 - HELD_OUT))]
        earlier = [[event for event in sequence if event.at < cut] for sequence in sequences]
        fitted = _fit(earlier, watch)
        watch.tell(Advance("judging"))
        loss_before, held_out = log_loss(sequences, before or DEFAULT_PARAMETERS, cut)
        loss_after, _ = log_loss(sequences, fitted, cut)
        return Trial(
            parameters=fitted,
            reviews=len(moments),
            held_out=held_out,
            loss_before=loss_before,
            loss_after=loss_after,
        )


def log_loss(sequences: Iterable[Sequence[_Event]], parameters: Sequence[float], cut: datetime) -> tuple[float, int]:
    """The mean log-loss of predictions from a moment on, each made from all reviews before; and how many there are."""
    memory = Memory(parameters)
    losses = []
    for sequence in sequences:
        state: State | None = None
        for event in sequence:
            if state is None or event.days is None:
                state = memory.firsts[event.rating - 1]
                continue
            if event.counts and event.at >= cut:
                chance = min(max(memory.recall(event.days, state.stability), _SURE), 1 - _SURE)
                losses.append(-log(1 - chance if event.rating is Rating.AGAIN else chance))
            state = memory.after(state, event.days, event.rating)
    return sum(losses) / max(1, len(losses)), len(losses)


def _sequences(reviews: Iterable[Review]) -> list[list[_Event]]:
    """The reviews of each item that count for its schedule, in order."""
    found: dict[ItemId, list[_Event]] = {}
    for review in sorted(effective(reviews), key=lambda review: review.at):
        sequence = found.setdefault(review.item, [])
        if len(sequence) < LONGEST:
            days = elapsed_days(sequence[-1].at, review.at) if sequence else None
            sequence.append(_Event(review.at, days, review.rating))
    return list(found.values())


def _moments(sequences: Iterable[Sequence[_Event]]) -> list[datetime]:
    return sorted(event.at for sequence in sequences for event in sequence if event.counts)


def _fit(sequences: Iterable[Sequence[_Event]], watch: Watch) -> tuple[float, ...]:
    watch.tell(Advance("loading the optimiser"))
    import fsrs  # noqa: PLC0415 - as above

    logs = []
    for card, sequence in enumerate(sequences):
        at = sequence[0].at if sequence else None
        for event in sequence:
            # The package counts full 24 hours, we count days that are over some hours early: give it days of its own.
            at = event.at if at is None or event.days is None else at + timedelta(days=event.days)
            logs.append(fsrs.ReviewLog(card, fsrs.Rating(int(event.rating)), at, None))
    try:
        optimiser = fsrs.Optimizer(logs)
    except ImportError as error:
        raise UsageError(
            "The optimiser is not installed: it needs torch, which is large, so it does not come with quizapp.",
            hint=f'{sys.executable} -m pip install "fsrs[optimizer]"   Everything else works without it.',
        ) from error
    optimiser._revlogs_train = _Histories(optimiser._revlogs_train, watch)  # noqa: SLF001 - it tells nobody how far it is
    return tuple(float(value) for value in optimiser.compute_optimal_parameters())


class _Histories(dict[int, list[Any]]):
    """Reviews by item as the package reads them: what is read is counted, and may be stopped there.

    The package goes through all items once to count, then in each of EPOCHS rounds once to learn and once to judge.
    """

    def __init__(self, histories: Mapping[int, list[Any]], watch: Watch) -> None:
        super().__init__(histories)
        self._watch = watch
        self._read = 0
        self._total = len(histories) * (1 + 2 * EPOCHS)

    def __getitem__(self, card: int) -> list[Any]:
        self._read += 1
        self._watch.tell(Advance("fitting", self._read, max(self._read, self._total), "step"))
        return super().__getitem__(card)
