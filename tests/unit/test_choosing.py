"""What a selection gives, by the history and the library."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.grading import Passed, Picked, Said
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.said import Open
from quizapp.domain.selection import Selection, Source
from quizapp.domain.session import Session
from quizapp.services.bookmarks import Bookmarks
from quizapp.services.study import StudyService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_short, make_task

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])
A, B, C, D, E, F = (ItemId(f"demo/{letter}") for letter in "abcdef")


class Desk:
    """Six questions over three topics, and a task, which no session takes."""

    def __init__(self, items: list[Item] | None = None) -> None:
        self.library = FakeLibrary(
            items
            or [
                make_choice("a", topic="asgi"),
                make_choice("b", topic="asgi", difficulty=3),
                make_choice("c", topic="cors", seconds=300),
                make_choice("d", topic="cors", difficulty=5),
                make_choice("e", topic="http"),
                make_short("f", topic="http", difficulty=4),
            ],
            tasks=[make_task("a-task", topic="http")],
        )
        self.progress = FakeProgress()
        self.clock = FakeClock()
        self.study = StudyService(
            self.library, self.progress, FakeScheduler(), self.clock, new_per_day=20, rng=random.Random(7)
        )
        self.bookmarks = Bookmarks(self.progress, self.clock)

    def answer(self, item: ItemId, *, right: bool) -> None:
        """One answer in a session of its own."""
        session = self.begin(items=(item,))
        showing = self.study.showing(session)
        assert showing is not None
        self.study.answer(showing, RIGHT if right else Passed(), 20)
        self.study.finish(session)

    def begin(self, **fields: object) -> Session:
        """A session of a selection."""
        session = self.study.begin(Selection.model_validate(fields))
        assert session is not None
        return session


@pytest.fixture
def desk() -> Desk:
    """A learner who knows one item, missed two time and again, has bookmarked two, and has three to come."""
    desk = Desk()
    desk.answer(A, right=True)
    for item in (B, C, B, C):
        desk.answer(item, right=False)
    desk.bookmarks.toggle(D)
    desk.bookmarks.toggle(A)
    return desk


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sources": (Source.NEW,)}, {D, E, F}),
        ({"sources": (Source.DUE,)}, {B, C}),
        ({"sources": (Source.WEAK,)}, {B, C}),
        ({"sources": (Source.BOOKMARKED,)}, {A, D}),
        ({"sources": (Source.MISSED,)}, {B, C}),
        ({"sources": (Source.ALL,), "cram": True}, {A, B, C, D, E, F}),
        ({"sources": (Source.WEAK, Source.BOOKMARKED)}, {A, B, C, D}),
        ({}, {B, C, D, E, F}),
        ({"sources": (Source.ALL,), "topics": ("demo/asgi",)}, {A, B}),
        ({"sources": (Source.ALL,), "phases": ("Basics",)}, {A, B, C, D, E, F}),
        ({"sources": (Source.ALL,), "kinds": ("short",)}, {F}),
        ({"sources": (Source.ALL,), "difficulty": (3, 4)}, {B, F}),
        ({"sources": (Source.ALL,), "topics": ("demo/cors",), "minutes": 2}, {D}),
        ({"items": (F, A)}, {F, A}),
    ],
)
def test_each_source_and_each_filter(desk: Desk, fields: dict[str, object], expected: set[ItemId]) -> None:
    """A session has what its sources have and its filters let through; the offer says so beforehand."""
    desk.clock.advance(days=1, seconds=1)
    selection = Selection.model_validate(fields)

    offer = desk.study.offer(selection)
    session = desk.begin(**fields)

    assert set(session.plan) == expected
    assert len(session.plan) == len(expected) == offer.planned
    assert session.moves_schedule is offer.moves_schedule is selection.moves_schedule


def test_offer_counts_every_source(desk: Desk) -> None:
    """The sources that are not chosen are counted too, by the same filters."""
    desk.clock.advance(days=1, seconds=1)

    every = desk.study.offer(Selection())
    some = desk.study.offer(Selection(topics=("demo/asgi",), size=1))

    assert every.counts == {
        Source.DUE: 2,
        Source.NEW: 3,
        Source.WEAK: 2,
        Source.BOOKMARKED: 2,
        Source.MISSED: 2,
        Source.ALL: 6,
    }
    assert list(some.counts.values()) == [1, 0, 1, 1, 1, 2]
    assert some.planned == 1
    assert some.seconds == 50.0


def test_nothing_fits(desk: Desk) -> None:
    """A selection without an item begins no session and ends none."""
    left = desk.begin()

    assert desk.study.begin(Selection(kinds=("open",))) is None
    assert desk.study.begin(Selection(items=(ItemId("demo/gone"),))) is None
    assert desk.study.resumable() == left


@pytest.mark.parametrize("fields", [{"sources": (Source.MISSED,)}, {"sources": (Source.ALL,), "cram": True}])
def test_redo_and_cram_leave_the_schedule_alone(desk: Desk, fields: dict[str, object]) -> None:
    """Attempts are kept; there is no review, no card changes, and a rebuild from the log makes none."""
    before, reviews = desk.progress.cards(), desk.progress.reviews()
    attempts = len(desk.progress.attempts())
    session = desk.begin(**fields)

    while showing := desk.study.showing(session):
        outcome = desk.study.answer(showing, Passed(), 5)
        assert outcome.review is None
        assert desk.study.rerate(outcome, Rating.EASY) == outcome
    desk.progress.rebuild(FakeScheduler())

    assert desk.progress.cards() == before
    assert desk.progress.reviews() == reviews
    assert len(desk.progress.attempts()) == attempts + 3 * len(session.plan)


def test_what_was_redone_rightly_is_missed_no_more(desk: Desk) -> None:
    """A redo is over when everything was right once."""
    session = desk.begin(sources=(Source.MISSED,))
    while showing := desk.study.showing(session):
        desk.study.answer(showing, RIGHT, 5)

    assert desk.study.offer(Selection()).counts[Source.MISSED] == 0


def test_one_item_leaves_a_session_that_waits_alone(desk: Desk) -> None:
    """Looking one item up ends no other session; left unanswered it is not worth resuming."""
    waiting = desk.begin()
    single = desk.begin(items=(E,))

    desk.study.leave(single)

    assert desk.study.resumable() == waiting


def test_undo_asks_the_item_again_as_before(desk: Desk) -> None:
    """The card, the order of the options and the count are those of before the answer."""
    session = desk.begin(items=(E, F))
    showing = desk.study.showing(session)
    assert showing is not None
    before = desk.progress.cards()
    answered = desk.study.answer(showing, WRONG if showing.id == E else Passed(), 3)

    withdrawn = desk.study.undo(session)

    assert withdrawn == answered.attempt
    assert desk.study.showing(session) == showing
    assert desk.progress.cards() == before
    assert desk.study.summary(session).answered == 0


def test_undo_opens_a_session_again_and_ends_at_its_beginning(desk: Desk) -> None:
    """After the last answer the session had ended; with no answer left there is nothing to take back."""
    session = desk.begin(items=(E,))
    showing = desk.study.showing(session)
    assert showing is not None
    desk.study.answer(showing, RIGHT, 3)
    desk.study.finish(session)

    first, second = desk.study.undo(session), desk.study.undo(session)

    assert first is not None
    assert second is None
    assert desk.study.resumable() == session


def test_undo_of_a_repetition_keeps_the_first_answer(desk: Desk) -> None:
    """Only the last answer goes: the failure before it, and its review, stay."""
    session = desk.begin(items=(E,))
    for _ in range(2):
        showing = desk.study.showing(session)
        assert showing is not None
        desk.study.answer(showing, WRONG, 3)
    failed = desk.progress.card(E)

    desk.study.undo(session)

    again = desk.study.showing(session)
    assert again is not None
    assert again.again
    assert desk.progress.card(E) == failed


def test_answers_that_the_learner_made_right_are_not_missed() -> None:
    """An open answer whose points were all overruled counts as right in a redo as well."""
    points = [{"id": name, "say": name, "missing": "It was not said.", "any_of": [name]} for name in ("loop", "thread")]
    item = {
        "id": "open",
        "kind": "open",
        "topic": "asgi",
        "difficulty": 1,
        "seconds": 60,
        "stem": "Why?",
        "explanation": "So.",
        "points": points,
        "model_answer": "The loop and the thread.",
    }
    desk = Desk([Open.model_validate(item)])
    session = desk.begin()
    showing = desk.study.showing(session)
    assert showing is not None
    outcome = desk.study.answer(showing, Said(text="It is the blue of the sky that I remember."), 30)
    missed = desk.study.offer(Selection(sources=(Source.MISSED,))).planned
    for point in ("loop", "thread"):
        outcome = desk.study.overrule(outcome, point, said=True)

    assert missed == 1
    assert desk.study.offer(Selection(sources=(Source.MISSED,))).planned == 0


def test_bookmarks_are_set_and_taken_away(desk: Desk) -> None:
    """The last event counts, and the latest bookmark comes first."""
    assert desk.bookmarks.all() == [A, D]
    assert desk.bookmarks.toggle(A) is False
    assert desk.bookmarks.all() == [D]
    assert desk.bookmarks.toggle(A) is True
    assert desk.bookmarks.all() == [A, D]
    assert [desk.bookmarks.has(item) for item in (A, B, D)] == [True, False, True]


def test_due_in_the_order_of_need(desk: Desk) -> None:
    """A short session takes what is overdue most."""
    desk.clock.advance(days=1, seconds=1)
    session = desk.begin(sources=(Source.DUE,), size=1)

    assert session.plan == [min(desk.progress.due(desk.clock.now() + timedelta(days=1)), key=lambda c: c.due).item]
