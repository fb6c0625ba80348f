"""The learner's word against the grader's: kept beside the attempt, and what counts from then on."""

from __future__ import annotations

import random

import pytest
from pydantic import TypeAdapter

from quizapp.domain.card import Rating
from quizapp.domain.grading import Said
from quizapp.domain.items.any import Item
from quizapp.services.answering import Outcome
from quizapp.services.study import StudyService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler
from tests.ui.samples import TOPICS

OPEN: Item = TypeAdapter(Item).validate_python(
    {
        "id": "loop",
        "kind": "open",
        "topic": "http",
        "difficulty": 1,
        "seconds": 60,
        "stem": "What does a blocking call do?",
        "explanation": "So.",
        "model_answer": "It holds the loop. Others wait.",
        "points": [
            {"id": "holds", "say": "It holds the loop.", "any_of": ["holds loop"], "missing": "No.", "must": True},
            {"id": "others", "say": "Others wait.", "any_of": ["others wait"], "missing": "No."},
        ],
        "red_flags": [{"id": "faster", "say": "No.", "any_of": ["faster"], "penalty": 0.25}],
    }
)


class World:
    """A study session over one open item."""

    def __init__(self) -> None:
        self.progress = FakeProgress()
        library = FakeLibrary([OPEN], topics=TOPICS)
        self.study = StudyService(library, self.progress, FakeScheduler(), FakeClock(), rng=random.Random(1))
        session = self.study.start()
        assert session is not None
        self.session = session

    def answer(self, text: str) -> Outcome:
        """Answer what is asked now."""
        showing = self.study.showing(self.session)
        assert showing is not None
        return self.study.answer(showing, Said(text=text), 40.0)


@pytest.fixture
def world() -> World:
    """A session that waits for its first answer."""
    return World()


def test_the_overruled_score_counts_and_the_attempt_stays_as_it_was(world: World) -> None:
    """Grade, rating and card follow the learner; what was written down is not touched."""
    before = world.answer("Everyone else has to be patient.")

    after = world.study.overrule(world.study.overrule(before, "holds", said=True), "others", said=True)

    assert (before.grade.score, after.grade.score) == (0.0, 1.0)
    assert world.progress.attempts() == [before.attempt]
    assert [review.rating for review in world.progress.reviews()] == [Rating.AGAIN, Rating.AGAIN, Rating.GOOD][1:]
    assert world.progress.reviews()[-1].overrides == world.progress.reviews()[0].id
    assert [line.score for line in world.study.summary(world.session).lines] == [1.0]
    assert world.study.showing(world.session) is None


def test_the_graders_own_score_is_kept_beside_it(world: World) -> None:
    """Each overrule is an event of its own; the last one counts."""
    outcome = world.answer("It holds the loop, which is faster.")

    world.study.overrule(world.study.overrule(outcome, "faster", said=False), "faster", said=True)

    events = world.progress.events(kind="overrule", subject=outcome.attempt.id)
    assert [(event.detail["overruled"], event.detail["score"]) for event in events] == [
        ({"faster": False}, 0.5),
        ({"faster": True}, 0.25),
    ]
    assert [event.detail["machine"] for event in events] == [0.25, 0.25]


def test_a_point_taken_back_by_the_learner_is_asked_again(world: World) -> None:
    """Who admits not to have said it fails, and the session comes back to it."""
    outcome = world.answer("It holds the loop, and others wait.")
    assert world.study.showing(world.session) is None

    world.study.overrule(outcome, "holds", said=False)

    showing = world.study.showing(world.session)
    assert showing is not None
    assert showing.again


def test_an_answer_given_again_can_be_overruled_without_moving_the_schedule(world: World) -> None:
    """Only the first answer of a session moves it; the session itself believes the learner."""
    world.answer("I sleep.")
    again = world.answer("Everyone else has to be patient.")
    reviews = world.progress.reviews()

    after = world.study.overrule(world.study.overrule(again, "holds", said=True), "others", said=True)

    assert after.grade.right
    assert world.progress.reviews() == reviews
    assert world.study.showing(world.session) is None
