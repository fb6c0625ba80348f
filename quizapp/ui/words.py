"""Moments and durations in human words."""

from __future__ import annotations

from datetime import datetime

from quizapp.domain.card import Rating

MINUTE = 60
HOUR = 3600
RATINGS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


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
