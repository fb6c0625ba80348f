"""The recall forecast, by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.forecast import HORIZON_DAYS, Traces, forecast


def half_life(days: float, stability: float) -> float:
    """Recall halves in every stability."""
    return 0.5 ** (days / stability)


def test_forecast_by_hand() -> None:
    """Two cards reviewed today with a stability of 1 day, and one reviewed 10 days ago with one of 10."""
    found = forecast([Traces(0, 1.0, 2), Traces(10, 10.0, 1)], [3, 0, 1], half_life)

    assert found.cards == 3
    assert len(found.expected_recall_share_by_day) == HORIZON_DAYS + 1
    assert found.expected_recall_share_by_day[0] == pytest.approx((2 * 1 + 0.5) / 3)
    assert found.expected_recall_share_by_day[1] == pytest.approx((2 * 0.5 + 0.5**1.1) / 3)
    assert found.due_cards_by_day == [3, 0, 1]


def test_without_cards_nothing_is_expected() -> None:
    """An empty list, rather than a recall of zero."""
    assert forecast([], [0], half_life).expected_recall_share_by_day == []


@given(st.lists(st.builds(Traces, st.integers(0, 400), st.floats(0.01, 400), st.integers(1, 9)), min_size=1))
def test_memories_only_fade(traces: list[Traces]) -> None:
    """Without reviews the expected recall never rises, and stays a share."""
    found = forecast(traces, [], half_life).expected_recall_share_by_day

    assert all(0 <= later <= earlier + 1e-12 <= 1 + 1e-9 for earlier, later in pairwise(found))
