"""Study sessions: what they take, what an answer does, and how they go on after a stop."""

from __future__ import annotations

import random

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.grading import Passed, Picked
from quizapp.services.study import StudyService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_task

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])


class Desk:
    """A study service with everything around it in reach."""

    def __init__(self, items: int = 6, *, new_per_day: int = 20) -> None:
        topics = ["asgi", "basics", "cors"]
        self.library = FakeLibrary(
            [make_choice(f"item-{n}", topic=topics[n % 3]) for n in range(items)], tasks=[make_task("a-task")]
        )
        self.progress = FakeProgress()
        self.clock = FakeClock()
        self.new_per_day = new_per_day
        self.study = self.reopened()

    def reopened(self) -> StudyService:
        """The service as it is after the app was quit and started again."""
        return StudyService(
            self.library,
            self.progress,
            FakeScheduler(),
            self.clock,
            new_per_day=self.new_per_day,
            rng=random.Random(7),
        )

    def go_through(self, *, size: int = 10) -> None:
        """One session, everything right."""
        session = self.study.start(size=size)
        assert session
        while showing := self.study.showing(session):
            self.study.answer(showing, RIGHT, 20)
        self.study.finish(session)


def test_new_items_fill_a_session_and_tasks_do_not() -> None:
    """A session takes items that were never seen; coding tasks are practised elsewhere."""
    desk = Desk(items=6)

    session = desk.study.start(size=10)

    assert session
    assert sorted(session.plan) == [f"demo/item-{n}" for n in range(6)]


def test_due_items_come_back_and_others_do_not() -> None:
    """What was answered is asked again once it is due, not before."""
    desk = Desk(items=3)
    desk.go_through()

    assert desk.study.start() is None
    desk.clock.advance(days=4)
    session = desk.study.start()

    assert session
    assert len(session.plan) == 3


def test_an_answer_is_recorded_before_it_is_told() -> None:
    """The outcome speaks of an attempt, a review and a card that are in the store already."""
    desk = Desk()
    session = desk.study.start()
    assert session
    showing = desk.study.showing(session)
    assert showing

    outcome = desk.study.answer(showing, RIGHT, 20)

    assert desk.progress.attempts(session=session.id) == [outcome.attempt]
    assert desk.progress.card(showing.id) == outcome.card
    assert outcome.attempt.rating is Rating.GOOD


def test_a_failed_item_comes_again_without_moving_the_schedule_twice() -> None:
    """The second try in one session is recorded, and leaves the card as the first one made it."""
    desk = Desk(items=2)
    session = desk.study.start()
    assert session
    first = desk.study.showing(session)
    assert first
    card = desk.study.answer(first, WRONG, 20).card
    second = desk.study.showing(session)
    assert second
    desk.study.answer(second, RIGHT, 20)

    again = desk.study.showing(session)
    assert again
    outcome = desk.study.answer(again, RIGHT, 5)

    assert (again.id, again.again) == (first.id, True)
    assert outcome.card == card
    assert outcome.review is None
    assert desk.study.showing(session) is None


def test_options_are_shuffled_by_showing() -> None:
    """The same showing has the same order after a restart; another session has others."""
    desk = Desk(items=6)
    session = desk.study.start()
    assert session

    once, after_restart = desk.study.showing(session), desk.reopened().showing(session)

    assert once == after_restart
    assert once
    assert sorted(once.order) == [0, 1, 2]


def test_a_session_left_goes_on_where_it_stood() -> None:
    """After a restart the session is offered, at the item that was not answered yet."""
    desk = Desk(items=4)
    session = desk.study.start()
    assert session
    for _ in range(2):
        showing = desk.study.showing(session)
        assert showing
        desk.study.answer(showing, RIGHT, 20)

    study = desk.reopened()
    left = study.resumable()

    assert left == session
    assert left
    showing = study.showing(left)
    assert showing
    assert (showing.position, showing.total) == (3, 4)
    assert showing.id == session.plan[2]


def test_a_new_session_ends_one_that_was_left() -> None:
    """There is one study session at a time."""
    desk = Desk()
    first = desk.study.start()
    second = desk.study.start()

    assert first
    assert second
    assert desk.progress.sessions(open_only=True) == [second]


def test_an_item_that_left_its_pack_strands_no_session() -> None:
    """An updated pack may have lost an item of the plan: it is passed over."""
    desk = Desk(items=3)
    session = desk.study.start()
    assert session
    desk.library.remove(session.plan[0])

    showing = desk.study.showing(session)

    assert showing
    assert showing.id == session.plan[1]
    assert showing.total == 2


def test_the_learner_may_overrule_the_rating() -> None:
    """The new rating moves the card from where it stood before the answer, and the old review stays in the log."""
    desk = Desk()
    session = desk.study.start()
    assert session
    showing = desk.study.showing(session)
    assert showing
    outcome = desk.study.answer(showing, RIGHT, 20)

    changed = desk.study.rerate(outcome, Rating.AGAIN)

    assert changed.card == desk.progress.card(showing.id)
    assert changed.card
    assert changed.card.stability == 1.0
    assert changed.card.reviews == 1
    assert [review.rating for review in desk.progress.reviews()] == [Rating.GOOD, Rating.AGAIN]


def test_not_knowing_counts_as_again() -> None:
    """To say so is an honest answer, and the item comes soon."""
    desk = Desk()
    session = desk.study.start()
    assert session
    showing = desk.study.showing(session)
    assert showing

    outcome = desk.study.answer(showing, Passed(), 3)

    assert outcome.attempt.rating is Rating.AGAIN
    assert outcome.grade.score == 0.0


def test_new_items_a_day_are_limited_while_others_are_due() -> None:
    """The limit keeps tomorrow's reviews few; with nothing else to do, whoever asks gets more."""
    desk = Desk(items=12, new_per_day=2)
    first = desk.study.start(size=10)
    assert first
    assert len(first.plan) == 2
    while showing := desk.study.showing(first):
        desk.study.answer(showing, RIGHT, 20)

    more = desk.study.start(size=10)

    assert more
    assert len(more.plan) == 10
    assert not set(more.plan) & set(first.plan)


@pytest.mark.parametrize(("topics", "count"), [((), 6), (("demo/asgi",), 2), (("demo/asgi", "demo/cors"), 4)])
def test_topics_narrow_a_session(topics: tuple[str, ...], count: int) -> None:
    """Only items of the topics asked for."""
    session = Desk(items=6).study.start(topics=topics)

    assert session
    assert len(session.plan) == count


def test_the_summary_counts_first_answers() -> None:
    """Right at once means at the first showing; tries are told beside it."""
    desk = Desk(items=2)
    session = desk.study.start()
    assert session
    for response in (WRONG, RIGHT, RIGHT):
        showing = desk.study.showing(session)
        assert showing
        desk.study.answer(showing, response, 20)

    summary = desk.study.finish(session)

    assert summary.right_at_once == 1
    assert [line.tries for line in summary.lines] == [2, 1]
    assert summary.session.ended == desk.clock.now()
    assert desk.study.resumable() is None
