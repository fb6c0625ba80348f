"""Our FSRS-6 in plain numbers says what the fsrs package says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.scheduling.memory import Memory, State

START = datetime(2026, 3, 2, 21, 0, tzinfo=timezone.utc)

parameters = st.tuples(
    *(
        # Every one within a half and the double of its default, and within its bounds.
        st.floats(max(low, value / 2), min(high, value * 2))
        for value, low, high in zip(DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    )
)
histories = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400)), min_size=1, max_size=10)


@settings(max_examples=60, deadline=None)
@given(parameters, histories)
def test_states_are_those_of_the_package(parameters: tuple[float, ...], history: list[tuple[int, int]]) -> None:
    """Whatever the parameters and the reviews, stability, difficulty and recall agree, on the same day too."""
    memory = Memory(parameters)
    theirs = Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at, state, days = Card(card_id=0), START, None, 0

    for rating, gap in history:
        card, _ = theirs.review_card(card, Rating(rating), at)
        state = memory.firsts[rating - 1] if state is None else memory.after(state, days, rating)
        at, days = at + timedelta(days=gap), gap

        assert state == pytest.approx((card.stability, card.difficulty), rel=1e-9)
        assert memory.recall(gap, state.stability) == pytest.approx(theirs.get_card_retrievability(card, at), rel=1e-9)


@given(st.floats(0.001, 400), st.floats(1, 10), st.integers(1, 400))
def test_branches_are_the_four_reviews(stability: float, difficulty: float, days: int) -> None:
    """All four ratings at once come to what each comes to alone."""
    memory, state = Memory(DEFAULT_PARAMETERS), State(stability, difficulty)

    recalled, states = memory.branches(state, days)

    assert recalled == memory.recall(days, stability)
    for rating, after in enumerate(states, 1):
        assert after == pytest.approx(memory.after(state, days, rating), rel=1e-9)
