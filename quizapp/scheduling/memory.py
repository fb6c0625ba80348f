"""FSRS-6 as plain functions of numbers, for the planner, which asks a hundred thousand times in one plan.

The formulas are those of the `fsrs` package (github.com/open-spaced-repetition/py-fsrs), which stays the one that
moves cards; a test holds that both agree. The package is not used here because it takes a hundred times as long: it
copies a card for each question, and counts time in datetimes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

SHORTEST = 0.001
"""Days; no stability is below it."""
EASIEST, HARDEST = 1.0, 10.0
"""The ends of difficulty."""


class State(NamedTuple):
    """What is remembered of one item."""

    stability: float
    """Days until the chance of recall falls to 90 %."""
    difficulty: float


class Memory:
    """How a memory with given FSRS-6 parameters fades and grows. Ratings are 1 (Again) to 4 (Easy), time is in days."""

    def __init__(self, parameters: Sequence[float]) -> None:
        w = self._w = tuple(parameters)
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._growth = exp(w[8])
        self._relearn = exp(w[17] * w[18])
        self._bonus = {2: w[15], 3: 1.0, 4: w[16]}
        self.firsts = tuple(
            State(max(w[rating - 1], SHORTEST), _clamped(self._start(rating))) for rating in (1, 2, 3, 4)
        )
        """The states after a first review, by rating from Again to Easy."""

    def recall(self, days: float, stability: float) -> float:
        """The chance of recall so many days after the last review."""
        return float((1 + self._factor * days / stability) ** self._decay)

    def after(self, state: State, days: float, rating: int) -> State:
        """The state after a review, so many whole days after the one before."""
        stability, difficulty = state
        w = self._w
        if days < 1:
            grown = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
            stability *= grown if rating == 1 else max(grown, 1.0)
        else:
            forgotten = 1 - self.recall(days, stability)
            if rating == 1:
                lasting = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(forgotten * w[14])
                stability = min(lasting, stability / self._relearn)
            else:
                growth = self._growth * (11 - difficulty) * stability ** -w[9] * (exp(forgotten * w[10]) - 1)
                stability *= 1 + growth * self._bonus[rating]
        return State(max(stability, SHORTEST), self._harder(difficulty, rating))

    def stabilities(self, state: State, days: int) -> tuple[float, float, float, float, float]:
        """The chance of recall, and the stability after each rating: `after` for all four at once, for whole days."""
        stability, difficulty = state
        w = self._w
        recalled = self.recall(days, stability)
        forgotten = 1 - recalled
        lasting = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(forgotten * w[14])
        lapsed = max(SHORTEST, min(lasting, stability / self._relearn))
        growth = stability * self._growth * (11 - difficulty) * stability ** -w[9] * (exp(forgotten * w[10]) - 1)
        return recalled, lapsed, stability + growth * w[15], stability + growth, stability + growth * w[16]

    def branches(self, state: State, days: int) -> tuple[float, list[State]]:
        """The chance of recall, and the states after each rating."""
        recalled, *stabilities = self.stabilities(state, days)
        return recalled, [
            State(stability, self._harder(state.difficulty, rating)) for rating, stability in enumerate(stabilities, 1)
        ]

    def _start(self, rating: int) -> float:
        return self._w[4] - exp(self._w[5] * (rating - 1)) + 1

    def _harder(self, difficulty: float, rating: int) -> float:
        w = self._w
        moved = difficulty - (10 - difficulty) * w[6] * (rating - 3) / 9
        return _clamped(w[7] * self._start(4) + (1 - w[7]) * moved)


def _clamped(difficulty: float) -> float:
    return min(max(difficulty, EASIEST), HARDEST)
