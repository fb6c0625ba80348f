"""Which items to study today, so that most is known on the day of an interview.

A review today is worth what it adds to the chance of recall on the date. Two things make that more than a sort:

- Time is short, so that gain is counted per second.
- A review can wait. An item that will be worth a review later is worth one today only by how much better today is,
  *after* the later one has paid for its time, and as far as later days can be counted on. The price of a second is
  today's: the gain per second of the last item that still fits into today's minutes. So spacing decides itself: a
  review that comes too early adds little stability and loses against waiting, one that would be forgotten again is
  left for the last days, which drift to cramming.

Solving it in full (a price for every day, found by rehearsing the days, and values of memory states by dynamic
programming) was tried: it comes out within one or two points of this, in either direction, and takes hundreds of times
as long. The chances are FSRS-6's; `tests/benchmarks/planner.py` measures what it comes to.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from heapq import nlargest
from math import ceil
from typing import NamedTuple

from quizapp.domain.plan import Agenda, Candidate, Habits, Pick, Prospects, Trace
from quizapp.scheduling.memory import Memory, State

POOL = 1000
"""How many items are weighed in full, if a day has no room for more: those that have most to gain, by a quick bound."""
REHEARSED = 400
"""How many of them a forecast goes through; the minutes shrink in proportion."""
STEPS = 20
"""In how many steps a forecast goes through the days."""
NEAR = 5
"""Days before the date: the latest that a review is put off to, since the last days' minutes are dear."""
TRUST = 0.5
"""How far a later day is counted on, since people skip days. Simulated learners who skip 4 days of 10 know 1 to 2
points less on the date by 1.0 than by 0.0, which is never to wait, and no less by 0.5; the others up to 1 point more by
either.
"""


class _Weighed(NamedTuple):
    """A candidate with what it would gain."""

    merit: float
    """By which today's items are ranked: gain per second over waiting."""
    gain: float
    """Chance of recall on the date that a review today adds."""
    place: int


class HorizonPlanner:
    """Chooses by FSRS-6. The same question always gets the same answer.

    Args:
        parameters: the learner's own; None for FSRS's defaults.
    """

    def __init__(self, parameters: Sequence[float] | None = None) -> None:
        if parameters is None:
            from fsrs.scheduler import DEFAULT_PARAMETERS  # noqa: PLC0415 - a home screen without a date needs none

            parameters = DEFAULT_PARAMETERS
        self._memory = Memory(parameters)

    def choose(self, candidates: Sequence[Candidate], agenda: Agenda) -> list[Pick]:
        """Today's items, the most worthwhile first, until today's time is used up: only the last may run over.

        An item that was reviewed today already, or would gain nothing, is left out. Of equals the first comes first.
        """
        pool = self._pool(candidates, agenda.days, agenda.today)
        picks: list[Pick] = []
        left = agenda.today
        for weighed in self._ranked(pool, agenda.days, agenda.today, agenda.habits):
            if left <= 0:
                break
            candidate = pool[weighed.place]
            left -= candidate.seconds
            picks.append(Pick(candidate.item, candidate.seconds, weighed.gain))
        return picks

    def forecast(self, candidates: Sequence[Candidate], agenda: Agenda, *, seed: int = 0) -> Prospects:
        """Expected recall on the date, by rehearsing the days with ratings drawn from the agenda's habits."""
        total = sum(candidate.weight for candidate in candidates)
        if not total:
            return Prospects(idle=0.0, kept=0.0)
        idle = sum(candidate.weight * self._idle(candidate, agenda.days) for candidate in candidates)
        pool = self._pool(candidates, agenda.days, agenda.today + agenda.daily * max(0, agenda.days - 1))
        random.Random(seed).shuffle(pool)  # noqa: S311 - no secret hangs on it
        share = len(pool) / min(len(pool), REHEARSED)
        rehearsed = pool[:REHEARSED]
        untouched = sum(candidate.weight * self._idle(candidate, agenda.days) for candidate in rehearsed)
        studied = self._rehearse(rehearsed, agenda, share, random.Random(seed))  # noqa: S311 - as above
        kept = idle + share * (studied - untouched)
        return Prospects(idle=min(1.0, idle / total), kept=min(1.0, max(idle, kept) / total))

    def _rehearse(self, pool: Sequence[Candidate], agenda: Agenda, share: float, rng: random.Random) -> float:
        """The weighted sum of recall on the date, after the plans of all days."""
        pool = list(pool)
        step = max(1, ceil(agenda.days / STEPS))
        left = agenda.days
        budget = agenda.today + agenda.daily * (min(step, max(left, 1)) - 1)
        while True:
            self._study(pool, left, budget / share, agenda.habits, rng)
            passed = min(step, left)
            if passed == 0 or left - passed < 1:
                break
            pool = [_older(candidate, passed) for candidate in pool]
            left -= passed
            budget = agenda.daily * min(step, left)
        return sum(candidate.weight * self._idle(candidate, left) for candidate in pool)

    def _study(self, pool: list[Candidate], days: int, seconds: float, habits: Habits, rng: random.Random) -> None:
        """One day's plan, carried out."""
        for weighed in self._ranked(pool, days, seconds, habits):
            if seconds <= 0:
                break
            candidate = pool[weighed.place]
            seconds -= candidate.seconds
            state = self._answered(candidate.trace, habits, rng)
            pool[weighed.place] = candidate._replace(trace=Trace(state.stability, state.difficulty, 0))

    def _answered(self, trace: Trace | None, habits: Habits, rng: random.Random) -> State:
        if trace is None:
            return rng.choices(self._memory.firsts, habits.first)[0]
        recalled, (again, *others) = self._memory.branches(State(trace.stability, trace.difficulty), trace.days)
        return again if rng.random() > recalled else rng.choices(others, habits.recalled)[0]

    def _pool(self, candidates: Sequence[Candidate], days: int, seconds: float) -> list[Candidate]:
        """Those that have most to gain at best, in the order given; new ones and others each get their half at least.

        New items all promise the same, so that otherwise either kind could crowd the other one out. There are as many
        as the time has room for, but POOL at least.
        """
        mean = sum(candidate.seconds for candidate in candidates) / max(1, len(candidates))
        size = max(POOL, 2 * ceil(seconds / mean)) if mean else POOL
        if len(candidates) <= size:
            return list(candidates)
        kinds: tuple[list[int], list[int]] = ([], [])
        for place, candidate in enumerate(candidates):
            kinds[candidate.trace is None].append(place)
        rooms = (size - min(len(kinds[1]), size // 2), size - min(len(kinds[0]), size // 2))

        def most(place: int) -> float:
            candidate = candidates[place]
            return candidate.weight * (1 - self._idle(candidate, days)) / candidate.seconds

        kept = sorted(
            place for kind, room in zip(kinds, rooms, strict=True) for place in nlargest(room, kind, key=most)
        )
        return [candidates[place] for place in kept]

    def _ranked(self, pool: Sequence[Candidate], days: int, seconds: float, habits: Habits) -> Iterable[_Weighed]:
        """The items that a review today would help, the most worthwhile first."""
        firsts = self._firsts(days, habits)
        rows: list[_Weighed] = []
        for place, candidate in enumerate(pool):
            trace = candidate.trace
            if trace is None:
                gain = firsts
            elif trace.days < 1:
                continue
            else:
                gain = self._reviewed(trace, 0, days, habits) - self._idle(candidate, days)
            if gain > 0:
                rows.append(_Weighed(gain * candidate.weight / candidate.seconds, gain, place))
        rows.sort(key=_by_merit)
        price = _price(rows, pool, seconds)
        later = {left for left in (NEAR, round(days / 2)) if 1 <= left < days}
        values = {left: self._firsts(left, habits) for left in later}
        ranked = [
            row._replace(merit=row.merit - self._waiting(pool[row.place], days, price, values, habits)) for row in rows
        ]
        ranked.sort(key=_by_merit)
        return ranked

    def _waiting(
        self, candidate: Candidate, days: int, price: float, firsts: dict[int, float], habits: Habits
    ) -> float:
        """What the best later review would gain per second, after paying for its time, as far as it is counted on.

        Args:
            candidate: that would wait.
            days: until the date.
            price: of a second, in weighted recall.
            firsts: the value of a first review by the days then left, which are the days that are looked at.
            habits: of the learner.
        """
        idle = self._idle(candidate, days)
        fee = price * candidate.seconds
        best = 0.0
        for left, first in firsts.items():
            trace = candidate.trace
            value = first if trace is None else self._reviewed(trace, days - left, left, habits)
            best = max(best, candidate.weight * (value - idle) - fee)
        return TRUST * best / candidate.seconds

    def _idle(self, candidate: Candidate, days: int) -> float:
        """The chance of recall in so many days without a review."""
        trace = candidate.trace
        return 0.0 if trace is None else self._memory.recall(trace.days + days, trace.stability)

    def _firsts(self, left: int, habits: Habits) -> float:
        """The expected recall so many days after a first review."""
        recall = self._memory.recall
        chances = zip(habits.first, self._memory.firsts, strict=True)
        return sum(chance * recall(left, state.stability) for chance, state in chances)

    def _reviewed(self, trace: Trace, wait: int, left: int, habits: Habits) -> float:
        """The expected recall on the date if a review comes after `wait` days, with `left` days still to go."""
        recall = self._memory.recall
        known, again, hard, good, easy = self._memory.stabilities(
            State(trace.stability, trace.difficulty), trace.days + wait
        )
        p_hard, p_good, p_easy = habits.recalled
        remembered = p_hard * recall(left, hard) + p_good * recall(left, good) + p_easy * recall(left, easy)
        return known * remembered + (1 - known) * recall(left, again)


def _older(candidate: Candidate, days: int) -> Candidate:
    trace = candidate.trace
    return candidate if trace is None else candidate._replace(trace=trace._replace(days=trace.days + days))


def _by_merit(row: _Weighed) -> tuple[float, int]:
    return -row.merit, row.place


def _price(rows: Sequence[_Weighed], pool: Sequence[Candidate], seconds: float) -> float:
    """The gain per second of the last item that fits into the time; 0 if there is time for all of them."""
    for row in rows:
        seconds -= pool[row.place].seconds
        if seconds <= 0:
            return row.merit
    return 0.0
