"""What a home screen asks of progress does not grow with the history, or grows far less than loading it would."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.domain.card import Card, Rating
from quizapp.domain.item import ItemId
from quizapp.store import cards
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler

MANY, FEW = 100_000, 1_000


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """The best of some runs: what the work takes when nothing else gets in its way."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def made(path: Path, count: int) -> SqliteProgress:
    """A history with so many cards, a minute apart."""
    model = FakeScheduler().review(None, ItemId("demo/0"), Rating.GOOD, START)

    def all_cards() -> Iterator[Card]:
        for number in range(count):
            shift = {"item": f"demo/{number}", "due": START + timedelta(minutes=number)}
            yield model.model_copy(update=shift)

    progress = SqliteProgress(path)
    with progress._database.transaction() as connection:
        cards.replace(connection, all_cards())
    return progress


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteProgress]:
    """A history larger than any person's."""
    with closing(made(tmp_path_factory.mktemp("many") / "progress.sqlite3", MANY)) as progress:
        yield progress


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteProgress]:
    """A history of some weeks."""
    with closing(made(tmp_path_factory.mktemp("few") / "progress.sqlite3", FEW)) as progress:
        yield progress


def test_next_cards_are_found_at_once(many: SqliteProgress, few: SqliteProgress) -> None:
    """Ten due cards out of a hundred thousand come about as quickly as out of a thousand."""
    now = START + timedelta(days=365)

    ratio = seconds(lambda: many.due(now, 10)) / seconds(lambda: few.due(now, 10))

    assert ratio < 10


def test_opening_does_not_grow(many: SqliteProgress, few: SqliteProgress) -> None:
    """Opening a file takes no longer because there is much in it."""

    def opening(progress: SqliteProgress) -> float:
        path = progress._database.path
        return seconds(lambda: SqliteProgress(path).close())

    assert opening(many) / opening(few) < 10


def test_counting_is_cheaper_than_loading(many: SqliteProgress) -> None:
    """Counts and tallies of everything cost a fraction of loading every card."""
    now = START + timedelta(minutes=MANY // 2)
    groups = {ItemId(f"demo/{number}"): f"demo/topic-{number % 60}" for number in range(MANY)}
    loading = seconds(many.cards, runs=2)

    assert seconds(lambda: many.counts(now, now)) < loading / 20
    assert seconds(lambda: many.tallies(groups, now)) < loading / 3
    assert seconds(many.seen_items) < loading / 5
