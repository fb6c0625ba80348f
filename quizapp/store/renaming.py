"""A renamed item keeps its history: rows of the old id come to stand under the new one, and the log says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection

from quizapp.domain.items.identity import ItemId
from quizapp.store.database import Database

RENAME = "rename"
"""The kind of an event whose subject, an item's old id, became the new one in its detail."""


def with_history(database: Database, aliases: Mapping[ItemId, ItemId]) -> dict[ItemId, ItemId]:
    """Those aliases whose old id has been answered, each to its last name; looks only, so that it costs no write."""
    sql = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM attempts WHERE item = value)"
    answered = [ItemId(old) for (old,) in database.rows(sql, (json.dumps(list(aliases)),))]
    final = {old: _last_name(aliases, old) for old in answered}
    return {old: new for old, new in final.items() if old != new}


def _last_name(aliases: Mapping[ItemId, ItemId], item: ItemId) -> ItemId:
    """The name at the end of a chain of renamings; in a circle, one of its names."""
    passed = {item}
    while (following := aliases.get(item)) is not None and following not in passed:
        passed.add(following)
        item = following
    return item


def adopt(connection: Connection, aliases: Mapping[ItemId, ItemId]) -> None:
    """Move the logs and open plans to the new ids; cards are then to be replayed.

    Each renaming is an event of its own: the same one on every machine, whenever it learnt of it, so that a merge finds
    one name for what was answered under both.
    """
    rename(connection, aliases)
    connection.executemany(
        "INSERT OR IGNORE INTO events (id, kind, subject, at, detail) VALUES (?, ?, ?, 0, ?)",
        [
            (f"{RENAME} {old} {new}", RENAME, old, json.dumps({"to": new}, separators=(",", ":")))
            for old, new in aliases.items()
        ],
    )


def rename(connection: Connection, names: Mapping[ItemId, ItemId], *, ended: bool = False) -> None:
    """Move logs to other ids, and the plans of sessions that are open, or of `ended` ones too."""
    for old, new in names.items():
        connection.execute("UPDATE attempts SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE reviews SET item = ? WHERE item = ?", (new, old))
        connection.execute("UPDATE events SET subject = ? WHERE subject = ? AND kind <> ?", (new, old, RENAME))
        connection.execute("UPDATE OR REPLACE asked SET item = ? WHERE item = ?", (new, old))
    if not names:
        return
    plans = connection.execute("SELECT number, plan FROM sessions WHERE ? OR ended IS NULL", (ended,)).fetchall()
    for number, plan in plans:
        items = json.loads(plan)
        moved = list(dict.fromkeys(names.get(item, item) for item in items))
        if moved != items:
            text = json.dumps(moved, separators=(",", ":"))
            connection.execute("UPDATE sessions SET plan = ? WHERE number = ?", (text, number))


def names(connection: Connection) -> dict[ItemId, ItemId]:
    """By every name that an item has had, the one that it has by all renamings in the log.

    A function of the set of renamings alone, so that it does not matter which machine learnt of which: the name that
    was never left again; of several, or in a circle, the greatest.
    """
    found = connection.execute("SELECT subject, json_extract(detail, '$.to') FROM events WHERE kind = ?", (RENAME,))
    edges = [(ItemId(old), ItemId(new)) for old, new in found]
    groups: dict[ItemId, set[ItemId]] = {}
    for old, new in edges:
        together = groups.get(old, {old}) | groups.get(new, {new})
        groups.update(dict.fromkeys(together, together))
    left = {old for old, _ in edges}
    final = {name: max(group - left or group) for name, group in groups.items()}
    return {name: last for name, last in final.items() if name != last}
