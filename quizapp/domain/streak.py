"""How long somebody has kept at it, counted so that a day off costs nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from quizapp.domain.fields import Model

REST_DAYS = 7
"""One day off in any so many days in a row is forgiven."""

_DAY = timedelta(days=1)


class Streak(Model):
    """A run of study days.

    The rule: the run goes on as long as no two days off lie less than REST_DAYS days apart; today is no day off before
    it is over. Only days with an answer count, so that a day off neither ends the run nor lengthens it. An answer more
    never makes any run shorter.
    """

    study_days: int
    """Days with at least one answer in the present run; 0 when there is none."""
    days_off: int
    """Days without, in the same run, that were forgiven."""
    best_study_days: int
    """The longest run ever, the present one included."""
    is_today_done: bool


def streak(days: Collection[date], today: date) -> Streak:
    """The present run and the best one.

    Args:
        days: on which at least one answer was given; those after `today` (a clock was wrong) are left out.
        today: the learner's own day.
    """
    known = {day for day in days if day <= today}
    done = today in known
    study, off = _back_from(known, today if done else today - _DAY)
    return Streak(study_days=study, days_off=off, best_study_days=_best(known), is_today_done=done)


def _back_from(known: Collection[date], last: date) -> tuple[int, int]:
    """Study days and days off of the run that ends with `last`, going back until two days off are too near."""
    study = off = 0
    later_off: date | None = None
    day = last
    first = min(known, default=last)
    while day >= first:
        if day in known:
            study += 1
        elif later_off is not None and (later_off - day).days < REST_DAYS:
            break
        else:
            off += 1
            later_off = day
        day -= _DAY
    return (study, off) if study else (0, 0)


def _best(known: Collection[date]) -> int:
    """The most study days of any run: a window that moves over the study days, and over the days off between them."""
    best = study = 0
    last_off: date | None = None
    since_off = 0
    """Study days after `last_off`: what is left of the window when the next day off comes too soon."""
    before: date | None = None
    for day in sorted(known):
        gap = 0 if before is None else (day - before).days - 1
        if gap > 1:
            study, last_off, since_off = 0, None, 0
        elif gap == 1:
            off = day - _DAY
            if last_off is not None and (off - last_off).days < REST_DAYS:
                study = since_off
            last_off, since_off = off, 0
        study += 1
        since_off += 1
        best = max(best, study)
        before = day
    return best
