"""Numbers over the whole history, counted without loading it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, tzinfo

from quizapp.domain.item import ItemId
from quizapp.domain.ports import KNOWN_DAYS, LASTING_DAYS, Counts, Tally
from quizapp.store.database import Database
from quizapp.store.rows import instant, moment

_BATCH = 500
"""SQLite takes at least 999 parameters a statement."""
_QUARTER = 15 * 60 * 1_000_000
"""Every time zone in use is whole quarters of an hour from UTC, so that a quarter lies within one day everywhere."""


def counts(database: Database, now: datetime, since: datetime) -> Counts:
    """`Progress.counts`."""
    ((due, seen, attempts, items, new),) = database.rows(
        """
        SELECT
            (SELECT count(*) FROM cards WHERE due <= :now),
            (SELECT count(*) FROM cards),
            (SELECT count(*) FROM attempts WHERE at >= :since),
            (SELECT count(DISTINCT item) FROM attempts WHERE at >= :since),
            (SELECT count(DISTINCT item) FROM reviews AS later WHERE at >= :since AND NOT EXISTS
                (SELECT 1 FROM reviews AS earlier WHERE earlier.item = later.item AND earlier.at < :since))
        """,
        {"now": instant(now), "since": instant(since)},
    )
    return Counts(due=due, seen=seen, attempts=attempts, items=items, new=new)


def tallies(database: Database, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
    """`Progress.tallies`."""
    limit = instant(now)
    found = {group: [0, 0, 0, 0] for group in groups.values()}
    for item, due, stability in database.rows("SELECT item, due, stability FROM cards"):
        group = groups.get(item)
        if group is None:
            continue
        tally = found[group]
        tally[0] += 1
        tally[1] += due <= limit
        tally[2] += due > limit and stability >= KNOWN_DAYS
        tally[3] += stability >= LASTING_DAYS
    return {
        group: Tally(seen=seen, due=due, known=known, lasting=lasting)
        for group, (seen, due, known, lasting) in found.items()
    }


def best_scores(database: Database, items: Collection[ItemId]) -> Mapping[ItemId, float]:
    """`Progress.best_scores`."""
    wanted = list(items)
    found: dict[ItemId, float] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(batch))
        sql = f"SELECT item, max(score) FROM attempts WHERE NOT solution_seen AND item IN ({marks}) GROUP BY item"  # noqa: S608 - question marks only
        found.update((ItemId(item), score) for item, score in database.rows(sql, batch))
    return found


def days(database: Database, zone: tzinfo, since: datetime | None) -> Mapping[date, int]:
    """`Progress.days`."""
    found: dict[date, int] = {}
    quarters = database.rows(
        f"SELECT at / {_QUARTER} AS quarter, count(*) FROM attempts WHERE at >= ? GROUP BY quarter ORDER BY quarter",  # noqa: S608 - a number of ours
        (0 if since is None else instant(since),),
    )
    for quarter, count in quarters:
        day = moment(quarter * _QUARTER).astimezone(zone).date()
        found[day] = found.get(day, 0) + count
    return found
