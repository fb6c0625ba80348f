"""Statistics of a long history: a hundred answers a day for years.

`QUIZAPP_ANSWERS=500000 pytest tests/benchmarks/test_statistics_speed.py` takes half a million, more than any person's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from quizapp.domain.ports.scheduling import Scheduler
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.services.statistics import StatisticsService
from quizapp.store.history import SqliteHistory
from quizapp.store.progress import SqliteProgress
from quizapp.store.rows import instant
from tests.fakes import START, FakeClock, FakeLibrary, make_choice
from tests.timing import seconds

MANY, FEW = int(os.environ.get("QUIZAPP_ANSWERS", "100000")), 20_000
ITEMS = 1_000
A_DAY = 100

_FILL = (
    """
    CREATE TEMP TABLE answers AS
    WITH RECURSIVE answers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM answers WHERE number < :count)
    SELECT number, 'demo/item-' || (number * 7919 % :items) AS item,
        :last - ((:count - number) / :a_day * 86400 + (:count - number) % :a_day * 40) * 1000000 AS at,
        1 + number * 31 % 4 AS rating, number / :items AS round
    FROM answers
    """,
    """
    INSERT INTO attempts (number, id, item, at, seconds, response, score, rating, hints, solution_seen)
    SELECT number, 'a' || number, item, at, 20 + number % 40, '{"kind":"picked","options":[0]}', rating > 1, rating,
        0, 0
    FROM temp.answers
    """,
    """
    INSERT INTO reviews (number, id, attempt, item, at, rating)
    SELECT number, 'r' || number, 'a' || number, item, at, rating FROM temp.answers
    """,
    """
    INSERT INTO recalls (at, review, item, rating, days, stability)
    SELECT at, number, item, rating, CASE WHEN round > 0 THEN 9 END,
        CASE WHEN round > 0 THEN 2.0 + number % 700 / 10.0 END
    FROM temp.answers
    """,
    """
    INSERT INTO cards SELECT item, 'review', NULL, 2.0 + max(number) % 700 / 10.0, 5.0, max(at) + 864000000000, max(at),
        count(*), 0 FROM temp.answers GROUP BY item
    """,
    "DROP TABLE temp.answers",
)


class Case(NamedTuple):
    """A history and the service over it."""

    history: SqliteHistory
    service: StatisticsService


def made(folder: Path, count: int) -> Iterator[Case]:
    """A history of so many answers to ITEMS items, the last one now."""
    path = folder / "progress.sqlite3"
    values = {"count": count, "items": ITEMS, "last": instant(START), "a_day": A_DAY}
    library = FakeLibrary([make_choice(f"item-{number}", topic=f"t{number % 60}") for number in range(ITEMS)])
    scheduler: Scheduler = FsrsScheduler()
    with closing(SqliteProgress(path)) as progress:
        with progress._database.transaction() as connection:
            for statement in _FILL:
                connection.execute(statement, values if ":" in statement else ())
        with closing(SqliteHistory(path)) as history:
            yield Case(history, StatisticsService(library, progress, history, scheduler, FakeClock()))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """MANY answers."""
    yield from made(tmp_path_factory.mktemp("many"), MANY)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """FEW answers."""
    yield from made(tmp_path_factory.mktemp("few"), FEW)


@pytest.mark.slow
def test_statistics_of_a_quarter_do_not_grow_with_the_years_before(many: Case, few: Case) -> None:
    """Time grows by far less than the history: only the streak looks at all of it, a day at a time."""
    longer, shorter = seconds(many.service.statistics, few.service.statistics)
    print(f"\n{MANY}: {longer:.3f} s, {FEW}: {shorter:.3f} s, ratio {longer / shorter:.2f}")  # noqa: T201 - read with pytest -s

    assert longer / shorter < MANY / FEW / 2


@pytest.mark.slow
def test_statistics_of_all_time_are_counted_and_not_loaded(many: Case) -> None:
    """The report on all answers costs a fraction of reading the answers themselves."""
    progress = many.service._progress
    (loading,) = seconds(lambda: progress.attempts(since=START - timedelta(days=365)), rounds=1)
    share = len(progress.attempts(since=START - timedelta(days=365))) / MANY
    (everything,) = seconds(lambda: many.service.statistics(None))
    print(f"\nall time: {everything:.3f} s; loading would take {loading / share:.1f} s")  # noqa: T201 - read with pytest -s

    assert everything < loading / share / 5


def test_what_is_asked_of_a_window_is_looked_up_by_time(few: Case) -> None:
    """Reviews are searched by their moment, due cards by theirs; nothing scans the logs."""
    asked: list[tuple[str, object]] = []
    database = few.history._database
    real = database.rows
    database.rows = lambda sql, values=(): asked.append((sql, values)) or real(sql, values)  # type: ignore[method-assign]  # to see each query
    try:
        few.history.item_records(START)
        few.history.faded(START)
        few.history.due_by_day(None, START, START)
        few.history.latest_seconds(10)
    finally:
        del database.rows  # type: ignore[method-assign]  # the real one again

    plans = [" ".join(row[3] for row in real(f"EXPLAIN QUERY PLAN {sql}", values)) for sql, values in asked]
    assert ["recalls USING PRIMARY KEY (at>?)" in plan for plan in plans] == [True, True, False, False]
    assert "cards USING" in plans[2]
    assert "(due<?)" in plans[2]
    assert "ORDER BY" not in plans[3]
