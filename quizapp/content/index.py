"""A pack's compiled index in SQLite: what there is, told without reading YAML again.

One file a pack, so that packs come and go without touching each other; each can be made again from its pack.
A rebuild is one transaction: readers, in this process or another, see the index before it or after it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from quizapp.content import words
from quizapp.content.disposable import DisposableDatabase
from quizapp.content.row import FileRow, ItemRow
from quizapp.domain.search import spaced

FORMAT = 6
"""Raise it whenever the tables change."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE file (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, seen INTEGER NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE fault (path TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE record (path TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE topic (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, phase TEXT NOT NULL, body TEXT NOT NULL, items INTEGER NOT NULL
);
CREATE TABLE item (
    path TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, topic TEXT NOT NULL,
    difficulty INTEGER NOT NULL, seconds REAL NOT NULL, title TEXT NOT NULL, critical INTEGER NOT NULL,
    body TEXT NOT NULL, line INTEGER NOT NULL, "column" INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    place INTEGER
);
CREATE TABLE tally (
    place INTEGER NOT NULL, kind TEXT NOT NULL, difficulty INTEGER NOT NULL, items INTEGER NOT NULL,
    PRIMARY KEY (place, kind, difficulty)
) WITHOUT ROWID;
CREATE INDEX fault_of ON fault (path);
CREATE INDEX record_of ON record (path);
CREATE INDEX item_of ON item (path);
CREATE INDEX item_id ON item (id);
CREATE INDEX item_order ON item (place, difficulty, path, position) WHERE place IS NOT NULL;
CREATE INDEX item_kind ON item (kind, place, difficulty, path, position) WHERE place IS NOT NULL;
"""
# `item.place` is the topic's position on the roadmap; NULL keeps an item out: its topic is unknown, or its id is taken.
# `tally` is how many items there are of each place, kind and difficulty: counting them costs the same for any pack.
_NAMES = ("words", "meta", "file", "fault", "record", "topic", "tally", "item")


class Index(DisposableDatabase):
    """One pack's index, open. Methods may be called from any thread."""

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        for name in _NAMES:
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        try:
            connection.execute(words.CREATE)
        except sqlite3.OperationalError:  # an SQLite without FTS5
            connection.execute(words.CREATE_PLAIN)

    def files(self) -> dict[str, FileRow]:
        """The files that were indexed, by path."""
        return {row[0]: FileRow(*row) for row in self.rows("SELECT path, kind, size, modified, seen, digest FROM file")}

    def meta(self, name: str) -> str | None:
        """A fact about the pack as a whole."""
        found = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return None if not found else str(found[0][0])

    def set_meta(self, name: str, value: str) -> None:
        """Keep a fact about the pack as a whole."""
        self._write("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, value)])

    def touch(self, row: FileRow) -> None:
        """A file's new stat; its content is the same."""
        self._write(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)",
            [(row.path, row.kind, row.size, row.modified, row.seen, row.digest)],
        )

    def forget(self, path: str) -> None:
        """Drop everything that came from a file."""
        self._write("DELETE FROM words WHERE rowid IN (SELECT rowid FROM item WHERE path = ?)", [(path,)])
        for name in ("file", "fault", "record", "item"):
            self._write(f"DELETE FROM {name} WHERE path = ?", [(path,)])  # noqa: S608 - our own table names

    def put_faults(self, path: str, bodies: Iterable[str]) -> None:
        """Keep the findings of a file; `path` may be empty for the pack as a whole."""
        self._write("DELETE FROM fault WHERE path = ?", [(path,)])
        self._write("INSERT INTO fault VALUES (?, ?)", [(path, body) for body in bodies])

    def put_records(self, path: str, kind: str, bodies: Iterable[str]) -> None:
        """Keep a manifest, phases or blueprints."""
        self._write(
            "INSERT INTO record VALUES (?, ?, ?, ?)",
            [(path, position, kind, body) for position, body in enumerate(bodies)],
        )

    def put_items(self, path: str, rows: Iterable[ItemRow]) -> None:
        """Keep items or a task, and their words under the same row numbers."""
        rows = list(rows)
        ((last,),) = self.rows("SELECT coalesce(max(rowid), 0) FROM item")
        self._write(
            "INSERT INTO words (rowid, title, shown, told) VALUES (?, ?, ?, ?)",
            [
                (number, spaced(f"{row.title}\n{row.id}"), row.shown, row.told)
                for number, row in enumerate(rows, last + 1)
            ],
        )
        self._write(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                (
                    path, row.position, row.id, row.kind, row.topic, row.difficulty, row.seconds, row.title,
                    row.critical, row.body, row.line, row.column, row.fingerprint,
                )
                for row in rows
            ],
        )  # fmt: skip

    def search(self, query: Sequence[Sequence[str]], *, enough: int) -> list[int]:
        """Row numbers of items in which every word is found, the best first; no further step once there are enough."""
        kind = self.rows("SELECT sql FROM sqlite_master WHERE name = 'words'")[0][0]
        found: dict[int, None] = {}
        for statement, values in words.queries(query, full_text="fts5" in kind):
            found |= dict.fromkeys(number for (number,) in self.rows(statement, values))
            if len(found) >= enough:
                break
        return list(found)

    def records(self, kind: str) -> list[str]:
        """The bodies of one kind, in the order written."""
        return [row[0] for row in self.rows("SELECT body FROM record WHERE kind = ? ORDER BY position", (kind,))]

    def faults(self) -> list[str]:
        """Every finding."""
        return [row[0] for row in self.rows("SELECT body FROM fault")]

    def place(self, topics: Sequence[tuple[str, str, str]]) -> None:
        """Lay the roadmap (id, phase, body, in order) and put every item on it; the first of two equal ids stays."""
        self._write("DELETE FROM topic WHERE ?", [(1,)])
        self._write(
            "INSERT OR IGNORE INTO topic VALUES (?, ?, ?, ?, 0)",
            [(name, position, phase, body) for position, (name, phase, body) in enumerate(topics)],
        )
        self._write(
            """UPDATE item SET place = (SELECT position FROM topic WHERE topic.id = item.topic)
            WHERE place IS NOT (SELECT position FROM topic WHERE topic.id = item.topic) AND ?""",
            [(1,)],
        )
        self._write(
            """UPDATE item SET place = NULL WHERE rowid IN (
                SELECT later.rowid FROM item AS later JOIN item AS first ON first.id = later.id
                WHERE (first.path, first.position) < (later.path, later.position)
            ) AND ?""",
            [(1,)],
        )
        self._write(
            "UPDATE topic SET items = (SELECT count(*) FROM item WHERE item.place = topic.position) WHERE ?",
            [(1,)],
        )
        self._write("DELETE FROM tally WHERE ?", [(1,)])
        self._write(
            """INSERT INTO tally SELECT place, kind, difficulty, count(*) FROM item
            WHERE place IS NOT NULL AND ? GROUP BY place, kind, difficulty""",
            [(1,)],
        )

    def misplaced(self) -> list[tuple[str, str, str, int, int]]:
        """Path, id, topic, line and column of items that are kept out."""
        return [
            (path, name, topic, line, column)
            for path, name, topic, line, column in self.rows(
                'SELECT path, id, topic, line, "column" FROM item WHERE place IS NULL ORDER BY path, position'
            )
        ]


def as_json(value: Any) -> str:
    """A plain value, compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
