"""What a history comes to: shares with their uncertainty, pace, weak spots, and all of it in one report.

The report is also what `quizapp stats --json` prints, so that its fields are kept: a unit stands in each name, shares
and chances go from 0 to 1, days are local ones.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from quizapp.domain.calibration import Calibration
from quizapp.domain.fields import Model, Moment
from quizapp.domain.forecast import Forecast
from quizapp.domain.items.identity import ItemId
from quizapp.domain.proportion import DEVIATIONS_95, interval
from quizapp.domain.streak import Streak

ENOUGH_REVIEWS = 10
"""Below so many reviews a share says nothing yet."""
ENOUGH_ANSWERS = 5
"""Below so many answers a median says nothing yet."""
WEAK_REVIEWS = 4
"""A topic can be called weak after so many reviews ..."""
WEAK_FAILURES = 2
"""... of which so many failed ..."""
WEAK_SHARE = 0.15
"""... and so large a share: one in ten is what the schedule plans for."""
WEAK_SPOTS = 5
PRIOR_REVIEWS = 4
"""How many average reviews stand beside a topic's own, so that two failures of two do not outweigh ten of twenty."""


class ItemRecord(NamedTuple):
    """What the reviews of one item came to."""

    reviews: int
    failed: int
    """Rated Again."""
    spaced: int
    """Reviews at least a whole day after the one before; only these tell of retention."""
    retained: int
    """Of these, not rated Again."""


NO_RECORD = ItemRecord(0, 0, 0, 0)


def merged(records: Iterable[ItemRecord]) -> ItemRecord:
    """Several items' records as one."""
    return ItemRecord(*map(sum, zip(*records, strict=True))) if (records := list(records)) else NO_RECORD


class Retention(Model):
    """True retention: of the reviews at least a day after the one before, how many were remembered."""

    reviews: int
    remembered: int
    share: float | None
    """None below ENOUGH_REVIEWS."""
    low_share: float | None
    """The lower end of the 95 % interval; None below ENOUGH_REVIEWS."""
    high_share: float | None

    @classmethod
    def of(cls, remembered: int, reviews: int) -> Retention:
        """The share and how sure it is."""
        if reviews < ENOUGH_REVIEWS:
            return cls(reviews=reviews, remembered=remembered, share=None, low_share=None, high_share=None)
        share = remembered / reviews
        low, high = interval(share, reviews, DEVIATIONS_95)
        return cls(reviews=reviews, remembered=remembered, share=share, low_share=low, high_share=high)


class Activity(Model):
    """When there was studying."""

    answers_by_day: dict[date, int]
    """Of the last year; days without an answer are left out."""
    answers: int
    """Within the window of the report."""
    study_days: int
    """Days with an answer within the window of the report."""
    streak: Streak


class TopicRetention(Model):
    """Retention of one topic."""

    topic: str
    """`pack/topic`."""
    title: str
    retention: Retention


class KindPace(Model):
    """How long answers to one kind of question took, against what its items expect."""

    kind: str
    """A kind of item, or `task`."""
    answers: int
    median_seconds: float | None
    """None below ENOUGH_ANSWERS, as the two that follow."""
    expected_seconds: float | None
    """The median of what these items expect of a prepared candidate."""
    median_ratio: float | None
    """The median of seconds taken to seconds expected: 1 is as expected, 2 twice as long."""


class Answered(NamedTuple):
    """How long one answer took."""

    kind: str
    seconds: float
    expected: float


def pace(answers: Iterable[Answered]) -> list[KindPace]:
    """Medians by kind, the kind with most answers first. A median, because somebody goes for lunch now and then."""
    by_kind: dict[str, list[Answered]] = {}
    for answer in answers:
        by_kind.setdefault(answer.kind, []).append(answer)
    return [_kind_pace(kind, each) for kind, each in sorted(by_kind.items(), key=lambda pair: (-len(pair[1]), pair[0]))]


def _kind_pace(kind: str, answers: list[Answered]) -> KindPace:
    if len(answers) < ENOUGH_ANSWERS:
        return KindPace(kind=kind, answers=len(answers), median_seconds=None, expected_seconds=None, median_ratio=None)
    return KindPace(
        kind=kind,
        answers=len(answers),
        median_seconds=statistics.median(answer.seconds for answer in answers),
        expected_seconds=statistics.median(answer.expected for answer in answers),
        median_ratio=statistics.median(answer.seconds / answer.expected for answer in answers),
    )


Step = Literal["study", "note", "task"]


class WeakSpot(Model):
    """A topic of which much was not remembered, and what to do about it."""

    topic: str
    """`pack/topic`."""
    title: str
    reviews: int
    failed: int
    due: int
    """Its cards that are due now."""
    hardest: ItemId | None
    """The item that failed most often, if one failed more than once."""
    hardest_title: str = ""
    next_step: Step
    """`task`: a coding task of it was tried and is not passed; `note`: at least half failed, so read first; `study`."""
    task: ItemId | None = None
    """The coding task of `next_step`."""


def weakest(topics: Mapping[str, ItemRecord], limit: int = WEAK_SPOTS) -> list[str]:
    """The topics with the largest share of failures, each seen beside PRIOR_REVIEWS average reviews; worst first."""
    total = merged(topics.values())
    average = total.failed / total.reviews if total.reviews else 0.0

    def failing(record: ItemRecord) -> float:
        return (record.failed + PRIOR_REVIEWS * average) / (record.reviews + PRIOR_REVIEWS)

    weak = [
        topic
        for topic, each in topics.items()
        if each.reviews >= WEAK_REVIEWS and each.failed >= max(WEAK_FAILURES, WEAK_SHARE * each.reviews)
    ]
    return sorted(weak, key=lambda topic: (-failing(topics[topic]), -topics[topic].failed, topic))[:limit]


class Statistics(Model):
    """Everything that the progress screen and `quizapp stats` tell."""

    format: Literal[1] = 1
    """Raised when a field changes its meaning or goes."""
    at: Moment
    window_days: int | None
    """Retention, calibration, weak spots and the counts of answers are of so many days up to `at`; None is all time."""
    activity: Activity
    forecast: Forecast
    retention: Retention
    retention_by_topic: list[TopicRetention]
    """Topics with at least one such review, in roadmap order."""
    calibration: Calibration
    pace_by_kind: list[KindPace]
    """Of the latest answers, at most `PACE_ANSWERS`."""
    weak_spots: list[WeakSpot]
    """The worst first."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever answered."""
        return not self.activity.streak.best_study_days
