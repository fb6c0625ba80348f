"""The home screen's numbers."""

from __future__ import annotations

import random

from quizapp.domain.card import Rating
from quizapp.domain.grading import Picked
from quizapp.domain.session import Attempt
from quizapp.services.overview import OverviewService
from quizapp.services.study import StudyService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_task


def test_numbers_follow_the_answers(clock: FakeClock, progress: FakeProgress, scheduler: FakeScheduler) -> None:
    """Seen, known and due by topic; what is new; what was answered today; what was left."""
    library = FakeLibrary([make_choice(f"item-{n}") for n in range(4)], tasks=[make_task("a-task", topic="cors")])
    study = StudyService(library, progress, scheduler, clock, rng=random.Random(1))
    overview = OverviewService(library, progress, clock)
    session = study.start()
    assert session
    for option in (0, 1):
        showing = study.showing(session)
        assert showing
        study.answer(showing, Picked(options=[option]), 20)

    today = overview.overview()
    clock.advance(days=2)
    later = overview.overview()

    assert (today.total, today.new, today.due, today.answered_today) == (5, 3, 0, 2)
    assert [(topic.id, topic.seen, topic.known, topic.due, topic.total) for topic in today.topics] == [
        ("demo/basics", 2, 2, 0, 4),
        ("demo/cors", 0, 0, 0, 1),
    ]
    assert today.open_sessions == [(session, 3)]
    assert (later.due, later.answered_today) == (1, 0)
    assert [phase for phase, _ in later.phases] == ["Basics"]


def test_a_task_saved_many_times_is_one_answer_of_today(clock: FakeClock, progress: FakeProgress) -> None:
    """Each save is an attempt, and yet the learner has answered one task."""
    task = make_task("a-task", topic="cors")
    for number in range(3):
        progress.record(
            Attempt(
                id=f"save-{number}",
                item=task.id,
                session=None,
                at=clock.now(),
                seconds=20,
                response={},
                score=0.5,
                rating=Rating.AGAIN,
            )
        )

    today = OverviewService(FakeLibrary([], tasks=[task]), progress, clock).overview()

    assert today.answered_today == 1
