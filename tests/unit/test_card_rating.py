"""From a result to a rating."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import PASS_SCORE, Rating, rate

scores = st.floats(0, 1)
times = st.floats(0, 100_000)
needs = st.floats(0.1, 7200)
hints = st.integers(0, 5)
results = st.fixed_dictionaries(
    {"score": scores, "seconds": times, "expected_seconds": needs, "hints": hints, "solution_seen": st.booleans()}
)


@given(results, scores)
def test_better_scores_never_rate_lower(result: dict, other: float) -> None:
    """More right means the same rating or a better one."""
    low, high = sorted([result["score"], other])

    assert rate(**result | {"score": low}) <= rate(**result | {"score": high})


@given(results, times)
def test_slower_never_rates_higher(result: dict, other: float) -> None:
    """More time means the same rating or a lower one."""
    quick, slow = sorted([result["seconds"], other])

    assert rate(**result | {"seconds": slow}) <= rate(**result | {"seconds": quick})


@given(results, hints)
def test_hints_never_rate_higher(result: dict, other: int) -> None:
    """More help means the same rating or a lower one."""
    few, many = sorted([result["hints"], other])

    assert rate(**result | {"hints": many}) <= rate(**result | {"hints": few})


@given(scores, times, needs, hints)
def test_solution_seen_is_again(score: float, seconds: float, need: float, n: int):
    """What was read a moment ago was not recalled."""
    assert rate(score, seconds, need, hints=n, solution_seen=True) is Rating.AGAIN


@given(scores, times, needs, hints)
def test_passing_decides_between_again_and_the_rest(score: float, seconds: float, need: float, n: int):
    """Neither time nor hints make a pass into a lapse, or a failure into a pass."""
    assert (rate(score, seconds, need, hints=n) is Rating.AGAIN) == (score < PASS_SCORE)


@pytest.mark.parametrize(
    ("score", "seconds", "hints", "expected"),
    [
        (1.0, 15.0, 0, Rating.EASY),
        (1.0, 15.1, 0, Rating.GOOD),
        (1.0, 15.0, 1, Rating.GOOD),
        (1.0, 60.0, 0, Rating.GOOD),
        (1.0, 60.1, 0, Rating.HARD),
        (1.0, 15.0, 2, Rating.HARD),
        (0.99, 5.0, 0, Rating.HARD),
        (0.6, 5.0, 0, Rating.HARD),
        (0.59, 5.0, 0, Rating.AGAIN),
    ],
)
def test_bounds(score: float, seconds: float, hints: int, expected: Rating) -> None:
    """Easy up to half the expected time, Hard from twice of it or with two hints, Again below the pass score."""
    assert expected is rate(score, seconds, 30.0, hints=hints)
