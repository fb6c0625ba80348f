"""Numbers over the whole history, counted without loading it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo
from typing import cast

from quizapp.domain.card import KNOWN_DAYS, LASTING_DAYS, WEAK_DIFFICULTY
from quizapp.domain.day import midnight
from quizapp.domain.items.identity import ItemId
from quizapp.domain.tally import Counts, Tally
from quizapp.store.database import Database
from quizapp.store.rows import STANDING_ATTEMPTS, instant, moment

_BATCH = 500
"""SQLite takes at least 999 parameters a statement."""
QUARTER = 15 * 60 * 1_000_000
"""Every time zone in use is whole quarters of an hour from UTC, so that a quarter lies within one day everywhere."""


def counts(database: Database, now: datetime, since: datetime) -> Counts:
    """`Progress.counts`."""
    ((due, seen, attempts, items, new),) = database.rows(
        """
        SELECT
            (SELECT count(*) FROM cards WHERE due <= :now),
            (SELECT count(*) FROM cards),
            (SELECT count(*) FROM attempts WHERE at >= :since AND number NOT IN (SELECT number FROM undone)),
            (SELECT count(DISTINCT item) FROM attempts
                WHERE at >= :since AND number NOT IN (SELECT number FROM undone)),
            (SELECT count(DISTINCT item) FROM reviews AS later
                WHERE at >= :since AND attempt NOT IN (SELECT attempt FROM undone) AND NOT EXISTS
                (SELECT 1 FROM reviews AS earlier WHERE earlier.item = later.item AND earlier.at < :since
                    AND earlier.attempt NOT IN (SELECT attempt FROM undone)))
        """,
        {"now": instant(now), "since": instant(since)},
    )
    return Counts(due=due, seen=seen, attempts=attempts, items=items, new=new)


def seen_items(database: Database) -> AbstractSet[ItemId]:
    """`Progress.seen_items`."""
    return set(_items(database.value("SELECT group_concat(item, char(10)) FROM cards")))


def _items(joined: str | None) -> list[ItemId]:
    # Ids hold no line break. One long text and a split take a quarter of the time of a hundred thousand rows.
    return [] if joined is None else cast("list[ItemId]", joined.split("\n"))


def tallies(database: Database, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
    """`Progress.tallies`."""
    found = {group: dict.fromkeys(Tally.model_fields, 0) for group in dict.fromkeys(groups.values())}
    ((items, marks),) = database.rows(
        """
        SELECT group_concat(item, char(10)),
            group_concat((due <= :now) + 2 * (due > :now AND stability >= :known) + 4 * (stability >= :lasting), '')
        FROM cards
        """,
        {"now": instant(now), "known": KNOWN_DAYS, "lasting": LASTING_DAYS},
    )
    for (group, mark), count in Counter(zip(map(groups.get, _items(items)), marks or "", strict=True)).items():
        if group is not None:
            tally = found[group]
            tally["seen"] += count
            tally["due"] += count * (int(mark) & 1)
            tally["known"] += count * (int(mark) >> 1 & 1)
            tally["lasting"] += count * (int(mark) >> 2)
    return {group: Tally(**tally) for group, tally in found.items()}


def weak_items(database: Database, limit: int | None) -> list[ItemId]:
    """`Progress.weak_items`."""
    rows = database.rows(
        """
        SELECT item FROM cards
        WHERE stability < :lasting AND (lapses > 0 OR difficulty >= :hard OR stability < :known)
        ORDER BY stability, item LIMIT :limit
        """,
        {
            "lasting": LASTING_DAYS,
            "known": KNOWN_DAYS,
            "hard": WEAK_DIFFICULTY,
            "limit": -1 if limit is None else limit,
        },
    )
    return [ItemId(item) for (item,) in rows]


def lapsed_items(database: Database, lapses: int, limit: int | None) -> dict[ItemId, int]:
    """`Progress.lapsed_items`."""
    rows = database.rows(
        """
        SELECT item, lapses FROM cards WHERE lapses >= :lapses AND stability < :lasting
        ORDER BY lapses DESC, item LIMIT :limit
        """,
        {"lapses": lapses, "lasting": LASTING_DAYS, "limit": -1 if limit is None else limit},
    )
    return {ItemId(item): count for item, count in rows}


def missed_items(database: Database, limit: int | None) -> list[ItemId]:
    """`Progress.missed_items`. Beside max(number) SQLite takes the score from that very row; one index holds it all."""
    rows = database.rows(
        f"""
        SELECT item FROM (
            SELECT item, score, max(number) AS latest FROM attempts WHERE {STANDING_ATTEMPTS} GROUP BY item
        ) WHERE score < 1 ORDER BY latest DESC LIMIT ?
        """,  # noqa: S608 - our own condition
        (-1 if limit is None else limit,),
    )
    return [ItemId(item) for (item,) in rows]


def best_scores(database: Database, items: Collection[ItemId]) -> Mapping[ItemId, float]:
    """`Progress.best_scores`."""
    wanted = list(items)
    found: dict[ItemId, float] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(batch))
        sql = (
            f"SELECT item, max(score) FROM attempts WHERE NOT solution_seen AND item IN ({marks}) "  # noqa: S608 - question marks and our own condition
            f"AND {STANDING_ATTEMPTS} GROUP BY item"
        )
        found.update((ItemId(item), score) for item, score in database.rows(sql, batch))
    return found


def days(database: Database, zone: tzinfo | None, since: datetime | None) -> Mapping[date, int]:
    """`Progress.days`, and `History.days` with the machine's own zone for None.

    From each study day to the next by one look at an index, and its answers counted there: grouping all answers by day
    would sort them all.
    """
    found: dict[date, int] = {}
    begin = 0 if since is None else instant(since)
    while first := database.rows(
        f"SELECT at FROM attempts WHERE at >= ? AND {STANDING_ATTEMPTS} ORDER BY at LIMIT 1",  # noqa: S608 - our own condition
        (begin,),
    ):
        day = moment(first[0][0]).astimezone(zone).date()
        end = max(instant(midnight(day + timedelta(days=1), zone)), first[0][0] + 1)
        sql = f"SELECT count(*) FROM attempts WHERE at >= ? AND at < ? AND {STANDING_ATTEMPTS}"  # noqa: S608 - as above
        found[day] = found.get(day, 0) + int(database.rows(sql, (begin, end))[0][0])
        begin = end
    return found
