"""Fitting memory parameters: what counts, how it is judged, what is kept, and how it is undone."""
# ruff: noqa: D102 - the Protocol of quizapp.domain.optimisation says what each method does

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import log
from pathlib import Path

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.domain.card import Rating, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.optimisation import Trial
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import QuizAppError, UsageError
from quizapp.scheduling import optimizer
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.scheduling.memory import Memory
from quizapp.scheduling.optimizer import TorchOptimiser, log_loss
from quizapp.scheduling.parameters import Parameters, load, reset, save
from quizapp.services.optimisation import OptimisationService
from tests.fakes import START, FakeProgress, FakeScheduler, make_attempt, make_review

HAS_TORCH = importlib.util.find_spec("torch") is not None
DAY = timedelta(days=1)


def reviews_of(item: str, *steps: tuple[float, Rating]) -> list[Review]:
    """Reviews of one item, each at so many days from the start."""
    attempts = [
        make_attempt(f"{item}-{number}", ItemId(f"demo/{item}"), rating, START + days * DAY)
        for number, (days, rating) in enumerate(steps)
    ]
    return [make_review(attempt) for attempt in attempts]


def months(items: int, reviews: int) -> list[Review]:
    """A regular history: every item every three days, forgotten now and then."""
    return [
        review
        for item in range(items)
        for review in reviews_of(
            f"i{item}", *((3 * n, Rating.AGAIN if (item + n) % 5 == 0 else Rating.GOOD) for n in range(reviews))
        )
    ]


class Fixed:
    """An optimiser with a known answer."""

    needed = 2

    def __init__(self, after: float) -> None:
        self.after = after
        self.asked = 0

    def countable(self, reviews: Iterable[Review]) -> int:
        return len(list(reviews))

    def optimise(self, reviews: Iterable[Review], before: Sequence[float] | None, watch: Watch = UNWATCHED) -> Trial:
        self.asked += 1
        return Trial(
            parameters=DEFAULT_PARAMETERS,
            reviews=len(list(reviews)),
            held_out=1,
            loss_before=0.5,
            loss_after=self.after,
        )


def service(optimiser: Fixed, *, reviews: int) -> tuple[OptimisationService, list[Trial]]:
    """A service over a history of so many reviews, and the trials that it kept."""
    progress, kept = FakeProgress(), []

    def keep(trial: Trial) -> int:
        kept.append(trial)
        return 7

    for number in range(reviews):
        attempt = make_attempt(number, ItemId(f"demo/{number}"), Rating.GOOD, START)
        progress.record(attempt, make_review(attempt), FakeScheduler().review(None, attempt.item, Rating.GOOD, START))
    return OptimisationService(progress, optimiser, current=None, keep=keep), kept


def test_only_reviews_on_a_later_day_count() -> None:
    """First reviews and second looks on the same day say nothing about forgetting."""
    history = reviews_of("a", (0, Rating.GOOD), (0.1, Rating.GOOD), (3, Rating.GOOD), (9, Rating.AGAIN))

    assert TorchOptimiser().countable(history) == 2
    assert TorchOptimiser().countable([]) == 0


def test_changed_ratings_count_once() -> None:
    """A review that the learner overrode is not counted beside the one that took its place."""
    history = reviews_of("a", (0, Rating.GOOD), (3, Rating.GOOD))
    changed = history[1].model_copy(update={"id": "changed", "rating": Rating.AGAIN, "overrides": history[1].id})

    assert TorchOptimiser().countable([*history, changed]) == 1


def test_loss_is_that_of_the_predictions() -> None:
    """Each later review is predicted from those before it; earlier ones are not judged."""
    history = reviews_of("a", (0, Rating.GOOD), (3, Rating.GOOD), (9, Rating.AGAIN))
    memory = Memory(DEFAULT_PARAMETERS)
    second = memory.after(memory.firsts[2], 3, 3)

    loss, judged = log_loss(optimizer._sequences(history), DEFAULT_PARAMETERS, START + 5 * DAY)

    assert judged == 1
    assert loss == pytest.approx(-log(1 - memory.recall(6, second.stability)))


def test_too_few_reviews_are_refused() -> None:
    """The package would give back its defaults without a word."""
    with pytest.raises(ValueError, match="640 are needed"):
        TorchOptimiser().optimise(months(5, 10), None)


@pytest.mark.skipif(HAS_TORCH, reason="the optimiser is installed")
def test_missing_library_is_told_with_the_command() -> None:
    """Who asks without the optional library hears how to get it."""
    with pytest.raises(UsageError) as caught:
        TorchOptimiser().optimise(months(70, 11), None)

    assert "-m pip install" in str(caught.value)
    assert "fsrs[optimizer]" in str(caught.value)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not HAS_TORCH, reason="torch comes with the extra `optimise`")
def test_fitted_parameters_predict_a_regular_history_better() -> None:
    """With the real library: forgetting that never depends on time is learnt."""
    trial = TorchOptimiser().optimise(months(70, 11), None)

    assert trial.reviews == 700
    assert trial.is_better


def test_too_little_history_changes_nothing() -> None:
    """It is said how many reviews there are and how many are needed; nothing is fitted."""
    optimiser = Fixed(0.1)
    optimisation, kept = service(optimiser, reviews=1)

    found = optimisation.optimise()

    assert (found.countable, found.needed, found.trial, found.was_kept) == (1, 2, None, False)
    assert (optimiser.asked, kept) == (0, [])


def test_better_parameters_are_kept() -> None:
    """What predicts held-out reviews better takes over, and the cards are computed anew."""
    optimisation, kept = service(Fixed(0.4), reviews=3)

    found = optimisation.optimise()

    assert found.was_kept
    assert found.rebuilt == 7
    assert [trial.loss_after for trial in kept] == [0.4]


@pytest.mark.parametrize("after", [0.5, 0.6])
def test_others_are_not(after: float) -> None:
    """Parameters that predict no better are told of and dropped."""
    optimisation, kept = service(Fixed(after), reviews=3)

    found = optimisation.optimise()

    assert found.trial is not None
    assert not found.was_kept
    assert kept == []


def parameters(first: float = 0.5) -> Parameters:
    """Parameters of one's own."""
    return Parameters(
        parameters=(first, *DEFAULT_PARAMETERS[1:]), at=START, reviews=700, loss_before=0.5, loss_after=0.4
    )


def test_parameters_survive_the_disk(tmp_path: Path) -> None:
    """What was saved is read back to the last digit; a folder is made for it."""
    file = tmp_path / "new" / "memory.json"

    save(file, parameters(1 / 3))

    assert load(file) == parameters(1 / 3)
    assert [path.name for path in file.parent.iterdir()] == ["memory.json"]


def test_no_file_means_defaults(tmp_path: Path) -> None:
    """Nothing saved is no fault, and nothing to go back from."""
    assert load(tmp_path / "memory.json") is None
    assert reset(tmp_path / "memory.json") is False


def test_reset_goes_back(tmp_path: Path) -> None:
    """After a reset the defaults hold."""
    save(tmp_path / "memory.json", parameters())

    assert reset(tmp_path / "memory.json") is True
    assert load(tmp_path / "memory.json") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"parameters": [1, 2]}', "\udcff"])
def test_damaged_file_is_told_and_left(tmp_path: Path, text: str) -> None:
    """A file that makes no sense names itself and the way out, and stays as it is."""
    file = tmp_path / "memory.json"
    file.write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(QuizAppError) as caught:
        load(file)

    assert caught.value.where == str(file)
    assert "optimise --reset" in str(caught.value)
    assert file.read_text(encoding="utf-8", errors="surrogateescape") == text


def test_parameters_out_of_bounds_are_refused() -> None:
    """What FSRS would refuse is never kept."""
    with pytest.raises(ValueError, match="parameter 0 is 1000"):
        parameters(1000)


def test_scheduler_goes_by_the_parameters() -> None:
    """A first review leaves the stability that the learner's own parameters say."""
    own = parameters(0.5).parameters

    card = FsrsScheduler(parameters=own).review(None, ItemId("demo/a"), Rating.AGAIN, START)

    assert card.stability == 0.5
