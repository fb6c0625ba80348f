"""Statistics' view of a history in memory."""
# ruff: noqa: D102 - the Protocol of quizapp.domain.history says what each method does

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, tzinfo

from quizapp.domain.card import Rating, elapsed_days
from quizapp.domain.forecast import Traces
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.history import Faded
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import Step, steps
from quizapp.domain.statistics import ItemRecord, merged
from tests.fakes.clock import FakeScheduler
from tests.fakes.progress import FakeProgress


class FakeHistory:
    """Everything told from the log, one review after another."""

    def __init__(self, progress: FakeProgress, scheduler: Scheduler | None = None) -> None:
        self._progress = progress
        self._scheduler = scheduler or FakeScheduler()

    def days(self, zone: tzinfo | None, since: datetime | None = None) -> Mapping[date, int]:
        days = sorted(attempt.at.astimezone(zone).date() for attempt in self._progress.attempts(since=since))
        return {day: days.count(day) for day in dict.fromkeys(days)}

    def seen_items(self) -> AbstractSet[ItemId]:
        return self._progress.seen_items()

    def _steps(self, since: datetime | None) -> list[tuple[Step, int | None]]:
        """Every step, and the whole days since the one before."""
        return [
            (step, elapsed_days(step.before.last_review, step.review.at) if step.before else None)
            for step in steps(self._progress.reviews(), self._scheduler)
            if since is None or step.review.at >= since
        ]

    def item_records(self, since: datetime | None = None) -> Mapping[ItemId, ItemRecord]:
        found: dict[ItemId, list[ItemRecord]] = {}
        for step, days in self._steps(since):
            failed, spaced = step.review.rating is Rating.AGAIN, (days or 0) >= 1
            found.setdefault(step.review.item, []).append(ItemRecord(1, failed, spaced, spaced and not failed))
        return {item: merged(each) for item, each in found.items()}

    def ratings(self) -> Mapping[tuple[bool, Rating], int]:
        return Counter(
            (days is None, step.review.rating) for step, days in self._steps(None) if days is None or days >= 1
        )

    def faded(self, since: datetime | None = None) -> Sequence[Faded]:
        return [
            Faded(days / step.before.stability, step.review.rating > 1, step.review.rating == 1)
            for step, days in self._steps(since)
            if step.before is not None and days
        ]

    def traces(self, now: datetime, without: Collection[ItemId] = ()) -> Sequence[Traces]:
        return [
            Traces(elapsed_days(card.last_review, now), card.stability, 1)
            for card in self._progress.cards().values()
            if card.item not in without
        ]

    def due_by_day(
        self, zone: tzinfo | None, now: datetime, until: datetime, without: Collection[ItemId] = ()
    ) -> Mapping[date, int]:
        days = sorted(
            max(card.due, now).astimezone(zone).date()
            for card in self._progress.cards().values()
            if card.due < until and card.item not in without
        )
        return {day: days.count(day) for day in dict.fromkeys(days)}

    def latest_seconds(self, limit: int, least_score: float = 0.0) -> Sequence[tuple[ItemId, float]]:
        attempts = [each for each in reversed(self._progress.attempts()) if each.score >= least_score]
        return [(attempt.item, attempt.seconds) for attempt in attempts[:limit]]

    def close(self) -> None:
        """Nothing is held."""
