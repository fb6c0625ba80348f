"""What planning towards a date is worth: expected recall on the day for three ways to spend the same minutes.

    python tests/benchmarks/planner.py [SEEDS] [DAYS,...] [MINUTES,...]

Learners are simulated with FSRS-6 memories of their own. The planner does not know them: each learner's parameters,
ease of items and chances of ratings differ from what it believes, some answers are rated wrongly, items take longer or
shorter than expected, and some learners come with a history. Recall on the date is counted with the true memories.

- plain: what is due by FSRS (desired retention 0.9), the most overdue first, then new items in roadmap order
- random: any item not yet reviewed today
- short: as plain, but the shortest items first, to tell what comes of choosing short items alone
- ours: `HorizonPlanner`
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import exp, sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizapp.domain.items.identity import ItemId
from quizapp.domain.plan import Agenda, Candidate, Habits, Trace
from quizapp.scheduling.memory import Memory, State
from quizapp.scheduling.planner import HorizonPlanner

BELIEVED = Memory(DEFAULT_PARAMETERS)
HABITS = Habits()
PLANNER = HorizonPlanner(DEFAULT_PARAMETERS)
SECONDS = (40, 45, 50, 60, 65, 80, 95, 110, 140)
"""What items are expected to take, with 20 seconds for the explanation."""
MISRATED = 0.08
T95 = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 7: 2.36, 9: 2.26, 19: 2.09, 29: 2.045}
"""Two-sided 95 % quantiles of Student's t by degrees of freedom."""


class Learner:
    """A simulated person with a library of items."""

    def __init__(self, seed: int, *, items: int = 300) -> None:
        rng = random.Random(f"learner {seed}")
        bounds = zip(DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
        parameters = [min(max(value * exp(rng.gauss(0, 0.2)), low), high) for value, low, high in bounds]
        parameters[:4] = sorted(parameters[:4])
        self._memory = Memory(parameters)
        self._first = [chance * exp(rng.gauss(0, 0.3)) for chance in HABITS.first]
        self._recalled = [chance * exp(rng.gauss(0, 0.3)) for chance in HABITS.recalled]
        self._ease = [exp(rng.gauss(0, 0.3)) for _ in range(items)]
        self.pace = exp(rng.gauss(0.1, 0.2))
        self.seconds = [rng.choice(SECONDS) for _ in range(items)]
        self.weights = [2.0 if rng.random() < 0.15 else 1.0 for _ in range(items)]
        self._true: list[State | None] = [None] * items
        self.believed: list[State | None] = [None] * items
        self.last = [0] * items
        self.day = 0
        self._rng = random.Random(f"answers {seed}")
        self.items = range(items)

    def study(self, order: Sequence[int], seconds: float) -> None:
        """Answer items until the time is over."""
        for item in order:
            if seconds <= 0:
                return
            seconds -= self.seconds[item] * self.pace * exp(self._rng.gauss(0, 0.3))
            self._review(item)

    def _review(self, item: int) -> None:
        rng, state, days = self._rng, self._true[item], self.day - self.last[item]
        if state is None:
            rating = rng.choices((1, 2, 3, 4), self._first)[0]
            stability, difficulty = self._memory.firsts[rating - 1]
            self._true[item] = State(stability * self._ease[item], difficulty)
        else:
            known = rng.random() < self._memory.recall(days, state.stability)
            rating = rng.choices((2, 3, 4), self._recalled)[0] if known else 1
            self._true[item] = self._memory.after(state, days, rating)
        if rng.random() < MISRATED:
            rating = min(4, max(1, rating + rng.choice((-1, 1))))
        believed = self.believed[item]
        self.believed[item] = (
            BELIEVED.firsts[rating - 1] if believed is None else BELIEVED.after(believed, days, rating)
        )
        self.last[item] = self.day

    def recall(self, day: int) -> float:
        """The weighted mean chance of recall on a day; what was never reviewed counts as not known."""
        known = (
            weight * self._memory.recall(day - last, state.stability)
            for weight, last, state in zip(self.weights, self.last, self._true, strict=True)
            if state is not None
        )
        return sum(known) / sum(self.weights)

    def due(self, item: int) -> int | None:
        """The day on which plain FSRS brings an item again."""
        state = self.believed[item]
        # At a desired retention of 0.9 the interval is the stability in whole days.
        return None if state is None else self.last[item] + max(1, round(state.stability))

    def candidates(self) -> list[Candidate]:
        """The items as the planner sees them."""
        return [
            Candidate(
                ItemId(str(item)),
                self.seconds[item] * self.pace,
                None if state is None else Trace(state.stability, state.difficulty, self.day - self.last[item]),
                self.weights[item],
            )
            for item, state in enumerate(self.believed)
        ]


Way = Callable[[Learner, Agenda], list[int]]


def plain(learner: Learner, agenda: Agenda) -> list[int]:
    """Due items, the most overdue first, then new ones in roadmap order."""
    due = [(day, item) for item in learner.items if (day := learner.due(item)) is not None and day <= learner.day]
    return [item for _, item in sorted(due)] + [item for item in learner.items if learner.believed[item] is None]


def short(learner: Learner, agenda: Agenda) -> list[int]:
    """Due items, then new ones, the shortest first."""
    order = plain(learner, agenda)
    return sorted(order, key=lambda item: (learner.believed[item] is None, learner.seconds[item]))


def chance(learner: Learner, agenda: Agenda) -> list[int]:
    """Any item not yet reviewed today."""
    order = [item for item in learner.items if learner.believed[item] is None or learner.last[item] < learner.day]
    random.Random(f"{learner.day} {learner.pace}").shuffle(order)
    return order


def ours(learner: Learner, agenda: Agenda) -> list[int]:
    """The planner's choice, asked once a day: who is quicker than expected has time left over."""
    return [int(pick.item) for pick in PLANNER.choose(learner.candidates(), agenda)]


WAYS: dict[str, Way] = {"plain": plain, "random": chance, "short": short, "ours": ours}


def live(seed: int, way: Way, *, days: int, minutes: int, items: int = 300) -> float:
    """Recall on the date of one learner who studies one way, after 0 to 20 days of plain study before."""
    learner = Learner(seed, items=items)
    for learner.day in range(-random.Random(seed).choice((0, 0, 10, 20)), 0):
        learner.study(plain(learner, Agenda(days=0, today=0, daily=0)), minutes * 60)
    for learner.day in range(days):
        agenda = Agenda(days=days - learner.day, today=minutes * 60, daily=minutes * 60)
        learner.study(way(learner, agenda), minutes * 60)
    return learner.recall(days)


class Gap(NamedTuple):
    """By how much one way beats another over many learners."""

    mean: float
    margin: float
    """Half of the 95 % interval."""
    worst: float

    @classmethod
    def between(cls, ours: Sequence[float], theirs: Sequence[float]) -> Gap:
        """Learner by learner."""
        gaps = [a - b for a, b in zip(ours, theirs, strict=True)]
        return cls(fmean(gaps), T95.get(len(gaps) - 1, 2.0) * stdev(gaps) / sqrt(len(gaps)), min(gaps))


def tell(line: str) -> None:
    """Print at once: a full run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(seeds: int = 30, days: str = "7,14,30,60", minutes: str = "10,20,30") -> None:
    """Print the table."""
    tell(f"Expected recall on the date, {seeds} learners, 300 items; in brackets the 95 % interval of ours - plain")
    tell(f"{'days':>4} {'min':>4}  {'plain':>6} {'random':>6} {'short':>6} {'ours':>6}   ours - plain")
    with ProcessPoolExecutor(2) as pool:
        for length in map(int, days.split(",")):
            for daily in map(int, minutes.split(",")):
                came = {
                    name: list(pool.map(partial(live, way=way, days=length, minutes=daily), range(seeds)))
                    for name, way in WAYS.items()
                }
                gap = Gap.between(came["ours"], came["plain"])
                means = " ".join(f"{fmean(came[name]):>6.3f}" for name in WAYS)
                interval = f"[{gap.mean - gap.margin:+.3f}, {gap.mean + gap.margin:+.3f}]"
                tell(f"{length:>4} {daily:>4}  {means}   {gap.mean:+.3f} {interval} worst {gap.worst:+.3f}")


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((int, str, str), sys.argv[1:], strict=False)))
