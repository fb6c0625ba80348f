"""What a home screen asks of progress does not grow with the history, or grows far less than loading it would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.domain.card import Card, Rating
from quizapp.domain.items.identity import ItemId
from quizapp.store import cards
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler
from tests.timing import seconds

MANY, FEW = 100_000, 1_000


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

    longer, shorter = seconds(lambda: many.due(now, 10), lambda: few.due(now, 10))

    assert longer / shorter < 10


def test_opening_does_not_grow(many: SqliteProgress, few: SqliteProgress) -> None:
    """Opening a file takes no longer because there is much in it."""

    def opening(progress: SqliteProgress) -> None:
        SqliteProgress(progress._database.path).close()

    longer, shorter = seconds(lambda: opening(many), lambda: opening(few))

    assert longer / shorter < 10


def test_counting_is_cheaper_than_loading(many: SqliteProgress) -> None:
    """Counts and tallies of everything cost a fraction of loading every card."""
    now = START + timedelta(minutes=MANY // 2)
    groups = {ItemId(f"demo/{number}"): f"demo/topic-{number % 60}" for number in range(MANY)}
    (loading,) = seconds(many.cards, rounds=2)

    counting, tallying, naming = seconds(
        lambda: many.counts(now, now), lambda: many.tallies(groups, now), many.seen_items
    )

    assert counting < loading / 20
    assert tallying < loading / 3
    assert naming < loading / 5
