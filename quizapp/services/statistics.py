"""How the learner is doing: activity, forecast, retention, calibration, pace, weak spots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from quizapp.domain.calibration import Outcomes, calibration
from quizapp.domain.card import PASS_SCORE
from quizapp.domain.day import midnight
from quizapp.domain.forecast import HORIZON_DAYS, Forecast, forecast
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.history import History
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.roadmap import RoadmapTopic
from quizapp.domain.statistics import (
    NO_RECORD,
    Activity,
    Answered,
    ItemRecord,
    KindPace,
    Retention,
    Statistics,
    Step,
    TopicRetention,
    WeakSpot,
    merged,
    pace,
    weakest,
)
from quizapp.domain.streak import streak

WINDOW_DAYS = 90
"""What is asked for unless somebody says otherwise: long enough for numbers, short enough to be about today."""
YEAR_DAYS = 371
"""Fifty-three weeks: a calendar of a year, whatever weekday it is."""
PACE_ANSWERS = 2000


class StatisticsService:
    """Sums up a history. Every call reads it anew; with half a million answers that takes a second or so."""

    def __init__(
        self, library: Library, progress: Progress, history: History, scheduler: Scheduler, clock: Clock
    ) -> None:
        self._library = library
        self._progress = progress
        self._history = history
        self._scheduler = scheduler
        self._clock = clock

    def statistics(self, window_days: int | None = WINDOW_DAYS) -> Statistics:
        """The whole report.

        Args:
            window_days: how far back retention, calibration and weak spots look; None is all time.
        """
        now = self._clock.now()
        since = None if window_days is None else now - timedelta(days=window_days)
        records = self._history.item_records(since)
        seen = self._history.seen_items()
        topics = {each.id: each.topic for each in self._library.listings(only={*records, *seen})}
        roadmap = self._library.roadmap()
        by_topic = _by_topic(records, topics)
        return Statistics(
            at=now,
            window_days=window_days,
            activity=self._activity(now, since),
            forecast=self._forecast(now, seen - topics.keys()),
            retention=_retention(merged(records.values())),
            retention_by_topic=[
                TopicRetention(topic=topic.id, title=topic.topic.title, retention=_retention(by_topic[topic.id]))
                for topic in roadmap
                if by_topic.get(topic.id, NO_RECORD).spaced
            ],
            calibration=calibration(
                Outcomes(self._scheduler.recall(spans, 1.0), remembered, forgotten)
                for spans, remembered, forgotten in self._history.faded(since)
            ),
            pace_by_kind=self._pace(),
            weak_spots=self._weak_spots(now, {topic.id: topic for topic in roadmap}, by_topic, records, topics),
        )

    def _activity(self, now: datetime, since: datetime | None) -> Activity:
        days = self._history.days(None)
        today = now.astimezone().date()
        first = date.min if since is None else since.astimezone().date()
        recent = [count for day, count in days.items() if day >= first]
        year = today - timedelta(days=YEAR_DAYS)
        return Activity(
            answers_by_day={day: count for day, count in days.items() if day > year},
            answers=sum(recent),
            study_days=len(recent),
            streak=streak(days.keys(), today),
        )

    def _forecast(self, now: datetime, gone: Iterable[ItemId]) -> Forecast:
        without = list(gone)
        today = now.astimezone().date()
        until = midnight(today + timedelta(days=HORIZON_DAYS + 1))
        due = self._history.due_by_day(None, now, until, without)
        days = [today + timedelta(days=ahead) for ahead in range(HORIZON_DAYS + 1)]
        curve = self._scheduler.recall
        return forecast(self._history.traces(now, without), [due.get(day, 0) for day in days], curve)

    def _pace(self) -> list[KindPace]:
        latest = self._history.latest_seconds(PACE_ANSWERS, PASS_SCORE)
        listings = {each.id: each for each in self._library.listings(only={item for item, _ in latest})}
        return pace(
            Answered(listing.kind, seconds, listing.seconds)
            for item, seconds in latest
            if (listing := listings.get(item)) is not None
        )

    def _weak_spots(
        self,
        now: datetime,
        roadmap: Mapping[str, RoadmapTopic],
        by_topic: Mapping[str, ItemRecord],
        records: Mapping[ItemId, ItemRecord],
        topics: Mapping[ItemId, str],
    ) -> list[WeakSpot]:
        worst = weakest({topic: record for topic, record in by_topic.items() if topic in roadmap})
        groups = {item: topic for item, topic in topics.items() if topic in worst}
        due = self._progress.tallies(groups, now) if groups else {}
        hardest = _hardest(records, groups)
        tasks = self._failed_tasks(worst)
        spots = []
        for topic in worst:
            record, item = by_topic[topic], hardest.get(topic)
            listing = self._library.listing(item) if item is not None else None
            task = tasks.get(topic)
            spots.append(
                WeakSpot(
                    topic=topic,
                    title=roadmap[topic].topic.title,
                    reviews=record.reviews,
                    failed=record.failed,
                    due=due[topic].due,
                    hardest=item,
                    hardest_title=listing.title if listing is not None else "",
                    next_step=_next_step(record, task),
                    task=task,
                )
            )
        return spots

    def _failed_tasks(self, topics: Sequence[str]) -> dict[str, ItemId]:
        """Of each topic a coding task that was tried and is not passed yet, if there is one."""
        if not topics:  # without any the library would list the tasks of all
            return {}
        tasks = self._library.listings(topics=topics, kinds=["task"])
        scores = self._progress.best_scores([task.id for task in tasks])
        return {task.topic: task.id for task in reversed(tasks) if scores.get(task.id, 1.0) < 1.0}


def _by_topic(records: Mapping[ItemId, ItemRecord], topics: Mapping[ItemId, str]) -> dict[str, ItemRecord]:
    members: dict[str, list[ItemRecord]] = {}
    for item, record in records.items():
        if item in topics:
            members.setdefault(topics[item], []).append(record)
    return {topic: merged(each) for topic, each in members.items()}


def _retention(record: ItemRecord) -> Retention:
    return Retention.of(record.retained, record.spaced)


def _hardest(records: Mapping[ItemId, ItemRecord], groups: Mapping[ItemId, str]) -> dict[str, ItemId]:
    """Of each group, the item that failed most often, if one failed more than once."""
    found: dict[str, ItemId] = {}
    for item, record in sorted(records.items(), key=lambda pair: (-pair[1].failed, pair[0])):
        if record.failed > 1 and item in groups:
            found.setdefault(groups[item], item)
    return found


def _next_step(record: ItemRecord, task: ItemId | None) -> Step:
    if task is not None:
        return "task"
    return "note" if 2 * record.failed >= record.reviews else "study"
