"""Streaks: what counts, what is forgiven, and what never happens."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.streak import REST_DAYS, streak

TODAY = date(2026, 3, 20)


def days(pattern: str) -> set[date]:
    """Days up to today, from a picture: `x` for a day with answers, anything else for one without."""
    return {TODAY - timedelta(days=len(pattern) - 1 - place) for place, mark in enumerate(pattern) if mark == "x"}


patterns = st.text(alphabet="x.", max_size=60)


@pytest.mark.parametrize(
    ("pattern", "study", "off", "best"),
    [
        ("", 0, 0, 0),
        ("x", 1, 0, 1),
        ("xxx", 3, 0, 3),
        ("xxx.", 3, 0, 3),  # today is not over
        ("xxx..", 3, 1, 3),  # yesterday off, forgiven
        ("xxx...", 0, 0, 3),  # two days off in a row end it
        ("xx.xx", 4, 1, 4),
        ("xx..xx", 2, 1, 2),  # of two in a row the later one is forgiven
        ("x.xxxxxx.x", 8, 2, 8),  # two days off, seven days apart
        ("xx.xxxxx.x", 6, 1, 7),  # two days off, six days apart: the run begins after the first
        ("xxxxxxxxxx..x", 1, 1, 10),
        ("xxx.xxx.xxx", 6, 1, 6),
    ],
)
def test_the_rule_on_pictures(pattern: str, study: int, off: int, best: int) -> None:
    """Study days count, one day off in seven is forgiven, today is no day off before it is over."""
    found = streak(days(pattern), TODAY)

    assert (found.study_days, found.days_off, found.best_study_days) == (study, off, best)


def test_days_after_today_are_left_out() -> None:
    """A clock that was once wrong does not make a streak."""
    found = streak({TODAY + timedelta(days=1)}, TODAY)

    assert (found.study_days, found.best_study_days, found.is_today_done) == (0, 0, False)


def by_hand(known: set[date], last: date) -> int:
    """The most study days in any stretch that ends with `last` and has no two days off less than REST_DAYS apart."""
    best = 0
    for length in range(1, 70):
        stretch = [last - timedelta(days=back) for back in range(length)]
        off = [day for day in stretch if day not in known]
        if any((near - far).days < REST_DAYS for near, far in pairwise(off)):
            break
        best = max(best, length - len(off))
    return best


@given(patterns)
def test_the_present_run_is_the_longest_stretch_that_the_rule_allows(pattern: str) -> None:
    """Against a count by brute force."""
    known = days(pattern)
    found = streak(known, TODAY)

    last = TODAY if TODAY in known else TODAY - timedelta(days=1)
    assert found.study_days == by_hand(known, last)


@given(patterns)
def test_the_best_run_is_the_best_of_all_days(pattern: str) -> None:
    """The best run is the longest one that ever ended on any day."""
    known = days(pattern)

    assert streak(known, TODAY).best_study_days == max((by_hand(known, day) for day in known), default=0)


@given(patterns, st.integers(0, 59))
def test_studying_more_never_costs_anything(pattern: str, back: int) -> None:
    """Another study day makes neither the present nor the best run shorter."""
    before = streak(days(pattern), TODAY)
    after = streak(days(pattern) | {TODAY - timedelta(days=back)}, TODAY)

    assert after.study_days >= before.study_days
    assert after.best_study_days >= before.best_study_days


@given(patterns)
def test_a_run_never_counts_more_than_was_done(pattern: str) -> None:
    """The present run is at most the best one, and that at most the number of study days."""
    known = days(pattern)
    found = streak(known, TODAY)

    assert 0 <= found.study_days <= found.best_study_days <= len(known)
    assert found.days_off == 0 or found.study_days > 0
