"""Moments and durations in human words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import LEEWAY
from quizapp.domain.wording import clock, in_words, plural

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def one_time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Days are those of the local calendar: here of UTC, wherever the tests run."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(0), "now"),
        (timedelta(seconds=10), "in 1 minute"),
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=11), "in 11 hours"),
    ],
)
def test_distance_is_told_in_the_unit_that_fits(away: timedelta, words: str) -> None:
    """The unit grows with the distance, and one is not plural."""
    assert in_words(NOW + away, NOW) == words


@pytest.mark.parametrize("hour", [0, 5, 9, 15, 16, 20, 23])
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "tomorrow"),
        (2, "in 2 days"),
        (3, "in 3 days"),
        (45, "in 45 days"),
        (91, "in 3 months"),
        (1095, "in 3 years"),
    ],
)
def test_intervals_are_told_in_whole_days_at_any_hour(days: int, words: str, hour: int) -> None:
    """An item is due eight hours before its days are over, and nobody needs to know."""
    now = NOW.replace(hour=hour)

    assert in_words(now + timedelta(days=days) - LEEWAY, now) == words


def test_what_is_due_before_night_is_not_told_to_be_due_tomorrow() -> None:
    """Looked at in the small hours."""
    now = NOW.replace(hour=1)

    assert in_words(now + timedelta(hours=13), now) == "later today"


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40_000)))
def test_every_distance_has_words(away: timedelta) -> None:
    """No distance is told as zero of something."""
    words = in_words(NOW + away, NOW)

    assert words in {"now", "later today", "tomorrow"} or words.startswith("in ")
    assert " 0 " not in words


@pytest.mark.parametrize(
    ("seconds", "shown"), [(-3, "0:00"), (0, "0:00"), (59.9, "0:59"), (245, "4:05"), (3723, "1:02:03")]
)
def test_clock_shows_minutes_and_hours(seconds: float, shown: str) -> None:
    """Whole seconds, never below zero, hours only where there are some."""
    assert clock(seconds) == shown


def test_plural_counts() -> None:
    """One is singular, the rest plural."""
    assert [plural(count, "day") for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
