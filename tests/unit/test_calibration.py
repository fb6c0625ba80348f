"""Calibration: bins and scores, by hand and by their laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.calibration import EDGES, Outcomes, bin_of, calibration

outcomes = st.lists(
    st.builds(Outcomes, st.floats(0, 1, allow_nan=False), st.integers(0, 50), st.integers(0, 50)), max_size=30
)


def test_scores_by_hand() -> None:
    """Four reviews at 0.9, one of them forgotten, and one at 0.5 remembered."""
    found = calibration([Outcomes(0.9, 3, 1), Outcomes(0.5, 1, 0)])

    assert found.reviews == 5
    assert found.predicted_share == pytest.approx((4 * 0.9 + 0.5) / 5)
    assert found.remembered_share == pytest.approx(4 / 5)
    assert found.brier_score == pytest.approx((3 * 0.01 + 0.81 + 0.25) / 5)  # 0.218
    assert found.log_loss_nats == pytest.approx(-(3 * math.log(0.9) + math.log(0.1) + math.log(0.5)) / 5)


def test_bins_by_hand() -> None:
    """0.5 falls into the bin that begins there, 0.9 into the next but two, 1 into the last."""
    found = calibration([Outcomes(0.9, 3, 1), Outcomes(0.5, 1, 0), Outcomes(1.0, 2, 0)])

    assert [each.reviews for each in found.bins] == [0, 1, 0, 0, 0, 4, 2]
    assert found.bins[5].predicted_share == pytest.approx(0.9)
    assert found.bins[5].remembered_share == pytest.approx(0.75)
    assert found.bins[0].predicted_share is None


def test_nothing_is_told_of_nothing() -> None:
    """Without reviews there are no scores, and every bin is empty."""
    found = calibration([])

    assert (found.reviews, found.brier_score, found.log_loss_nats, found.predicted_share) == (0, None, None, None)
    assert len(found.bins) == len(EDGES) - 1


def test_a_wrong_certainty_costs_much_but_not_all() -> None:
    """A chance of 1 that did not come true leaves the loss finite."""
    found = calibration([Outcomes(1.0, 0, 1)])

    assert found.log_loss_nats == pytest.approx(math.log(1e6), rel=1e-3)


@given(outcomes)
def test_every_review_is_in_one_bin(given_outcomes: list[Outcomes]) -> None:
    """The bins add up to the whole, and each one's mean chance lies between its edges."""
    found = calibration(given_outcomes)

    assert sum(each.reviews for each in found.bins) == found.reviews
    assert found.reviews == sum(each.remembered + each.forgotten for each in given_outcomes)
    for each in found.bins:
        if each.reviews:
            assert each.from_chance - 1e-9 <= each.predicted_share <= each.to_chance + 1e-9
            assert 0 <= each.remembered_share <= 1


@given(outcomes)
def test_scores_stay_in_their_range(given_outcomes: list[Outcomes]) -> None:
    """Brier lies between 0 and 1, and the loss is not negative; both do not depend on how reviews are grouped."""
    found = calibration(given_outcomes)
    single = calibration(
        Outcomes(each.predicted, int(kept), int(not kept))
        for each in given_outcomes
        for kept in [True] * each.remembered + [False] * each.forgotten
    )

    if found.reviews:
        assert 0 <= found.brier_score <= 1
        assert found.log_loss_nats >= 0
        assert single.brier_score == pytest.approx(found.brier_score, abs=1e-9)
        assert single.log_loss_nats == pytest.approx(found.log_loss_nats, abs=1e-6)


@given(st.integers(1, 1000), st.integers(0, 1000))
def test_saying_what_happens_is_best(kept: int, lost: int) -> None:
    """No other constant prediction scores better than the share that came true: both scores are proper."""
    truth = kept / (kept + lost)
    honest = calibration([Outcomes(truth, kept, lost)])

    for other in (0.1, 0.5, 0.9):
        wrong = calibration([Outcomes(other, kept, lost)])
        assert honest.brier_score <= wrong.brier_score + 1e-9
        assert honest.log_loss_nats <= wrong.log_loss_nats + 1e-5


@given(st.floats(0, 1))
def test_a_chance_belongs_to_the_bin_around_it(chance: float) -> None:
    """Lower edge included, upper one not, but for 1."""
    place = bin_of(chance)

    assert EDGES[place] <= chance
    assert chance < EDGES[place + 1] or (chance == 1.0 and place == len(EDGES) - 2)
