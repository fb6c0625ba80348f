"""The report on how the learner is doing, over fakes, by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.forecast import HORIZON_DAYS
from quizapp.domain.items.identity import ItemId
from quizapp.domain.statistics import Statistics
from quizapp.services.statistics import StatisticsService
from tests.fakes import (
    START,
    FakeClock,
    FakeHistory,
    FakeLibrary,
    FakeProgress,
    FakeScheduler,
    make_attempt,
    make_choice,
    make_review,
    make_short,
    make_task,
)

DAY = timedelta(days=1)
A, B, TASK = ItemId("demo/a"), ItemId("demo/b"), ItemId("demo/job")


@pytest.fixture(autouse=True)
def one_time_zone(in_zone: Callable[[str], None]) -> None:
    """Local days are those of UTC."""
    in_zone("UTC")


class Desk:
    """A small library, an empty history, and the service."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.progress = FakeProgress()
        self.scheduler = FakeScheduler()
        items = [make_choice("a", topic="cors"), make_short("b", topic="cors"), make_choice("c", topic="jwt")]
        self.library = FakeLibrary(items, tasks=[make_task("job", topic="cors")])
        history = FakeHistory(self.progress, self.scheduler)
        self.service = StatisticsService(self.library, self.progress, history, self.scheduler, self.clock)
        self._number = 0

    def answer(self, item: ItemId, rating: Rating, at: datetime, *, seconds: float = 10) -> None:
        """Record an answer as a service does."""
        self._number += 1
        attempt = make_attempt(self._number, item, rating, at, seconds=seconds)
        card = self.scheduler.review(self.progress.card(item), item, rating, at)
        self.progress.record(attempt, make_review(attempt), card)

    def at(self, moment: datetime) -> Statistics:
        """The report of a moment."""
        self.clock = FakeClock(moment)
        self.service._clock = self.clock
        return self.service.statistics()


@pytest.fixture
def desk() -> Desk:
    """Nothing answered yet."""
    return Desk()


def test_nothing_answered(desk: Desk) -> None:
    """Everything is empty, and says that it is."""
    found = desk.at(START)

    assert found.is_empty
    assert found.activity.answers_by_day == {}
    assert found.forecast.expected_recall_share_by_day == []
    assert found.forecast.due_cards_by_day == [0] * (HORIZON_DAYS + 1)
    assert found.retention.share is None
    assert found.weak_spots == []
    assert found.pace_by_kind == []


def test_activity_by_hand(desk: Desk) -> None:
    """Three answers on two days, a day off between them, seen two days later."""
    desk.answer(A, Rating.GOOD, START)
    desk.answer(B, Rating.GOOD, START)
    desk.answer(A, Rating.GOOD, START + 2 * DAY)
    found = desk.at(START + 3 * DAY).activity

    assert found.answers_by_day == {START.date(): 2, START.date() + 2 * DAY: 1}
    assert (found.answers, found.study_days) == (3, 2)
    assert (found.streak.study_days, found.streak.days_off, found.streak.best_study_days) == (2, 1, 2)


def test_the_window_bounds_what_is_counted(desk: Desk) -> None:
    """Answers from before the window are in the calendar and in the streak's best, and nowhere else."""
    for number in range(12):
        desk.answer(A, Rating.GOOD, START + number * DAY)
    desk.answer(B, Rating.GOOD, START + 150 * DAY)
    found = desk.at(START + 151 * DAY)
    everything = desk.service.statistics(None)

    assert (found.activity.answers, found.activity.study_days) == (1, 1)
    assert (found.retention.reviews, everything.retention.reviews) == (0, 11)
    assert found.activity.streak.best_study_days == 12
    assert len(found.activity.answers_by_day) == 13


def test_forecast_by_hand(desk: Desk) -> None:
    """A card of three days' stability: due on day 3, recall 0.9 then, and 0.9 ** 10 after thirty days."""
    desk.answer(A, Rating.GOOD, START)
    found = desk.at(START).forecast

    assert found.cards == 1
    assert found.expected_recall_share_by_day[0] == 1.0
    assert found.expected_recall_share_by_day[3] == pytest.approx(0.9)
    assert found.expected_recall_share_by_day[30] == pytest.approx(0.9**10)
    assert found.due_cards_by_day == [0, 0, 0, 1] + [0] * 27


def test_items_that_are_gone_are_not_forecast(desk: Desk) -> None:
    """What no pack has any more neither comes due nor fades."""
    desk.answer(A, Rating.GOOD, START)
    desk.answer(B, Rating.GOOD, START)
    desk.library.remove(A)
    found = desk.at(START).forecast

    assert (found.cards, sum(found.due_cards_by_day)) == (1, 1)


def test_retention_and_calibration_by_hand(desk: Desk) -> None:
    """Eleven reviews a stability apart, one of them failed: 10 of 11 remembered, 0.9 predicted each time."""
    at = START
    for number in range(12):
        desk.answer(A, Rating.AGAIN if number == 5 else Rating.HARD, at)
        card = desk.progress.card(A)
        assert card is not None
        at = card.due
    found = desk.service.statistics(None)

    (topic,) = found.retention_by_topic
    assert (topic.topic, topic.retention.reviews, topic.retention.remembered) == ("demo/cors", 11, 10)
    assert topic.retention.share == pytest.approx(10 / 11)
    assert found.calibration.predicted_share == pytest.approx(0.9)
    assert found.calibration.brier_score == pytest.approx((10 * 0.01 + 0.81) / 11)


def test_pace_counts_what_was_remembered(desk: Desk) -> None:
    """Half of the expected thirty seconds each time; failures say nothing of pace."""
    for number in range(6):
        desk.answer(A, Rating.GOOD, START + number * DAY, seconds=15)
        desk.answer(B, Rating.AGAIN, START + number * DAY, seconds=1)

    (pace,) = desk.at(START + 6 * DAY).pace_by_kind

    assert (pace.kind, pace.answers, pace.median_seconds, pace.expected_seconds) == ("choice", 6, 15, 30)
    assert pace.median_ratio == 0.5


@pytest.mark.parametrize(
    ("ratings", "step"),
    [
        ([Rating.AGAIN, Rating.AGAIN, Rating.GOOD, Rating.GOOD], "note"),
        ([Rating.AGAIN, Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.GOOD], "study"),
    ],
)
def test_the_next_step_of_a_weak_spot(desk: Desk, ratings: list[Rating], step: str) -> None:
    """Read first when at least half failed, else study."""
    for number, rating in enumerate(ratings):
        desk.answer(A, rating, START + number * DAY)

    (spot,) = desk.at(START + 9 * DAY).weak_spots

    assert (spot.topic, spot.next_step, spot.reviews, spot.failed) == ("demo/cors", step, len(ratings), 2)
    assert (spot.hardest, spot.hardest_title) == (A, "What holds for a?")
    assert spot.task is None


def test_a_task_that_was_tried_comes_first(desk: Desk) -> None:
    """A coding task of the topic that is not passed yet is the next step; once passed it is not."""
    for number in range(4):
        desk.answer(A, Rating.AGAIN, START + number * DAY)
    desk.answer(TASK, Rating.AGAIN, START + 4 * DAY)
    before = desk.at(START + 5 * DAY).weak_spots[0]
    desk.answer(TASK, Rating.GOOD, START + 6 * DAY)
    after = desk.at(START + 7 * DAY).weak_spots[0]

    assert (before.next_step, before.task) == ("task", TASK)
    assert (after.next_step, after.task) == ("note", None)


def test_due_cards_of_a_weak_spot(desk: Desk) -> None:
    """How many of its items are due now."""
    for number in range(4):
        desk.answer(A, Rating.AGAIN, START + number * DAY)

    assert desk.at(START + 3 * DAY).weak_spots[0].due == 0
    assert desk.at(START + 5 * DAY).weak_spots[0].due == 1
