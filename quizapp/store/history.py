"""`History` in SQLite: what statistics ask, counted in the progress file."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from quizapp.domain.card import LEEWAY, Rating
from quizapp.domain.forecast import Traces
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.history import Faded
from quizapp.domain.statistics import ItemRecord
from quizapp.store import figures
from quizapp.store.database import Database, Refuge
from quizapp.store.rows import STANDING_ATTEMPTS, instant, moment

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND
_LIKE_FADED = 1000
"""Memories are alike when their share of fading, days / (days + stability), agrees to one in so many."""


class SqliteHistory:
    """The progress file, open for reading over a connection of its own, so that long sums hold up no answer.

    Args:
        path: a file that `SqliteProgress` has opened before, and so brought to the present version.
    """

    def __init__(self, path: Path, *, refuge: Refuge | None = None) -> None:
        self._database = Database(path, writing=False, refuge=refuge)

    def days(self, zone: tzinfo | None, since: datetime | None = None) -> Mapping[date, int]:
        """How many attempts were made on each day of that time zone, earliest first; days without any are left out."""
        return figures.days(self._database, zone, since)

    def seen_items(self) -> AbstractSet[ItemId]:
        """The ids of all items with a card."""
        return figures.seen_items(self._database)

    def item_records(self, since: datetime | None = None) -> Mapping[ItemId, ItemRecord]:
        """What came of the reviews of each item that had any."""
        found = self._database.rows(
            # The plus keeps SQLite from walking the index of items, and with it all of the past.
            """
            SELECT item, count(*), sum(rating = 1), sum(ifnull(days, 0) >= 1), sum(ifnull(days, 0) >= 1 AND rating > 1)
            FROM recalls WHERE at >= ? GROUP BY +item
            """,
            (_begin(since),),
        )
        return {ItemId(item): ItemRecord(*figures) for item, *figures in found}

    def ratings(self) -> Mapping[tuple[bool, Rating], int]:
        """How often each rating was given: at first reviews (True), and at later ones at least a day after the last."""
        found = self._database.rows(
            "SELECT days IS NULL, rating, count(*) FROM recalls WHERE ifnull(days, 1) >= 1 GROUP BY 1, 2"
        )
        return {(bool(first), Rating(rating)): count for first, rating, count in found}

    def faded(self, since: datetime | None = None) -> Sequence[Faded]:
        """Reviews by how faded the memory was; alike ones are one entry, so that there are at most about a thousand."""
        found = self._database.rows(
            """
            SELECT avg(days / stability), sum(rating > 1), sum(rating = 1)
            FROM recalls WHERE at >= ? AND days >= 1
            GROUP BY CAST(? * days / (days + stability) AS INTEGER)
            """,
            (_begin(since), _LIKE_FADED),
        )
        return [Faded(*row) for row in found]

    def traces(self, now: datetime, without: Collection[ItemId] = ()) -> Sequence[Traces]:
        """Every card; those of one age whose stability agrees to two digits are one entry."""
        condition, values = _but(without)
        found = self._database.rows(
            f"""
            SELECT max(0, (:now - last_review + :leeway) / {_DAY}) AS days, avg(stability), count(*)
            FROM cards WHERE {condition}
            GROUP BY days, CASE
                WHEN stability < 1 THEN round(stability, 2)
                WHEN stability < 10 THEN round(stability, 1)
                WHEN stability < 100 THEN round(stability)
                ELSE 10 * round(stability / 10)
            END
            """,  # noqa: S608 - our own condition and a number of ours
            {"now": instant(now), "leeway": LEEWAY // _MICROSECOND, **values},
        )
        return [Traces(*row) for row in found]

    def due_by_day(
        self, zone: tzinfo | None, now: datetime, until: datetime, without: Collection[ItemId] = ()
    ) -> Mapping[date, int]:
        """How many cards come due on each day before `until`; those that are due by now stand at the day of `now`."""
        condition, values = _but(without)
        quarters = self._database.rows(
            f"""
            SELECT max(due, :now) / {figures.QUARTER} AS quarter, count(*)
            FROM cards WHERE due < :until AND {condition} GROUP BY quarter ORDER BY quarter
            """,  # noqa: S608 - as above
            {"now": instant(now), "until": instant(until), **values},
        )
        found: dict[date, int] = {}
        for quarter, count in quarters:
            day = moment(quarter * figures.QUARTER).astimezone(zone).date()
            found[day] = found.get(day, 0) + count
        return found

    def latest_seconds(self, limit: int, least_score: float = 0.0) -> Sequence[tuple[ItemId, float]]:
        """Item and seconds of the latest attempts with at least that score, the latest first."""
        found = self._database.rows(
            f"SELECT item, seconds FROM attempts WHERE score >= ? AND {STANDING_ATTEMPTS} "  # noqa: S608 - our own condition
            "ORDER BY number DESC LIMIT ?",
            (least_score, limit),
        )
        return [(ItemId(item), seconds) for item, seconds in found]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _begin(since: datetime | None) -> int:
    return 0 if since is None else instant(since)


def _but(without: Collection[ItemId]) -> tuple[str, dict[str, Any]]:
    """The condition that leaves items out, and its parameter; nearly always there are none."""
    if not without:
        return "1", {}
    return "item NOT IN (SELECT value FROM json_each(:without))", {"without": json.dumps(list(without))}
