"""The estimate of ability: the Rasch model recovers what candidates were made with, and says how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.interview.ability import Observation, chance, estimate
from tests.benchmarks.ability import simulate

answers = st.lists(
    st.builds(Observation, topic=st.sampled_from(["a", "b"]), level=st.integers(1, 5), score=st.floats(0, 1)),
    max_size=20,
)


@pytest.mark.parametrize(("adaptive", "candidates", "questions"), [(False, 500, 15), (True, 100, 15)])
def test_known_abilities_are_recovered(
    capsys: pytest.CaptureFixture[str], adaptive: bool, candidates: int, questions: int
) -> None:
    """Over simulated candidates the bias is small, and the range of 90 % holds the truth about so often."""
    outcome = simulate(adaptive=adaptive, candidates=candidates, questions=questions)

    with capsys.disabled():
        words = f"bias {outcome.bias:+.3f}, range holds {outcome.coverage:.1%}"
        print(f"\n{candidates} candidates, adaptive {adaptive}: {words}")  # noqa: T201 - to be seen
    assert abs(outcome.bias) < 0.15
    assert 0.84 < outcome.coverage < 0.95
    assert outcome.correlation > 0.8


def test_questions_chosen_by_ability_tell_more_than_random_ones() -> None:
    """The same number of questions, a narrower range."""
    chosen = simulate(adaptive=True, candidates=40, questions=12)
    random = simulate(adaptive=False, candidates=40, questions=12)

    assert chosen.width < random.width


def test_nothing_asked_is_the_prior() -> None:
    """Without an answer the estimate is the middle, and its range is wide."""
    found = estimate([], ["a"])

    assert found["a"].mean == pytest.approx(3)
    assert found["a"].high - found["a"].low > 5
    assert found["a"].answers == 0


def test_one_topic_says_a_little_about_another() -> None:
    """Who is strong in one is likelier to be strong in the next, less surely so."""
    found = estimate([Observation(topic="a", level=3, score=1.0)] * 8, ["b"])

    assert 3 < found["b"].mean < found["a"].mean
    assert found["b"].high - found["b"].low > found["a"].high - found["a"].low


@given(answers, st.integers(1, 5))
def test_a_right_answer_never_lowers_an_estimate(given_before: list[Observation], level: int) -> None:
    """One more right answer raises it, one more wrong one lowers it, and the range always holds the mean."""
    before = estimate(given_before, ["a"])["a"]
    right = estimate([*given_before, Observation(topic="a", level=level, score=1.0)])["a"]
    wrong = estimate([*given_before, Observation(topic="a", level=level, score=0.0)])["a"]

    assert wrong.mean < before.mean < right.mean
    assert all(one.low < one.mean < one.high for one in (before, right, wrong))


def test_the_chance_at_ones_own_level_is_a_half() -> None:
    """The scale of ability is the scale of difficulty."""
    assert chance(2.5, 2.5) == 0.5
    assert chance(4, 2) > 0.85


def test_hundreds_of_answers_alike_have_an_estimate() -> None:
    """Abilities so unlikely that a float does not hold their chance are left out."""
    found = estimate([Observation(topic="a", level=5, score=1.0)] * 400)

    assert found["a"].mean > 5
