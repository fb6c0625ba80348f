"""A renamed item keeps its history: rows of the old id come to stand under the new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection

from quizapp.domain.item import ItemId
from quizapp.store.database import Database


def with_history(database: Database, aliases: Mapping[ItemId, ItemId]) -> dict[ItemId, ItemId]:
    """Those aliases whose old id has been answered; looks only, so that a start without any costs no write."""
    sql = "SELECT EXISTS (SELECT 1 FROM attempts WHERE item = ?)"
    return {old: new for old, new in aliases.items() if old != new and database.value(sql, (old,))}


def adopt(connection: Connection, aliases: Mapping[ItemId, ItemId]) -> set[ItemId]:
    """Move the logs and open plans to the new ids; returns the ids whose cards must be replayed."""
    for old, new in aliases.items():
        connection.execute("UPDATE attempts SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE reviews SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE events SET subject = ? WHERE subject = ?", (new, old))
        connection.execute("DELETE FROM cards WHERE item IN (?, ?)", (old, new))
    plans = connection.execute("SELECT number, plan FROM sessions WHERE ended IS NULL").fetchall()
    for number, plan in plans:
        items = json.loads(plan)
        moved = list(dict.fromkeys(aliases.get(item, item) for item in items))
        if moved != items:
            connection.execute("UPDATE sessions SET plan = ? WHERE number = ?", (json.dumps(moved), number))
    return set(aliases.values())
