"""Moments and durations in human words."""

from __future__ import annotations

from datetime import datetime, timedelta

from quizapp.domain.card import LEEWAY

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_HALF_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)
_MONTH = timedelta(days=30.4)
_YEAR = timedelta(days=365)


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 day`, `2 days`; with a word of its own for several, `2 people`."""
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def in_words(due: datetime, now: datetime) -> str:
    """When an item comes again, seen from now: `now`, `in 10 minutes`, `tomorrow`, `in 3 days`, `in 2 months`.

    Intervals are whole days, and an item is due LEEWAY before they are over. People count the days by their calendar:
    "in 16 hours" is nothing that anybody plans with.
    """
    away = due - now
    if away <= timedelta(0):
        return "now"
    if away < _HOUR:
        return f"in {plural(max(1, round(away / _MINUTE)), 'minute')}"
    if away < _HALF_DAY:
        return f"in {plural(round(away / _HOUR), 'hour')}"
    days = ((due + LEEWAY).astimezone().date() - now.astimezone().date()).days
    if days <= 1:
        return "tomorrow" if days else "later today"
    for limit, unit, noun in ((2 * _MONTH, _DAY, "day"), (2 * _YEAR, _MONTH, "month")):
        if days * _DAY < limit:
            return f"in {plural(round(days * _DAY / unit), noun)}"
    return f"in {plural(round(days * _DAY / _YEAR), 'year')}"


def clock(seconds: float) -> str:
    """A duration as a clock shows it: `4:05`, `1:02:03`; never below `0:00`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
