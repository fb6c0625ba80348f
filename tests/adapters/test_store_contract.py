"""What every `Progress` does: the same assertions on the one in memory and on the one in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from quizapp.domain.activity import FRESH_LOOK, FRESH_LOOKS, UNDO, ActivityEvent
from quizapp.domain.card import Card, Rating, Review, is_weak
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.replay import replay
from quizapp.domain.session import Attempt, Session, SessionKind
from quizapp.domain.tally import Counts, Tally
from quizapp.errors import StoreError
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeProgress, FakeScheduler, make_attempt, make_review

A, B, C = ItemId("demo/a"), ItemId("demo/b"), ItemId("demo/c")
SCHEDULER = FakeScheduler()


@pytest.fixture(params=["memory", "sqlite"])
def progress(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Progress]:
    """An empty history of either kind."""
    history = FakeProgress() if request.param == "memory" else SqliteProgress(tmp_path / "progress.sqlite3")
    yield history
    history.close()


def make_session(name: str = "s1", **changes: object) -> Session:
    """A study session of three items."""
    fields = {
        "id": name,
        "kind": SessionKind.STUDY,
        "title": "Study",
        "plan": [A, B, C],
        "seed": 2**70 + 1,
        "started": START,
    }
    return Session.model_validate({**fields, **changes})


def answer(progress: Progress, number: int, item: ItemId, rating: Rating, at: datetime) -> tuple[Attempt, Review, Card]:
    """Record an attempt with its review, as a service does."""
    attempt = make_attempt(number, item, rating, at)
    review = make_review(attempt)
    card = SCHEDULER.review(progress.card(item), item, rating, at)
    progress.record(attempt, review, card)
    return attempt, review, card


def test_empty(progress: Progress) -> None:
    """A new history has nothing in it, and says so without an error."""
    assert progress.card(A) is None
    assert progress.cards() == {}
    assert list(progress.attempts()) == []
    assert list(progress.sessions()) == []
    assert progress.session("s1") is None
    assert Counts(due=0, seen=0, attempts=0, items=0, new=0) == progress.counts(START, START)
    assert {"one": Tally()} == progress.tallies({A: "one"}, START)
    assert progress.days(timezone.utc) == {}
    assert progress.rebuild(SCHEDULER) == 0


def test_record_round_trip(progress: Progress) -> None:
    """What was recorded comes back as it was, to the microsecond and the last digit."""
    progress.save_session(make_session())
    at = datetime(2026, 3, 2, 9, 30, 1, 234567, tzinfo=ZoneInfo("Asia/Kathmandu"))
    response = {"kind": "typed", "texts": ["grün 🎈", "\ud83d"], "nested": [None, True, 1.5, 10**30]}
    attempt = Attempt(
        id="x",
        item=A,
        session="s1",
        at=at,
        seconds=0.1 + 0.2,
        response=response,
        score=1 / 3,
        rating=Rating.HARD,
        hints=2,
        solution_seen=True,
    )

    progress.record(attempt)

    assert [attempt] == list(progress.attempts())
    assert progress.attempts()[0].at.utcoffset() == timedelta(0) or isinstance(progress, FakeProgress)


def test_record_without_review_leaves_the_card(progress: Progress) -> None:
    """An attempt alone moves no card."""
    _, _, card = answer(progress, 1, A, Rating.GOOD, START)

    progress.record(make_attempt(2, A, Rating.AGAIN, START + timedelta(minutes=5)))

    assert card == progress.card(A)
    assert {A: card} == progress.cards()
    assert len(progress.attempts(item=A)) == 2


def test_record_twice_changes_nothing(progress: Progress) -> None:
    """A write that is tried again is no second attempt, and does not bring an old card back."""
    attempt, review, first = answer(progress, 1, A, Rating.GOOD, START)
    _, _, second = answer(progress, 2, A, Rating.GOOD, START + timedelta(days=3))

    progress.record(attempt, review, first)

    assert second == progress.card(A)
    assert [each.id for each in progress.attempts()] == ["attempt-1", "attempt-2"]
    assert len(progress.reviews()) == 2


def test_record_refuses_another_attempt_of_the_same_id(progress: Progress) -> None:
    """An id that stands for something else already is an error, and what was there stays."""
    attempt, _, _ = answer(progress, 1, A, Rating.GOOD, START)

    with pytest.raises(StoreError, match="attempt-1"):
        progress.record(attempt.model_copy(update={"score": 0.5}))

    assert [attempt] == list(progress.attempts())


def test_record_is_all_or_nothing(progress: Progress) -> None:
    """If the review cannot be saved, the attempt is not saved either."""
    _, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    clash = make_review(make_attempt(2, B, Rating.GOOD, START)).model_copy(update={"id": review.id})
    card = SCHEDULER.review(None, B, Rating.GOOD, START)

    with pytest.raises(StoreError):
        progress.record(make_attempt(2, B, Rating.GOOD, START), clash, card)

    assert len(progress.attempts()) == 1
    assert progress.card(B) is None


def test_record_refuses_half_a_review(progress: Progress) -> None:
    """A review without its card, or a card of another item, is a fault of the caller."""
    attempt = make_attempt(1, A, Rating.GOOD, START)
    other = SCHEDULER.review(None, B, Rating.GOOD, START)

    with pytest.raises(ValueError, match="both or none"):
        progress.record(attempt, make_review(attempt))
    with pytest.raises(ValueError, match="does not move the card"):
        progress.record(attempt, make_review(attempt), other)

    assert list(progress.attempts()) == []


def test_record_refuses_an_unknown_session(progress: Progress) -> None:
    """An attempt of a session that was never saved could not be resumed, so it is refused."""
    with pytest.raises(StoreError, match="s9"):
        progress.record(make_attempt(1, A, Rating.GOOD, START, session="s9"))

    assert list(progress.attempts()) == []


def test_revise(progress: Progress) -> None:
    """A changed rating adds a review and moves the card; the log keeps both."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    changed = make_review(attempt, rating=Rating.AGAIN, overrides=review.id)
    card = replay([*progress.reviews(item=A), changed], SCHEDULER)[A]

    progress.revise(changed, card)

    assert [review, changed] == list(progress.reviews(item=A))
    assert card == progress.card(A)
    assert card.stability == 1.0


def test_revise_needs_what_it_overrides(progress: Progress) -> None:
    """A revising review names an earlier one that exists."""
    attempt, _, card = answer(progress, 1, A, Rating.GOOD, START)

    with pytest.raises(ValueError, match="overrides"):
        progress.revise(make_review(attempt).model_copy(update={"id": "other"}), card)
    with pytest.raises(StoreError, match="nowhere"):
        progress.revise(make_review(attempt, overrides="nowhere"), card)

    assert len(progress.reviews()) == 1


def test_reviews_of_a_session(progress: Progress) -> None:
    """The reviews of one session's attempts can be asked for, changed ratings among them."""
    progress.save_session(make_session("s1"))
    answer(progress, 1, B, Rating.GOOD, START)
    attempt = make_attempt(2, A, Rating.GOOD, START, session="s1")
    card = SCHEDULER.review(None, A, Rating.GOOD, START)
    review = make_review(attempt)
    changed = make_review(attempt, rating=Rating.HARD, overrides=review.id)
    progress.record(attempt, review, card)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.HARD, START))

    assert list(progress.reviews(session="s1")) == [review, changed]
    assert list(progress.reviews(session="s1", item=B)) == []
    assert len(progress.reviews()) == 3


def test_due_puts_the_most_overdue_first(progress: Progress) -> None:
    """Cards come by their due date, equal ones by id; one that is due this very moment counts."""
    answer(progress, 1, C, Rating.GOOD, START)
    answer(progress, 2, B, Rating.GOOD, START)
    answer(progress, 3, A, Rating.AGAIN, START)

    assert list(progress.due(START + timedelta(hours=23))) == []
    assert list(progress.due_items(START + timedelta(days=1))) == [A]
    assert list(progress.due_items(START + timedelta(days=4))) == [A, B, C]
    assert [card.item for card in progress.due(START + timedelta(days=4), limit=2)] == [A, B]
    assert list(progress.due_items(START + timedelta(days=4), limit=2)) == [A, B]
    assert {A, B, C} == progress.seen_items()


def test_attempts_are_filtered(progress: Progress) -> None:
    """Attempts can be asked for by session, item and moment, and come in the order recorded."""
    progress.save_session(make_session("s1"))
    later = START + timedelta(hours=1)
    progress.record(make_attempt(1, A, Rating.GOOD, later, session="s1"))
    progress.record(make_attempt(2, B, Rating.GOOD, START, session="s1"))
    progress.record(make_attempt(3, A, Rating.GOOD, START))

    def ids(**wanted: object) -> list[str]:
        return [attempt.id for attempt in progress.attempts(**wanted)]

    assert ids() == ["attempt-1", "attempt-2", "attempt-3"]
    assert ids(session="s1") == ["attempt-1", "attempt-2"]
    assert ids(item=A) == ["attempt-1", "attempt-3"]
    assert ids(session="s1", item=A) == ["attempt-1"]
    assert ids(since=later) == ["attempt-1"]


def test_sessions(progress: Progress) -> None:
    """Sessions come back whole, the latest first, and the open ones of a kind can be asked for."""
    first = make_session("s1")
    deadline = START + timedelta(minutes=45)
    second = make_session("s2", kind="interview", started=START + timedelta(1), deadline=deadline, blueprint="demo/b")
    progress.save_session(first)
    progress.save_session(second)
    progress.record(make_attempt(1, A, Rating.GOOD, START, session="s1"))
    ended = first.model_copy(update={"ended": START + timedelta(minutes=9)})

    progress.save_session(ended)

    assert [second, ended] == list(progress.sessions())
    assert [second] == list(progress.sessions(open_only=True))
    assert list(progress.sessions(open_only=True, kind=SessionKind.STUDY)) == []
    assert [ended] == list(progress.sessions(kind="study"))
    assert ended == progress.session("s1")


def test_sessions_of_one_moment(progress: Progress) -> None:
    """Of sessions that started at once the one saved last comes first."""
    for name in ("s1", "s2", "s3"):
        progress.save_session(make_session(name))

    assert [session.id for session in progress.sessions()] == ["s3", "s2", "s1"]


def test_events(progress: Progress) -> None:
    """Events are appended once and found by kind and subject."""
    hint = ActivityEvent(id="e1", kind="hint", subject=A, at=START, detail={"check": "answers", "number": 1})
    mark = ActivityEvent(id="e2", kind="bookmark", subject=B, at=START)

    progress.log(hint)
    progress.log(mark)
    progress.log(hint)

    assert [hint, mark] == list(progress.events())
    assert [hint] == list(progress.events(kind="hint"))
    assert [mark] == list(progress.events(subject=B))
    assert list(progress.events(kind="hint", subject=B)) == []
    with pytest.raises(StoreError):
        progress.log(hint.model_copy(update={"kind": "solution"}))


def test_counts(progress: Progress) -> None:
    """Today's numbers: attempts, different items, and those among them that were new."""
    answer(progress, 1, A, Rating.AGAIN, START)
    today = START + timedelta(days=1)
    answer(progress, 2, A, Rating.GOOD, today)
    answer(progress, 3, B, Rating.AGAIN, today)
    progress.record(make_attempt(4, B, Rating.GOOD, today + timedelta(minutes=1)))

    assert Counts(due=0, seen=2, attempts=3, items=2, new=1) == progress.counts(today, today)
    assert Counts(due=2, seen=2, attempts=0, items=0, new=0) == progress.counts(
        today + timedelta(9), today + timedelta(9)
    )


def test_tallies(progress: Progress) -> None:
    """Each group is told how much of it is seen, due, known and lasting; other items are left out."""
    answer(progress, 1, A, Rating.EASY, START)
    answer(progress, 2, A, Rating.EASY, START)
    answer(progress, 3, B, Rating.AGAIN, START)
    answer(progress, 4, C, Rating.GOOD, START)
    groups = {A: "one", B: "one", ItemId("demo/d"): "two"}

    tallies = progress.tallies(groups, START + timedelta(days=2))

    assert {"one": Tally(seen=2, due=1, known=1, lasting=1), "two": Tally()} == tallies


def test_best_scores(progress: Progress) -> None:
    """The best attempt counts, but none that followed a look at the solution."""
    attempt = make_attempt(1, A, Rating.HARD, START)
    progress.record(attempt.model_copy(update={"score": 0.5}))
    progress.record(attempt.model_copy(update={"id": "2", "score": 0.25}))
    progress.record(attempt.model_copy(update={"id": "3", "solution_seen": True}))
    progress.record(attempt.model_copy(update={"id": "4", "item": B, "score": 0.0}))

    assert progress.best_scores([A, B, C]) == {A: 0.5, B: 0.0}
    assert progress.best_scores([]) == {}
    many = [ItemId(f"demo/{number}") for number in range(3000)]
    assert progress.best_scores([*many, A]) == {A: 0.5}


def test_days(progress: Progress) -> None:
    """An attempt belongs to the day that the learner's calendar showed."""
    evening = datetime(2026, 3, 2, 18, 20, tzinfo=timezone.utc)
    for number, hours in enumerate((0, 0.1, 24)):
        progress.record(make_attempt(number, A, Rating.GOOD, evening + timedelta(hours=hours)))
    kathmandu = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead: midnight is at 18:15 UTC

    assert {date(2026, 3, 2): 2, date(2026, 3, 3): 1} == progress.days(timezone.utc)
    assert {date(2026, 3, 3): 2, date(2026, 3, 4): 1} == progress.days(kathmandu)
    assert {date(2026, 3, 3): 1} == progress.days(timezone.utc, since=evening + timedelta(hours=1))
    assert [date(2026, 3, 2), date(2026, 3, 3)] == list(progress.days(timezone.utc))


def test_rebuild(progress: Progress) -> None:
    """Cards that follow from the reviews are the cards that were kept."""
    for number in range(12):
        item = (A, B, C)[number % 3]
        answer(progress, number, item, Rating(1 + number % 4), START + timedelta(days=number))
    attempt = progress.attempts(item=B)[0]
    changed = make_review(attempt, rating=Rating.EASY, overrides=f"review-of-{attempt.id}")
    progress.revise(changed, replay([*progress.reviews(item=B), changed], SCHEDULER)[B])
    kept = progress.cards()

    count = progress.rebuild(SCHEDULER)

    assert count == 3
    assert kept == progress.cards()


def test_mend(progress: Progress) -> None:
    """A card that was computed without knowing of another review is replayed, and others are left alone."""
    _, _, kept = answer(progress, 1, B, Rating.GOOD, START)
    for number in (2, 3):  # two processes that have read the same card, here none
        attempt = make_attempt(number, A, Rating.GOOD, START)
        progress.record(attempt, make_review(attempt), SCHEDULER.review(None, A, Rating.GOOD, START))

    assert progress.mend(SCHEDULER) == 1

    assert progress.card(A) == replay(progress.reviews(item=A), SCHEDULER)[A]
    assert progress.card(B) == kept
    assert progress.mend(SCHEDULER) == 0


def test_mend_after_a_rating_that_was_changed_late(progress: Progress) -> None:
    """A change that takes up the card from before a later review is put right."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    answer(progress, 2, A, Rating.GOOD, START + timedelta(days=3))
    changed = make_review(attempt, rating=Rating.EASY, overrides=review.id)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.EASY, START))

    assert progress.mend(SCHEDULER) == 1

    card = progress.card(A)
    assert card is not None
    assert card.reviews == 2
    assert card.stability == 15.0


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


def undoing(attempt: Attempt, name: str = "u1") -> ActivityEvent:
    """The event that takes an attempt back."""
    return ActivityEvent(id=name, kind=UNDO, subject=attempt.id, at=attempt.at)


def test_undo_restores_the_card_and_keeps_the_log(progress: Progress) -> None:
    """The card is as it was before the answer, nothing counts it any more, and it still stands in the log."""
    first, review, before = answer(progress, 1, A, Rating.GOOD, START)
    later = START + timedelta(days=3)
    second, _, _ = answer(progress, 2, A, Rating.AGAIN, later)

    left = progress.undo(undoing(second), SCHEDULER)

    assert left == before
    assert progress.card(A) == before
    assert list(progress.attempts()) == [first]
    assert list(progress.reviews()) == [review]
    assert list(progress.attempts(undone=True)) == [first, second]
    assert Counts(due=1, seen=1, attempts=0, items=0, new=0) == progress.counts(later, later)
    assert progress.days(timezone.utc) == {START.date(): 1}
    assert progress.best_scores([A]) == {A: 1.0}
    assert list(progress.missed_items()) == []


def test_undo_of_the_first_answer_leaves_no_card(progress: Progress) -> None:
    """The item is new again, also after a rebuild from the log, and taking back twice changes nothing."""
    attempt, _, _ = answer(progress, 1, A, Rating.GOOD, START)

    progress.undo(undoing(attempt), SCHEDULER)
    progress.undo(undoing(attempt), SCHEDULER)

    assert progress.card(A) is None
    assert progress.seen_items() == set()
    assert progress.rebuild(SCHEDULER) == 0
    assert progress.mend(SCHEDULER) == 0
    assert Counts(due=0, seen=0, attempts=0, items=0, new=0) == progress.counts(START, START)


def test_undo_takes_changed_ratings_back_as_well(progress: Progress) -> None:
    """A rating that the learner changed goes with its answer; the next answer makes a card that needs no mending."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    changed = make_review(attempt, rating=Rating.EASY, overrides=review.id)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.EASY, START))

    progress.undo(undoing(attempt), SCHEDULER)
    _, _, card = answer(progress, 2, A, Rating.HARD, START + timedelta(minutes=1))

    assert progress.mend(SCHEDULER) == 0
    assert progress.card(A) == card


def test_undo_needs_an_attempt(progress: Progress) -> None:
    """What was never recorded cannot be taken back, and nothing is logged."""
    unknown = ActivityEvent(id="u1", kind=UNDO, subject="nobody", at=START)

    with pytest.raises(StoreError):
        progress.undo(unknown, SCHEDULER)
    with pytest.raises(ValueError, match="takes back"):
        progress.undo(unknown.model_copy(update={"kind": "hint"}), SCHEDULER)

    assert list(progress.events()) == []


def test_session_that_leaves_the_schedule_alone(progress: Progress) -> None:
    """Its attempts are kept, its reviews refused, and a rebuild from the log makes no card of them."""
    progress.save_session(make_session(moves_schedule=False))
    attempt = make_attempt(1, A, Rating.GOOD, START, session="s1")
    review = make_review(attempt)

    progress.record(attempt)
    with pytest.raises(StoreError, match="leaves the schedule alone"):
        progress.record(attempt, review, SCHEDULER.review(None, A, Rating.GOOD, START))

    found = progress.session("s1")
    assert found is not None
    assert found.moves_schedule is False
    assert list(progress.attempts()) == [attempt]
    assert list(progress.reviews()) == []
    assert progress.rebuild(SCHEDULER) == 0


def test_weak_items_are_those_that_do_not_hold(progress: Progress) -> None:
    """What was forgotten is weak until it lasts, the least stable first."""
    answer(progress, 1, A, Rating.GOOD, START)
    for number, item in ((2, B), (3, C)):
        _, _, card = answer(progress, number, item, Rating.GOOD, START)
        answer(progress, number + 10, item, Rating.AGAIN, card.due)
    answer(progress, 20, B, Rating.GOOD, START + timedelta(days=9))

    weak = progress.weak_items()

    assert list(weak) == [C, B]
    assert [item for item in (A, B, C) if is_weak(progress.cards()[item])] == [B, C]
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
