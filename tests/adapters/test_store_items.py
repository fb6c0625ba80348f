"""What becomes of items, by every `Progress`: weak, forgotten, missed, renamed, changed, gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.domain.activity import FRESH_LOOK, FRESH_LOOKS, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.replay import replay
from tests.adapters.answering import SCHEDULER, A, B, C, answer, make_session
from tests.fakes import START


def test_adopt_follows_chains(progress: Progress) -> None:
    """An item that was renamed twice ends under its last name, and a circle of names ends somewhere."""
    answer(progress, 1, A, Rating.GOOD, START)
    answer(progress, 2, B, Rating.GOOD, START)

    progress.adopt({B: C, A: B}, SCHEDULER)
    progress.adopt({C: A, A: C}, SCHEDULER)

    assert {attempt.item for attempt in progress.attempts()} <= {A, C}
    assert {card.reviews for card in progress.cards().values()} == {2}


def test_adopt(progress: Progress) -> None:
    """A renamed item brings its history along, is merged with what the new id had, and stays in open sessions."""
    progress.save_session(make_session("s1"))
    progress.save_session(make_session("s2", ended=START))
    answer(progress, 1, A, Rating.GOOD, START)
    answer(progress, 2, B, Rating.GOOD, START + timedelta(days=1))
    answer(progress, 3, A, Rating.GOOD, START + timedelta(days=4))
    progress.log(ActivityEvent(id="e1", kind="bookmark", subject=A, at=START))
    merged = replay([review.model_copy(update={"item": B}) for review in progress.reviews()], SCHEDULER)

    assert progress.adopt({A: B, C: ItemId("demo/d")}, SCHEDULER) == 1

    assert merged == progress.cards()
    assert len(progress.attempts(item=B)) == 3
    assert progress.events()[0].subject == B
    assert next(session.plan for session in progress.sessions(open_only=True)) == [B, C]
    assert progress.adopt({A: B, C: ItemId("demo/d")}, SCHEDULER) == 0


def test_weak_items_are_those_that_do_not_hold(progress: Progress) -> None:
    """What was forgotten is weak until it lasts, the least stable first."""
    answer(progress, 1, A, Rating.GOOD, START)
    for number, item in ((2, B), (3, C)):
        _, _, card = answer(progress, number, item, Rating.GOOD, START)
        answer(progress, number + 10, item, Rating.AGAIN, card.due)
    answer(progress, 20, B, Rating.GOOD, START + timedelta(days=9))

    weak = progress.weak_items()

    assert list(weak) == [C, B]
    assert list(progress.weak_items(limit=1)) == [C]


def test_lapsed_items_are_those_forgotten_often(progress: Progress) -> None:
    """The most forgotten come first; what lasts by now is left out."""
    for base, item, lapses in ((0, A, 2), (100, B, 3), (200, C, 2)):
        _, _, card = answer(progress, base, item, Rating.GOOD, START)
        for number in range(base + 1, base + 1 + lapses):
            _, _, card = answer(progress, number, item, Rating.AGAIN, card.due)
    for number in range(90, 93):
        answer(progress, number, A, Rating.GOOD, START + timedelta(days=number))

    assert dict(progress.lapsed_items(2)) == {B: 3, C: 2}
    assert list(progress.lapsed_items(2, limit=1)) == [B]
    assert dict(progress.lapsed_items(4)) == {}


def test_missed_items_are_judged_by_their_latest_answer(progress: Progress) -> None:
    """Right at last is not missed; the latest miss comes first."""
    answer(progress, 1, A, Rating.AGAIN, START)
    answer(progress, 2, B, Rating.AGAIN, START)
    answer(progress, 3, C, Rating.AGAIN, START)
    answer(progress, 4, A, Rating.AGAIN, START + timedelta(days=1))
    answer(progress, 5, B, Rating.GOOD, START + timedelta(days=1))

    assert list(progress.missed_items()) == [A, C]
    assert list(progress.missed_items(limit=1)) == [A]


def test_a_changed_item_comes_up_for_a_fresh_look(progress: Progress) -> None:
    """Its card is due at once, an event says why, memory stays as it is, and the others are left alone."""
    answer(progress, 1, A, Rating.EASY, START)
    answer(progress, 2, B, Rating.EASY, START)
    before = progress.cards()
    later = START + timedelta(hours=1)
    first = progress.take_up("demo", "1", lambda: {A: "a", B: "b", C: "c"}, later)

    fresh = progress.take_up("demo", "2", lambda: {A: "changed", B: "b", C: "changed"}, later)

    assert (list(first), list(fresh)) == ([], [A])
    assert progress.cards() == {A: before[A].model_copy(update={"due": later}), B: before[B]}
    assert [event.subject for event in progress.events(kind=FRESH_LOOK)] == [A]
    assert list(progress.due_items(later)) == [A]


def test_a_pack_that_did_not_change_is_not_read(progress: Progress) -> None:
    """The same stamp asks for no fingerprints."""
    progress.take_up("demo", "1", lambda: {A: "a"}, START)

    assert list(progress.take_up("demo", "1", lambda: pytest.fail("read again"), START)) == []


def test_a_fresh_look_outlives_a_replay_and_ends_with_an_answer(progress: Progress) -> None:
    """Replayed cards are brought forward again; a review later than the change is the fresh look."""
    answer(progress, 1, A, Rating.EASY, START)
    later = START + timedelta(hours=1)
    progress.take_up("demo", "1", lambda: {A: "a"}, START)
    progress.take_up("demo", "2", lambda: {A: "changed"}, later)

    progress.rebuild(SCHEDULER)
    rebuilt = progress.card(A)
    answer(progress, 2, A, Rating.EASY, later + timedelta(hours=1))
    answered = progress.card(A)

    assert rebuilt is not None
    assert answered is not None
    assert rebuilt.due == later
    assert answered.due > later + timedelta(hours=1)


def test_many_changed_items_come_up_over_several_days(progress: Progress) -> None:
    """FRESH_LOOKS of them a day."""
    items = [ItemId(f"demo/{number:03}") for number in range(FRESH_LOOKS * 2 + 1)]
    for number, item in enumerate(items):
        answer(progress, number, item, Rating.EASY, START)
    soon = START + timedelta(minutes=1)
    progress.take_up("demo", "1", lambda: dict.fromkeys(items, "a"), soon)

    progress.take_up("demo", "2", lambda: dict.fromkeys(items, "b"), soon)

    days = [(card.due - soon).days for card in progress.cards().values()]
    assert [days.count(day) for day in (0, 1)] == [FRESH_LOOKS, FRESH_LOOKS]


def test_a_renamed_item_that_changed_too_comes_up(progress: Progress) -> None:
    """What it asked goes with it to the new id."""
    answer(progress, 1, A, Rating.EASY, START)
    progress.take_up("demo", "1", lambda: {A: "a"}, START)

    progress.adopt({A: B}, SCHEDULER)
    fresh = progress.take_up("demo", "2", lambda: {B: "changed"}, START + timedelta(minutes=1))

    assert list(fresh) == [B]


def test_an_item_that_is_gone_and_comes_back_as_it_was_is_left_alone(progress: Progress) -> None:
    """What it asked is remembered while it is away."""
    answer(progress, 1, A, Rating.EASY, START)
    progress.take_up("demo", "1", lambda: {A: "a"}, START)

    gone = progress.take_up("demo", "2", dict, START)
    back = progress.take_up("demo", "3", lambda: {A: "a"}, START)

    assert [*gone, *back] == []
