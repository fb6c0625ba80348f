"""Studying towards an interview's date: today's items, and what to expect on the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from threading import Lock
from typing import NamedTuple

from quizapp.domain.card import Rating, elapsed_days
from quizapp.domain.day import began
from quizapp.domain.fields import Model
from quizapp.domain.items.any import KINDS
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pace import pace, spent
from quizapp.domain.plan import Agenda, Candidate, Habits, Prospects, Trace
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.history import History
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Planner
from quizapp.domain.selection import Listing, duration

NEW_POOL = 500
"""How many new items are weighed, the first of the roadmap."""
CRITICAL_WEIGHT = 2.0
"""A critical item counts twice: an interview draws it twice as often."""
LOOKBACK = timedelta(days=14)
"""The pace is that of these days."""
PRIOR_REVIEWS = 40
"""So many reviews of other learners are added to the learner's own."""


class Outlook(Model):
    """How it stands with the interview."""

    interview: date
    days: int
    """From today; below 0 when the date has passed."""
    daily_minutes: int
    left_today: float = 0.0
    """Seconds."""
    forecast: Prospects | None = None
    """None when the date has passed."""

    @property
    def passed(self) -> bool:
        """Whether the normal schedule is back."""
        return self.days < 0

    def in_words(self, room: int | None = None) -> str:
        """One line, without its last words where there is room for so many characters only."""
        if self.forecast is None:
            day = f"{self.interview.day} {self.interview:%B %Y}"
            return f"The interview date, {day}, has passed: the normal schedule is back."
        when = {0: "today", 1: "tomorrow"}.get(self.days, f"in {self.days} days")
        minutes = f"{self.daily_minutes} min a day" if self.left_today > 0 else f"today's {self.daily_minutes} min done"
        recall = f"expected recall {self.forecast.idle:.0%} → {self.forecast.kept:.0%}"
        line = f"Interview {when} · {minutes} · {recall} if you keep it up"
        return line if room is None or len(line) <= room else line.removesuffix(" if you keep it up")


class PlanService:
    """Plans days towards a date; without one it has nothing to say."""

    def __init__(
        self,
        library: Library,
        progress: Progress,
        history: History,
        planner: Planner,
        clock: Clock,
        *,
        interview: date | None,
        daily_minutes: int,
    ) -> None:
        self._library = library
        self._progress = progress
        self._history = history
        self._planner = planner
        self._clock = clock
        self._interview = interview
        self._daily_minutes = daily_minutes
        self._lock = Lock()
        self._latest: tuple[object, Outlook] | None = None

    def today(self) -> list[ItemId]:
        """What to study now, the most worthwhile first, for as long as today's minutes last.

        Nothing without a date, after it, when today's minutes are used up, or when nothing would help.
        """
        days = self._days()
        if days is None or days < 0:
            return []
        desk = self._desk(days)
        return [pick.item for pick in self._planner.choose(desk.candidates, desk.agenda)]

    def outlook(self) -> Outlook | None:
        """How it stands; None without a date. Takes up to a second after each answer, so ask in the background."""
        days = self._days()
        if days is None or self._interview is None:
            return None
        if days < 0:
            return Outlook(interview=self._interview, days=days, daily_minutes=self._daily_minutes)
        now = self._clock.now()
        key = (days, self._progress.counts(now, began(now)))
        with self._lock:
            if self._latest is None or self._latest[0] != key:
                self._latest = key, self._foresee(self._interview, days)
            return self._latest[1]

    def _foresee(self, interview: date, days: int) -> Outlook:
        desk = self._desk(days)
        found = self._planner.forecast(desk.candidates, desk.agenda)
        # New items beyond the pool stay unknown either way.
        weights = sum(candidate.weight for candidate in desk.candidates)
        share = weights / (weights + desk.beyond) if weights else 1.0
        return Outlook(
            interview=interview,
            days=days,
            daily_minutes=self._daily_minutes,
            left_today=desk.agenda.today,
            forecast=Prospects(idle=found.idle * share, kept=found.kept * share),
        )

    def _days(self) -> int | None:
        """From the learner's day to the date."""
        if self._interview is None:
            return None
        return (self._interview - self._clock.now().astimezone().date()).days

    def _desk(self, days: int) -> _Desk:
        now = self._clock.now()
        cards = self._progress.cards()
        seen = self._library.listings(kinds=KINDS, only=cards)
        new = self._library.listings(kinds=KINDS, without=cards, limit=NEW_POOL)
        attempts = self._progress.attempts(since=now - LOOKBACK)
        expected = {listing.id: duration(listing) for listing in (*seen, *new)}
        habits = habits_of(self._history.ratings(), pace(attempts, expected))
        candidates = [
            _candidate(
                listing,
                habits.pace,
                Trace(card.stability, card.difficulty, elapsed_days(card.last_review, now)),
            )
            for listing in seen
            if (card := cards[listing.id])
        ]
        candidates += [_candidate(listing, habits.pace) for listing in new]
        daily = self._daily_minutes * 60.0
        today = began(now)
        used = sum(seconds for attempt, seconds in spent(attempts) if attempt.at >= today and attempt.item in expected)
        agenda = Agenda(days=days, today=max(0.0, daily - used), daily=daily, habits=habits)
        beyond = self._library.count(kinds=KINDS, without=cards) - len(new) if len(new) == NEW_POOL else 0
        return _Desk(candidates=candidates, agenda=agenda, beyond=beyond)


class _Desk(NamedTuple):
    """Everything that a planner is asked with."""

    candidates: Sequence[Candidate]
    agenda: Agenda
    beyond: int
    """New items that are not among the candidates."""


def habits_of(ratings: Mapping[tuple[bool, Rating], int], pace: float) -> Habits:
    """A learner's habits; with few reviews they are nearly those of others."""
    others = Habits()
    first = [ratings.get((True, rating), 0) for rating in Rating]
    recalled = [ratings.get((False, rating), 0) for rating in Rating if rating is not Rating.AGAIN]
    return Habits(
        first=_blended(first, others.first),
        recalled=_blended(recalled, others.recalled),
        pace=pace,
    )


def _blended(counts: Sequence[int], others: Sequence[float]) -> tuple[float, ...]:
    whole = sum(counts) + PRIOR_REVIEWS * sum(others)
    return tuple((count + PRIOR_REVIEWS * share) / whole for count, share in zip(counts, others, strict=True))


def _candidate(listing: Listing, pace: float, trace: Trace | None = None) -> Candidate:
    weight = CRITICAL_WEIGHT if listing.critical else 1.0
    return Candidate(listing.id, duration(listing) * pace, trace, weight)
