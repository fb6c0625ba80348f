"""Shares, pace and weak topics, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.statistics import (
    ENOUGH_REVIEWS,
    NO_RECORD,
    Answered,
    ItemRecord,
    Retention,
    merged,
    pace,
    weakest,
)


def test_share_by_hand() -> None:
    """Nine of ten; the interval is Wilson's."""
    found = Retention.of(9, 10)

    assert found.share == 0.9
    assert found.low_share == pytest.approx(0.5958, abs=1e-4)
    assert found.high_share == pytest.approx(0.9821, abs=1e-4)


def test_few_reviews_are_counted_and_not_judged() -> None:
    """Below the threshold there is a count and no share."""
    found = Retention.of(9, ENOUGH_REVIEWS - 1)

    assert (found.reviews, found.remembered, found.share, found.low_share) == (9, 9, None, None)


@given(st.integers(ENOUGH_REVIEWS, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(pair: tuple[int, int]) -> None:
    """Low, share and high are in order and between 0 and 1."""
    found = Retention.of(*pair)

    assert 0 <= found.low_share <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high_share <= 1


def test_records_add_up() -> None:
    """Field by field; of none there is nothing."""
    assert merged([ItemRecord(3, 1, 2, 1), ItemRecord(5, 0, 4, 4)]) == ItemRecord(8, 1, 6, 5)
    assert merged([]) == NO_RECORD


def test_pace_by_hand() -> None:
    """Medians, so that a lunch break does not count; the kind with most answers first; few answers are only counted."""
    answers = [Answered("choice", seconds, 40.0) for seconds in (10, 20, 30, 40, 3600)]
    answers += [Answered("short", 20, 20.0)] * 4

    choice, short = pace(answers)

    assert (choice.kind, choice.answers, choice.median_seconds, choice.expected_seconds) == ("choice", 5, 30, 40)
    assert choice.median_ratio == 0.75
    assert (short.kind, short.answers, short.median_ratio) == ("short", 4, None)


def test_weakest_by_hand() -> None:
    """Ten of twenty comes before two of four; what failed rarely, once, or of three, is no weak spot."""
    topics = {
        "few": ItemRecord(4, 2, 0, 0),
        "many": ItemRecord(20, 10, 0, 0),
        "fine": ItemRecord(40, 2, 0, 0),
        "once": ItemRecord(10, 1, 0, 0),
        "new": ItemRecord(3, 3, 0, 0),
    }

    assert weakest(topics) == ["many", "few"]
    assert weakest(topics, limit=1) == ["many"]
    assert weakest({}) == []
