"""What every `History` counts: the same assertions on the one in memory and on the one in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.history import Faded, History
from quizapp.domain.ports.progress import Progress
from quizapp.domain.replay import steps
from quizapp.domain.statistics import ItemRecord
from quizapp.errors import StoreError
from quizapp.store import rows
from quizapp.store.database import Database
from quizapp.store.history import SqliteHistory
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.progress import SqliteProgress
from quizapp.store.upgrade import migrate
from tests.fakes import START, FakeHistory, FakeProgress, FakeScheduler, make_attempt, make_review

A, B = ItemId("demo/a"), ItemId("demo/b")
SCHEDULER = FakeScheduler()
DAY = timedelta(days=1)


class Both(NamedTuple):
    """A history to write, and the same to read."""

    progress: Progress
    history: History


@pytest.fixture(params=["memory", "sqlite"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    """An empty history of either kind."""
    if request.param == "memory":
        fake = FakeProgress()
        yield Both(fake, FakeHistory(fake))
        return
    path = tmp_path / "progress.sqlite3"
    with closing(SqliteProgress(path)) as progress, closing(SqliteHistory(path)) as history:
        yield Both(progress, history)


def answer(progress: Progress, number: int, item: ItemId, rating: Rating, at: datetime, *, seconds: float = 10) -> None:
    """Record an attempt with its review, as a service does."""
    attempt = make_attempt(number, item, rating, at, seconds=seconds)
    card = SCHEDULER.review(progress.card(item), item, rating, at)
    progress.record(attempt, make_review(attempt), card)


def override(progress: Progress, number: int, rating: Rating, chain: str = "") -> None:
    """Change the rating of an attempt's review, or of the one that already changed it, as a service does."""
    attempt = next(each for each in progress.attempts() if each.id == f"attempt-{number}")
    review = make_review(attempt, rating=rating, overrides=f"{chain}review-of-{attempt.id}")
    walked = steps(progress.reviews(item=attempt.item), SCHEDULER)
    before = next(step.before for step in walked if step.review.attempt == attempt.id)
    progress.revise(review, SCHEDULER.review(before, attempt.item, rating, attempt.at))


def test_empty(both: Both) -> None:
    """Of nothing there is nothing to count."""
    history = both.history

    assert history.days(timezone.utc) == {}
    assert history.seen_items() == set()
    assert history.item_records() == {}
    assert dict(history.ratings()) == {}
    assert list(history.faded()) == []
    assert list(history.traces(START)) == []
    assert history.due_by_day(timezone.utc, START, START + 30 * DAY) == {}
    assert list(history.latest_seconds(10)) == []


def test_item_records_by_hand(both: Both) -> None:
    """First reviews and those on the same day count as reviews and say nothing of retention."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, A, Rating.AGAIN, START + timedelta(hours=1))
    answer(both.progress, 3, A, Rating.HARD, START + DAY)
    answer(both.progress, 4, A, Rating.AGAIN, START + 5 * DAY)
    answer(both.progress, 5, B, Rating.AGAIN, START + DAY)

    assert both.history.item_records() == {A: ItemRecord(4, 2, 2, 1), B: ItemRecord(1, 1, 0, 0)}
    assert both.history.item_records(START + 2 * DAY) == {A: ItemRecord(1, 1, 1, 0)}


def test_faded_by_hand(both: Both) -> None:
    """Days since the review before, by the stability that it left: 3 days after Good, then 1 after Again."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, A, Rating.AGAIN, START + 6 * DAY)
    answer(both.progress, 3, A, Rating.GOOD, START + 8 * DAY)

    assert sorted(both.history.faded()) == [Faded(2.0, 0, 1), Faded(2.0, 1, 0)] or list(both.history.faded()) == [
        Faded(2.0, 1, 1)
    ]
    assert list(both.history.faded(START + 7 * DAY)) == [Faded(2.0, 1, 0)]


def test_an_interval_of_almost_a_day_is_one(both: Both) -> None:
    """Who studies at nine in the evening and at eight the next is counted as a day later, as the schedule does."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, A, Rating.GOOD, START + timedelta(hours=23))

    assert both.history.item_records()[A].spaced == 1


def test_a_changed_rating_counts_as_changed(both: Both) -> None:
    """Once or twice: the last word counts, at the time of the first."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, A, Rating.GOOD, START + 2 * DAY)
    override(both.progress, 2, Rating.AGAIN)

    assert both.history.item_records() == {A: ItemRecord(2, 1, 1, 0)}

    override(both.progress, 2, Rating.HARD, chain="after-")

    assert both.history.item_records() == {A: ItemRecord(2, 0, 1, 1)}


def test_what_was_taken_back_does_not_count(both: Both) -> None:
    """Nowhere: neither as a review, nor as an interval, nor as a day or a time."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, A, Rating.AGAIN, START + 3 * DAY)
    both.progress.undo(ActivityEvent(id="u", kind=UNDO, subject="attempt-2", at=START + 3 * DAY), SCHEDULER)

    assert both.history.item_records() == {A: ItemRecord(1, 0, 0, 0)}
    assert list(both.history.faded()) == []
    assert both.history.days(timezone.utc) == {START.date(): 1}
    assert list(both.history.latest_seconds(10)) == [(A, 10.0)]


def test_traces_by_hand(both: Both) -> None:
    """Whole days since the last review, and the stability that it left; items may be left out."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, B, Rating.EASY, START + DAY)
    now = START + 4 * DAY

    assert sorted(both.history.traces(now)) == [(3, 5.0, 1), (4, 3.0, 1)]
    assert sorted(both.history.traces(now, [A])) == [(3, 5.0, 1)]


def test_due_by_day_by_hand(both: Both) -> None:
    """A is due after 3 days, B after 5: overdue stands at today, and what comes at or after the end is left out."""
    answer(both.progress, 1, A, Rating.GOOD, START)
    answer(both.progress, 2, B, Rating.EASY, START)
    day = START.date()

    early = both.history.due_by_day(timezone.utc, START, START + 30 * DAY)
    late = both.history.due_by_day(timezone.utc, START + 4 * DAY, START + 30 * DAY)
    short = both.history.due_by_day(timezone.utc, START, START + 5 * DAY)
    other = both.history.due_by_day(ZoneInfo("Pacific/Kiritimati"), START + 4 * DAY, START + 30 * DAY, without=[B])

    assert early == {day + 3 * DAY: 1, day + 5 * DAY: 1}
    assert late == {day + 4 * DAY: 1, day + 5 * DAY: 1}
    assert short == {day + 3 * DAY: 1}
    assert other == {date(2026, 3, 6): 1}


def test_latest_seconds(both: Both) -> None:
    """The latest first, no more than asked for, and none below the score."""
    for number, rating in enumerate([Rating.GOOD, Rating.AGAIN, Rating.GOOD]):
        answer(both.progress, number, A, rating, START + number * DAY, seconds=number + 1)

    assert list(both.history.latest_seconds(2)) == [(A, 3.0), (A, 2.0)]
    assert list(both.history.latest_seconds(5, 0.6)) == [(A, 3.0), (A, 1.0)]


Move = tuple[str, int, int, int]
moves = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "override", "undo", "rebuild"]),
        st.integers(0, 2),
        st.integers(1, 4),
        st.integers(0, 60),
    ),
    max_size=20,
)


@given(moves)
def test_both_count_alike_whatever_happens(tmp_path_factory: pytest.TempPathFactory, moved: list[Move]) -> None:
    """The rows written answer by answer say what a replay of the whole log says, after any order of events."""
    path = tmp_path_factory.mktemp("history") / "progress.sqlite3"
    fake = FakeProgress()
    with closing(SqliteProgress(path)) as real, closing(SqliteHistory(path)) as history:
        play(fake, moved)
        play(real, moved)
        real.mend(SCHEDULER)
        expected = FakeHistory(fake)

        assert history.item_records() == expected.item_records()
        assert history.days(timezone.utc) == expected.days(timezone.utc)
        assert totals(history.faded) == totals(expected.faded)


def play(progress: Progress, moved: list[Move]) -> None:
    """Carry out moves: the item, the rating, and how many hours pass before."""
    at = START
    for number, (what, place, rating, hours) in enumerate(moved):
        at += timedelta(hours=hours)
        attempts = list(progress.attempts())
        if what == "answer":
            answer(progress, number, ItemId(f"demo/{place}"), Rating(rating), at)
        elif what == "rebuild":
            progress.rebuild(SCHEDULER)
        elif attempts:
            attempt = attempts[place % len(attempts)]
            if what == "undo":
                progress.undo(ActivityEvent(id=f"u{number}", kind=UNDO, subject=attempt.id, at=at), SCHEDULER)
            elif f"after-review-of-{attempt.id}" not in {review.id for review in progress.reviews()}:
                override(progress, int(attempt.id.partition("-")[2]), Rating(rating))
            progress.mend(SCHEDULER)


def totals(faded: Callable[[], object]) -> tuple[int, int, float]:
    """What does not depend on how alike reviews are put together."""
    found = [Faded(*row) for row in faded()]
    remembered, forgotten = sum(each.remembered for each in found), sum(each.forgotten for each in found)
    spans = sum(each.spans * (each.remembered + each.forgotten) for each in found)
    return remembered, forgotten, pytest.approx(spans)


def test_an_older_file_is_filled_by_replay(tmp_path: Path) -> None:
    """A history from before the table of recalls counts in full once it has been opened and mended."""
    path = tmp_path / "progress.sqlite3"
    older = next(number for number, each in enumerate(MIGRATIONS) if "CREATE TABLE recalls" in "".join(each))
    with closing(Database(path)) as database:
        migrate(database, MIGRATIONS[:older])
        for number, rating in enumerate([Rating.GOOD, Rating.AGAIN]):
            attempt = make_attempt(number, A, rating, START + number * 3 * DAY)
            with database.transaction() as connection:
                connection.execute(rows.ATTEMPTS.insert(), rows.attempt_row(attempt))
                connection.execute(rows.REVIEWS.insert(), rows.review_row(make_review(attempt)))

    with closing(SqliteProgress(path)) as progress, closing(SqliteHistory(path)) as history:
        assert progress.mend(SCHEDULER) == 1
        assert history.item_records() == {A: ItemRecord(2, 1, 1, 0)}


def test_nothing_can_be_written_through_it(tmp_path: Path) -> None:
    """Statistics only read."""
    path = tmp_path / "progress.sqlite3"
    SqliteProgress(path).close()

    with closing(SqliteHistory(path)) as history, pytest.raises(StoreError):
        history._database.rows("DELETE FROM cards")


def test_ratings_are_counted_apart_for_first_reviews(both: Both) -> None:
    """First reviews stand alone; a second look on the same day is neither; a changed rating counts as changed."""
    answer(both.progress, 1, A, Rating.AGAIN, START)
    answer(both.progress, 2, A, Rating.EASY, START + timedelta(hours=1))
    answer(both.progress, 3, A, Rating.GOOD, START + 3 * DAY)
    answer(both.progress, 4, B, Rating.GOOD, START)
    override(both.progress, 4, Rating.HARD)

    assert dict(both.history.ratings()) == {
        (True, Rating.AGAIN): 1,
        (True, Rating.HARD): 1,
        (False, Rating.GOOD): 1,
    }
