"""What is wrong with a history: in its schema, and against an earlier copy that is known to be good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from quizapp.store.database import Database
from quizapp.store.merging import OTHER, TABLES, Log
from quizapp.store.migrations import MIGRATIONS


def schema_faults(database: Database) -> list[str]:
    """Tables, indexes and triggers that are not as this version makes them: SQLite does not look at their words."""
    version = database.value("PRAGMA user_version")
    wanted = _schema(version)
    found: dict[str, str] = dict(database.rows(_SCHEMA))
    return [
        f"{name} is not as it was made" for name in sorted(wanted.keys() | found) if wanted.get(name) != found.get(name)
    ]


_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


@cache
def _schema(version: int) -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                connection.execute(statement)
        return dict(connection.execute(_SCHEMA).fetchall())


def losses(database: Database, earlier: Database) -> list[str]:
    """What an earlier, good copy of the same version has and this file has no more, or has otherwise.

    SQLite looks at the order of pages and rows, not at what is written in them: a byte that went wrong inside an answer
    is found only by comparing. Logs only ever grow, and what is replaced counts its replacements.
    """
    found = []
    with database.attached(earlier.path, OTHER):
        for table in TABLES:
            key = table.key
            kept = table.kept if isinstance(table, Log) else table.columns
            condition = "AND ours.revision = theirs.revision" if "revision" in table.columns else ""
            on = " AND ".join(f"ours.{column} = theirs.{column}" for column in key)
            same = " AND ".join(f"ours.{column} IS theirs.{column}" for column in kept if column != "plan")
            missing, changed = database.rows(
                f"""
                SELECT count(*) FILTER (WHERE ours.{key[0]} IS NULL),
                    count(*) FILTER (WHERE ours.{key[0]} IS NOT NULL {condition} AND NOT ({same}))
                FROM {OTHER}.{table.name} AS theirs LEFT JOIN main.{table.name} AS ours ON {on}
                """  # noqa: S608 - our own names
            )[0]
            found += [f"{missing} of the {table.name} are missing"] * bool(missing)
            found += [f"{changed} of the {table.name} were changed"] * bool(changed)
    return found
