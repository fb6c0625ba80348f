"""Moments and durations in human words."""

from __future__ import annotations

from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MONTH = timedelta(days=30.4)
_YEAR = timedelta(days=365)


def plural(count: int, noun: str) -> str:
    """`1 day`, `2 days`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def in_words(moment: datetime, now: datetime) -> str:
    """When a moment comes, seen from now: `now`, `in 3 days`, `in 2 months`."""
    away = moment - now
    if away <= timedelta(0):
        return "now"
    steps = ((_HOUR, _MINUTE, "minute"), (_DAY, _HOUR, "hour"), (2 * _MONTH, _DAY, "day"), (2 * _YEAR, _MONTH, "month"))
    for limit, unit, noun in steps:
        if away < limit:
            return f"in {plural(max(1, round(away / unit)), noun)}"
    return f"in {plural(round(away / _YEAR), 'year')}"


def clock(seconds: float) -> str:
    """A duration as a clock shows it: `4:05`, `1:02:03`; never below `0:00`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
