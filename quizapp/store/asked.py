"""What each item asked when its pack was last taken up; an item that asks something else since is due for a fresh look.

That it is due follows from an event of the kind FRESH_LOOK: triggers bring cards forward whenever one is written or
replayed, so whatever replaces a card keeps it. An answer after the event ends the matter.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from quizapp.domain.activity import FRESH_LOOK, FRESH_LOOKS, ActivityEvent
from quizapp.domain.items.identity import ItemId
from quizapp.store import rows
from quizapp.store.database import Database


def is_taken_up(database: Database, pack: str, stamp: str) -> bool:
    """Whether a pack was taken up as it is now; looks only, so that it costs no write."""
    return database.rows("SELECT stamp FROM stamps WHERE pack = ?", (pack,)) == [(stamp,)]


def changed(connection: Connection, pack: str, asked: Mapping[ItemId, str]) -> list[ItemId]:
    """The items with a card that asked something else before, in the order of their ids."""
    before = connection.execute(
        "SELECT item, fingerprint FROM asked WHERE pack = ? AND item IN (SELECT item FROM cards) ORDER BY item", (pack,)
    )
    return [item for item, fingerprint in before if asked.get(item, fingerprint) != fingerprint]


def note(connection: Connection, pack: str, stamp: str, asked: Mapping[ItemId, str]) -> None:
    """Remember what items ask now; those that are gone keep their row, for they may come back."""
    connection.executemany(
        "INSERT OR REPLACE INTO asked (item, pack, fingerprint) VALUES (?, ?, ?)",
        [(item, pack, fingerprint) for item, fingerprint in asked.items()],
    )
    connection.execute("INSERT OR REPLACE INTO stamps (pack, stamp) VALUES (?, ?)", (pack, stamp))


def bring_up(connection: Connection, items: list[ItemId], at: datetime) -> None:
    """Write the events that make these items due, FRESH_LOOKS a day."""
    for number, item in enumerate(items):
        detail = {"days": number // FRESH_LOOKS}
        event = ActivityEvent(id=uuid.uuid4().hex, kind=FRESH_LOOK, subject=item, at=at, detail=detail)
        connection.execute(rows.EVENTS.insert(), rows.event_row(event))
