"""A renamed item keeps its history: rows of the old id come to stand under the new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection

from quizapp.domain.item import ItemId
from quizapp.store.database import Database


def with_history(database: Database, aliases: Mapping[ItemId, ItemId]) -> dict[ItemId, ItemId]:
    """Those aliases whose old id has been answered, each to its last name; looks only, so that it costs no write."""
    sql = "SELECT EXISTS (SELECT 1 FROM attempts WHERE item = ?)"
    final = {old: _last_name(aliases, old) for old in aliases}
    return {old: new for old, new in final.items() if old != new and database.value(sql, (old,))}


def _last_name(aliases: Mapping[ItemId, ItemId], item: ItemId) -> ItemId:
    """The name at the end of a chain of renamings; in a circle, one of its names."""
    passed = {item}
    while (following := aliases.get(item)) is not None and following not in passed:
        passed.add(following)
        item = following
    return item


def adopt(connection: Connection, aliases: Mapping[ItemId, ItemId]) -> None:
    """Move the logs and open plans to the new ids; cards are then to be replayed."""
    for old, new in aliases.items():
        connection.execute("UPDATE attempts SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE reviews SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE events SET subject = ? WHERE subject = ?", (new, old))
    plans = connection.execute("SELECT number, plan FROM sessions WHERE ended IS NULL").fetchall()
    for number, plan in plans:
        items = json.loads(plan)
        moved = list(dict.fromkeys(aliases.get(item, item) for item in items))
        if moved != items:
            connection.execute("UPDATE sessions SET plan = ? WHERE number = ?", (json.dumps(moved), number))
