"""A learner's day begins at their midnight, on days of every length."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from quizapp.domain.day import began, midnight


@pytest.mark.parametrize(
    ("now", "began_at"),
    [
        # The clocks go forward at 01:00 UTC: this day has 23 hours, and begins while winter time still holds.
        (datetime(2026, 3, 29, 9, tzinfo=timezone.utc), datetime(2026, 3, 28, 23, tzinfo=timezone.utc)),
        # They go back at 01:00 UTC: this one has 25.
        (datetime(2026, 10, 25, 20, tzinfo=timezone.utc), datetime(2026, 10, 24, 22, tzinfo=timezone.utc)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc), datetime(2026, 7, 1, 22, tzinfo=timezone.utc)),
    ],
)
def test_a_day_begins_when_the_clock_on_the_wall_says_so(
    in_zone: Callable[[str], None], now: datetime, began_at: datetime
) -> None:
    """Also where its morning has another offset from UTC than its evening."""
    in_zone("Europe/Berlin")

    assert began(now) == began_at


def test_midnight_of_another_zone() -> None:
    """A zone that is named counts, wherever this machine is."""
    expected = datetime(2026, 3, 28, 15, tzinfo=timezone.utc)

    assert midnight(date(2026, 3, 29), ZoneInfo("Asia/Tokyo")) == expected
