"""Time and intervals that a test can tell by heart."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from quizapp.domain.card import Card, Rating
from quizapp.domain.fields import utc
from quizapp.domain.items.identity import ItemId
from quizapp.domain.reading import Reading

START = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
"""A Monday morning on which every fake clock starts."""


class FakeClock:
    """Time that stands still until `advance`."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1000.0
        self._steady = 1500.0
        self._boot = "boot"

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def reading(self) -> Reading:
        return Reading(wall=self._now, boot=self._boot, seconds=self._steady)

    def set(self, seconds: float) -> None:
        """Somebody sets the wall clock, forwards or back; no time passes."""
        self._now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """The machine sleeps: its monotonic clock stands still, as on Linux."""
        self._now += timedelta(seconds=seconds)
        self._steady += seconds

    def restart(self, seconds: float) -> None:
        """The machine is started anew, so many seconds later."""
        self._now += timedelta(seconds=seconds)
        self._boot += "'"
        self._steady = 5.0

    def advance(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        """Let time pass on every clock."""
        step = timedelta(days=days, seconds=seconds)
        self._now += step
        self._monotonic += step.total_seconds()
        self._steady += step.total_seconds()


class FakeScheduler:
    """Intervals by heart: a day after Again; else stability, at first one day, times 2 (Hard), 3 (Good) or 5 (Easy)."""

    LONGEST = 36500.0
    """Days; a date has an end."""
    FACTORS: Mapping[Rating, float] = {Rating.HARD: 2.0, Rating.GOOD: 3.0, Rating.EASY: 5.0}

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        grown = 1.0 if rating is Rating.AGAIN else (card.stability if card else 1.0) * self.FACTORS[rating]
        stability = min(grown, self.LONGEST)
        return Card(
            item=item,
            state="review",
            stability=stability,
            difficulty=5.0,
            due=utc(at) + timedelta(days=stability),
            last_review=utc(at),
            reviews=(card.reviews if card else 0) + 1,
            lapses=0 if card is None else card.lapses + (rating is Rating.AGAIN),
        )

    def recall(self, days: float, stability: float) -> float:
        return float(0.9 ** (days / stability))

    def preview(self, card: Card | None, item: ItemId, at: datetime) -> Mapping[Rating, datetime]:
        return {rating: self.review(card, item, rating, at).due for rating in Rating}
