"""A history as one text file: to carry to another machine, to keep, to read with other programs.

The first line is a JSON object that says what the file is, which version of the progress file it was made from, and the
columns of each table. Each line after it is a JSON array: a table's name and one row. The last line says how many rows
there are, so that a file that was cut off is found out. Of two equal histories the texts are equal.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from quizapp import atomic
from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, OwnBlueprint
from quizapp.domain.work import BYTES, EVERY, UNWATCHED, Advance, Watch
from quizapp.errors import StoreError, StoreTooNewError, UsageError
from quizapp.store import rows
from quizapp.store.database import MAGIC, Database
from quizapp.store.integrity import faults_of
from quizapp.store.merging import TABLES, Log
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.telling import told
from quizapp.store.upgrade import migrate

FORMAT = "quizapp progress"
VERSION = 1
_BEGINNING = f'{{"file":"{FORMAT}"'.encode()
"""How every export begins."""
MAX_LINE = 64 << 20
"""Bytes of one row: more than any coding task's files."""


def export(database: Database, file: Path, watch: Watch = UNWATCHED) -> int:
    """Write a history; the file appears whole, for its owner only. Returns how many rows it has.

    Raises:
        UsageError: something else than an export is there, which is left alone.
        StoreError: the history cannot be read, or the file not be written.
    """
    _require_ours(file)
    with told(file, "The export"):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            atomic.replacing(file) as unfinished,
            unfinished.open("w", encoding="ascii", newline="\n") as text,
            database.snapshot(),
        ):
            count = 0
            total = sum(database.value(f"SELECT count(*) FROM {table.name}") for table in TABLES)  # noqa: S608 - our own names
            lines = watch.each(_lines(database), "writing", "row", total)
            for count, line in enumerate(lines):  # noqa: B007 - the number of the last line is told
                text.write(line + "\n")
    return count - 1


def _require_ours(file: Path) -> None:
    """Refuse to write over anything but an earlier export."""
    with told(file, "The export"):
        if not file.exists():
            return
        with file.open("rb") as content:
            if content.read(len(_BEGINNING)) == _BEGINNING:
                return
    raise UsageError(
        "There is a file of that name already, and it is no export.",
        where=str(file),
        hint="Nothing was written. Name another file.",
    )


def _lines(database: Database) -> Iterator[str]:
    names = {table.name: _columns(table) for table in TABLES}
    schema = database.value("PRAGMA user_version")
    yield _json({"file": FORMAT, "version": VERSION, "schema": schema, "tables": names})
    count = 0
    for table in TABLES:
        order = "number" if isinstance(table, Log) else ", ".join(table.key)
        for row in database.rows(f"SELECT {', '.join(names[table.name])} FROM {table.name} ORDER BY {order}"):  # noqa: S608 - our own names
            count += 1
            yield _json([table.name, *row])
    yield _json({"rows": count})


def _columns(table: Any) -> list[str]:
    return list(table.columns) if isinstance(table, Log) else [*table.key, *table.columns]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def unpack(file: Path, to: Path, watch: Watch = UNWATCHED) -> None:
    """Make a progress file of this version from an export, or from a progress file or backup of any version before.

    Args:
        file: is only read.
        to: must not exist.
        watch: hears how far it is, and may stop it; `to` is then removed too.

    Raises:
        StoreError: the file is neither, is damaged, cut off, or holds what makes no sense; `to` is then removed.
        StoreTooNewError: a newer quizapp wrote it.
    """
    try:
        with told(file), file.open("rb") as content:
            is_database = content.read(len(MAGIC)) == MAGIC
        if is_database:
            with closing(Database(file, writing=False)) as source:
                source.copy(to, watch)
        else:
            _build(file, to, watch)
        with closing(Database(to)) as database:
            migrate(database, keeping=False)
            refuse_damaged(database, file, watch)
            _validate(database, file, watch)
    except BaseException:
        for side in ("", "-wal", "-shm", "-journal"):
            to.with_name(to.name + side).unlink(missing_ok=True)
        raise


def refuse_damaged(database: Database, file: Path, watch: Watch = UNWATCHED) -> None:
    """Raise a StoreError that names the file if SQLite finds anything wrong in the database."""
    faults = faults_of(database, watch)
    if faults:
        raise StoreError(
            f"This history is damaged: {faults[0]}.", where=str(file), hint="Nothing was changed. Take another copy."
        )


def _build(file: Path, to: Path, watch: Watch) -> None:
    with told(file), file.open("rb") as content:
        lines = enumerate(_read(content, watch), start=1)
        header = _header(file, next(lines, (1, b""))[1])
        with closing(Database(to)) as database:
            migrate(database, MIGRATIONS[: header["schema"]], keeping=False)
            statements = _statements(database, header["tables"], file)
            count = _fill(database, statements, lines, file)
    if count is None:
        raise StoreError(
            "This export was cut off: its last line is missing.",
            where=str(file),
            hint="Nothing was changed. Copy it again.",
        )


def _read(content: IO[bytes], watch: Watch) -> Iterator[bytes]:
    """The lines of a file, with how far in it they are."""
    size = os.fstat(content.fileno()).st_size
    for number, line in enumerate(iter(lambda: content.readline(MAX_LINE), b"")):
        if number % EVERY == 0:
            watch.tell(Advance("reading", content.tell(), size, BYTES))
        yield line


def _header(file: Path, line: bytes) -> Mapping[str, Any]:
    try:
        header = json.loads(line)
        version, schema = {FORMAT: (int(header["version"]), int(header["schema"]))}[header["file"]]
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise StoreError(
            "This is neither an export nor a progress file.",
            where=f"{file}:1",
            hint="Nothing was changed. Name a file that `quizapp progress export` wrote, or a progress.sqlite3.",
        ) from error
    if version > VERSION or schema > len(MIGRATIONS):
        raise StoreTooNewError(
            f"This was exported by a newer quizapp (its format is {version}.{schema}, this one knows {VERSION}."
            f"{len(MIGRATIONS)}).",
            where=str(file),
            hint="Nothing was changed. Update quizapp: `pip install --upgrade quizapp`.",
        )
    if schema < 1 or not isinstance(header.get("tables"), dict):
        raise StoreError("This export says nothing about its tables.", where=f"{file}:1", hint="Nothing was changed.")
    return {"schema": schema, "tables": header["tables"]}


def _statements(database: Database, tables: Mapping[str, Sequence[str]], file: Path) -> dict[str, str]:
    known = {table.name for table in TABLES}
    found = {}
    for name, columns in tables.items():
        allowed = {row[1] for row in database.rows(f"PRAGMA table_info({name})")} if name in known else set()
        if not isinstance(columns, list) or not columns or not {str(column) for column in columns} <= allowed:
            raise StoreError(
                f"This export has a table or column that no history has: {str(name)[:60]!r}.",
                where=f"{file}:1",
                hint="Nothing was changed. It was edited, or is damaged.",
            )
        marks = ", ".join("?" * len(columns))
        found[name] = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names were compared with ours
    return found


def _fill(
    database: Database, statements: Mapping[str, str], lines: Iterator[tuple[int, bytes]], file: Path
) -> int | None:
    """Add every row; returns what the last line says, None if there is no such line."""
    with database.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        number = 0
        for number, line in lines:
            try:
                row = json.loads(line)
                if row == {"rows": number - 2}:
                    return number - 2
                # A row of another width is refused by SQLite itself.
                connection.execute(statements[row[0]], row[1:])
            except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError, sqlite3.Error) as error:
                raise StoreError(
                    f"This line of the export makes no sense: {type(error).__name__}: {error}.",
                    where=f"{file}:{number}",
                    hint="Nothing was changed. It was edited, or is damaged: export again.",
                ) from error
    return None


def _validate(database: Database, file: Path, watch: Watch) -> None:
    """Read every row as what it is to be."""
    readers: tuple[tuple[str, Any], ...] = (
        (rows.SESSIONS.select(), rows.session_of),
        (rows.ATTEMPTS.select(), rows.attempt_of),
        (rows.REVIEWS.select(), rows.review_of),
        (rows.EVENTS.select(), rows.event_of),
        ("SELECT course FROM interviews", lambda row: Course.model_validate_json(row[0])),
        ("SELECT body FROM interview_items", lambda row: json.loads(row[0])),
        ("SELECT body FROM interview_code", lambda row: CodeState.model_validate_json(row[0])),
        ("SELECT body FROM blueprints", lambda row: OwnBlueprint.model_validate_json(row[0])),
    )
    for sql, read in readers:
        found = database.rows(sql)
        for row in watch.each(found, "checking", "row", len(found)):
            try:
                read(row)
            except (StoreError, ValidationError, ValueError, TypeError, OverflowError, RecursionError) as error:
                raise StoreError(
                    f"A row of this history makes no sense: {str(row)[:80]}.",
                    where=str(file),
                    hint="Nothing was changed. The file was edited, or is damaged: take another copy.",
                ) from error
