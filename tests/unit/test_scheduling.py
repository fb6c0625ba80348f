"""FSRS as we set it up: whole days, no steps, no fuzz, and cards that follow from their reviews alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Card, Rating, elapsed_days
from quizapp.domain.items.identity import ItemId
from quizapp.scheduling.fsrs import LEEWAY, FsrsScheduler

ITEM = ItemId("demo/a")
EVENING = datetime(2026, 3, 2, 21, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)

ratings = st.sampled_from(Rating)
gaps = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
histories = st.lists(st.tuples(ratings, gaps), min_size=1, max_size=12)


def study(scheduler: FsrsScheduler, history: list[tuple[Rating, timedelta]]) -> tuple[Card, datetime]:
    """The card after reviews, each so long after the one before, and the moment of the last one."""
    card, at = None, EVENING
    for rating, gap in history:
        at += gap
        card = scheduler.review(card, ITEM, rating, at)
    assert card is not None
    return card, at


def test_first_review_makes_a_card() -> None:
    """A new item gets the memory state that FSRS-6 starts with, and is due in whole days less the leeway."""
    card = FsrsScheduler().review(None, ITEM, Rating.GOOD, EVENING)

    assert card.model_copy(update={"difficulty": round(card.difficulty, 4)}) == Card(
        item=ITEM,
        state="review",
        stability=2.3065,
        difficulty=2.1181,
        due=EVENING + 2 * DAY - LEEWAY,
        last_review=EVENING,
        reviews=1,
        lapses=0,
    )


def test_earlier_next_evening_is_a_day_later() -> None:
    """Who studies at nine and the next evening at eight finds the item due, and it counts as a day old."""
    scheduler = FsrsScheduler()
    card = scheduler.review(None, ITEM, Rating.AGAIN, EVENING)
    eight = EVENING + timedelta(hours=23)

    assert card.due <= eight
    assert scheduler.review(card, ITEM, Rating.GOOD, eight).stability == pytest.approx(
        scheduler.review(card, ITEM, Rating.GOOD, EVENING + DAY).stability
    )


def test_second_look_on_the_same_day_moves_little() -> None:
    """A review an hour later is one of the same day: it adds far less than one after the interval."""
    scheduler = FsrsScheduler()
    card = scheduler.review(None, ITEM, Rating.GOOD, EVENING)

    same_day = scheduler.review(card, ITEM, Rating.GOOD, EVENING + timedelta(hours=1))
    when_due = scheduler.review(card, ITEM, Rating.GOOD, card.due)

    assert card.stability <= same_day.stability < when_due.stability


def test_lapses_count_forgotten_cards_only() -> None:
    """Again on a new item is no lapse: there was nothing to forget."""
    first, second, third = [(Rating.AGAIN, DAY)], [(Rating.GOOD, DAY)], [(Rating.AGAIN, DAY)]

    card, _ = study(FsrsScheduler(), first + second + third)

    assert card.reviews == 3
    assert card.lapses == 1


def test_higher_retention_means_shorter_intervals() -> None:
    """Who wants to remember more sees items sooner."""
    due = [FsrsScheduler(retention).review(None, ITEM, Rating.EASY, EVENING).due for retention in (0.97, 0.9, 0.8, 0.7)]

    assert due == sorted(set(due))


def test_longest_interval_is_a_year() -> None:
    """However well an item is known, it comes again within the longest interval."""
    card, at = study(FsrsScheduler(), [(Rating.EASY, timedelta(days=300))] * 10)

    assert card.due - at == 365 * DAY - LEEWAY


def test_time_zones_do_not_matter() -> None:
    """A moment is a moment, whatever the zone in which it is told."""
    scheduler = FsrsScheduler()
    told_in_tokyo = EVENING.astimezone(ZoneInfo("Asia/Tokyo"))

    assert scheduler.review(None, ITEM, Rating.GOOD, told_in_tokyo) == scheduler.review(
        None, ITEM, Rating.GOOD, EVENING
    )
    with pytest.raises(ValueError, match="time zone"):
        scheduler.review(None, ITEM, Rating.GOOD, EVENING.replace(tzinfo=None))


def test_clock_that_went_back_is_survived() -> None:
    """A review that seems to come before the last one counts as one of the same day."""
    card, at = study(FsrsScheduler(), [(Rating.GOOD, DAY)])

    after = FsrsScheduler().review(card, ITEM, Rating.GOOD, at - 3 * DAY)

    assert after.stability >= card.stability
    assert after.last_review == at - 3 * DAY


@given(history=histories)
def test_review_is_deterministic(history: list[tuple[Rating, timedelta]]) -> None:
    """Two schedulers of the same settings give the same card for the same history, to the last digit."""
    assert study(FsrsScheduler(), history) == study(FsrsScheduler(), history)


@given(history=histories, gap=gaps)
def test_preview_is_what_happens(history: list[tuple[Rating, timedelta]], gap: timedelta) -> None:
    """The previewed due date of each rating is the one that the rating brings."""
    scheduler = FsrsScheduler()
    card, at = study(scheduler, history)

    preview = scheduler.preview(card, ITEM, at + gap)

    assert preview == {rating: scheduler.review(card, ITEM, rating, at + gap).due for rating in Rating}


@given(history=histories, gap=gaps)
def test_better_ratings_are_never_due_sooner(history: list[tuple[Rating, timedelta]], gap: timedelta) -> None:
    """Again, Hard, Good, Easy: each one is due at the same time as the one before, or later."""
    scheduler = FsrsScheduler()
    card, at = study(scheduler, history)

    due = list(scheduler.preview(card, ITEM, at + gap).values())

    assert due == sorted(due)


@given(history=histories)
def test_card_stays_in_bounds(history: list[tuple[Rating, timedelta]]) -> None:
    """Whatever happens: a difficulty from 1 to 10, a positive stability, an interval from a day to a year."""
    card, at = study(FsrsScheduler(), history)

    assert 1.0 <= card.difficulty <= 10.0
    assert card.stability > 0
    assert DAY <= card.due - at + LEEWAY <= 365 * DAY
    assert card.reviews == len(history)
    assert card.lapses == sum(rating is Rating.AGAIN for rating, _ in history[1:])


@given(history=histories, earlier=st.integers(0, 400), later=st.integers(0, 400))
def test_recall_only_falls(history: list[tuple[Rating, timedelta]], earlier: int, later: int) -> None:
    """Without reviews the chance of recall starts at 1 and never rises."""
    scheduler = FsrsScheduler()
    card, _ = study(scheduler, history)

    chances = [scheduler.recall(days, card.stability) for days in sorted([0, earlier, later])]

    assert chances[0] == 1.0
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)


def test_recall_at_due_is_what_was_desired() -> None:
    """A long interval ends where the chance of recall has come down to the desired one."""
    for retention in (0.7, 0.85, 0.9):
        scheduler = FsrsScheduler(retention, longest=100_000)
        card, _ = study(scheduler, [(Rating.GOOD, 30 * DAY)] * 4)

        days = elapsed_days(card.last_review, card.due)
        assert scheduler.recall(days, card.stability) == pytest.approx(retention, abs=0.01)


def test_fsrs_is_loaded_late() -> None:
    """A screen that shows no intervals does not pay for the package."""
    code = (
        "import sys; from quizapp.scheduling.fsrs import FsrsScheduler; FsrsScheduler(); print('fsrs' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "False"
