"""Moments and durations in human words."""

from __future__ import annotations

from datetime import datetime

from quizapp.domain.card import Rating

MINUTE = 60
HOUR = 3600
RATINGS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


def counted(count: int, noun: str, plural: str = "") -> str:
    """`1 question`, `3 questions`."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def clock_words(seconds: float) -> str:
    """`4:05`, or `1:04:05` from an hour on."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def span_words(seconds: float) -> str:
    """`40 s`, `4 min`, `1 h 5 min`."""
    if seconds < 100:
        return f"{round(seconds)} s"
    minutes = round(seconds / MINUTE)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def day_words(moment: datetime) -> str:
    """`22 Nov 2026, 14:05`, in the local time."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"
