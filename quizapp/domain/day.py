"""Where a learner's day begins."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo


def midnight(day: date, zone: tzinfo | None = None) -> datetime:
    """The moment at which a day begins in a time zone, the machine's own for None.

    From the date and not by setting a moment's hour to 0: on a day on which the clocks change, the morning has another
    offset from UTC than the evening.
    """
    naive = datetime.combine(day, time.min)
    return naive.astimezone() if zone is None else naive.replace(tzinfo=zone)


def began(now: datetime) -> datetime:
    """When the day of a moment began, by the machine's own time zone."""
    return midnight(now.astimezone().date())
