"""Standings, ranges, and how often a question is drawn."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.interview import MIN_ANSWERED, Standing, judge, share
from quizapp.domain.interview.draw import draw_items
from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Listing


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.01, 0.99))
def test_a_standing_is_never_better_for_worse_scores(scores: list[float], mark: float) -> None:
    """All right never fails, all wrong never passes, and too few answers say nothing."""
    standing = judge(share(scores), answered=len(scores), pass_mark=mark)
    best = judge(share([1.0] * len(scores)), answered=len(scores), pass_mark=mark)
    worst = judge(share([0.0] * len(scores)), answered=len(scores), pass_mark=mark)

    if len(scores) < MIN_ANSWERED:
        assert standing is Standing.NOT_ENOUGH
    else:
        assert best in {Standing.PASSED, Standing.CLOSE}
        assert worst in {Standing.NOT_PASSED, Standing.CLOSE}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=40))
def test_a_range_holds_its_share(pairs: list[tuple[float, float]]) -> None:
    """Whatever the scores and weights, the range lies within 0 to 1 and around the mean."""
    found = share([score for score, _ in pairs], [weight for _, weight in pairs])

    assert 0 <= found.low <= found.mean <= found.high <= 1
    assert found.levels[0] <= found.level <= found.levels[1]


def test_a_critical_question_is_drawn_twice_as_often() -> None:
    """One critical question among nine others is drawn in about 2 of 11 interviews of one question."""
    listings = [
        Listing(id=ItemId(f"demo/{n}"), kind="choice", topic="t", difficulty=1, seconds=30, title="", critical=n == 0)
        for n in range(10)
    ]
    rng = random.Random(4)

    drawn = [draw_items(listings, 1, rng)[0].id for _ in range(4000)]

    assert 2 / 11 * 0.9 < drawn.count(ItemId("demo/0")) / 4000 < 2 / 11 * 1.1
    assert len({listing.id for listing in draw_items(listings, 10, rng)}) == 10
