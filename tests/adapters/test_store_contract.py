"""What every `Progress` does: the same assertions on the one in memory and on the one in SQLite."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.session import Attempt, SessionKind
from quizapp.domain.tally import Counts, Tally
from quizapp.errors import StoreError
from tests.adapters.answering import SCHEDULER, A, B, C, answer, make_session
from tests.fakes import START, FakeProgress, make_attempt, make_review


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
