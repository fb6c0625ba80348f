"""The union of two histories in one file, the same whichever machine's is merged into which, and however often.

Attempts, reviews, events and states of code are sets under unique ids: their union is commutative, associative and
idempotent by itself. What goes on changing (a session, an interview, a blueprint) is the greater one of two rows by a
total order, the count of its replacements first; the greater of two has the same three properties. Rows then lie in the
order of their moments, because whoever replays a log or asks for the last one goes by that.
"""

from __future__ import annotations

from sqlite3 import Connection
from typing import NamedTuple

from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.safekeeping import Merged
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.errors import StoreError
from quizapp.store import cards, renaming
from quizapp.store.database import Database

OTHER = "other"
"""The name under which the history to be merged is attached."""


class Log(NamedTuple):
    """A table whose rows are only ever added."""

    name: str
    columns: tuple[str, ...]
    """Without `number`; the id first."""
    renamed: str | None = None
    """The one column that changes when an item is renamed."""
    order: str = "at, id"
    """The order of moments, in which nothing ties."""

    @property
    def key(self) -> tuple[str, ...]:
        """What a row is known by."""
        return ("id",)

    @property
    def places(self) -> str:
        """Number and place of every row."""
        return f"SELECT number, row_number() OVER (ORDER BY {self.order}) FROM {self.name}"  # noqa: S608 - our own names

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns that never change."""
        return tuple(column for column in self.columns if column != self.renamed)


class Register(NamedTuple):
    """A table whose rows are replaced as things go on."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    """Without the key."""
    greater: tuple[str, ...]
    """What decides between two rows before their whole content does; `{row}` stands for either."""

    def rank(self, row: str) -> str:
        """A value that orders rows totally."""
        content = ", ".join(f"{row}.{column}" for column in self.columns)
        return ", ".join((*(column.format(row=row) for column in self.greater), f"json_array({content})"))


SESSIONS = Register(
    "sessions",
    ("id",),
    # The plan last: it alone changes when an item is renamed.
    ("kind", "title", "seed", "started", "ended", "deadline", "blueprint", "moves_schedule", "revision", "plan"),
    # Without a count, as in files of before it: one that has ended goes before one that has not.
    ("{row}.revision", "{row}.ended IS NOT NULL"),
)
ATTEMPTS = Log(
    "attempts",
    ("id", "item", "session", "at", "seconds", "response", "score", "rating", "hints", "solution_seen"),
    "item",
)
REVIEWS = Log("reviews", ("id", "attempt", "item", "at", "rating", "overrides"), "item")
EVENTS = Log("events", ("id", "kind", "subject", "at", "detail"), "subject")
INTERVIEWS = Register("interviews", ("session",), ("course", "revision"), ("{row}.revision",))
ASKED = Register("interview_items", ("session", "item"), ("body",), ())
CODE = Log("interview_code", ("id", "session", "task", "body"), None, "session, json_extract(body, '$.at'), body, id")
BLUEPRINTS = Register("blueprints", ("id",), ("body", "removed", "revision"), ("{row}.revision", "{row}.removed"))

TABLES: tuple[Log | Register, ...] = (SESSIONS, ATTEMPTS, REVIEWS, EVENTS, INTERVIEWS, ASKED, CODE, BLUEPRINTS)
"""Everything that is a history, each after what it refers to; all else in the file follows from it."""


def merge(database: Database, other: Database, scheduler: Scheduler, watch: Watch = UNWATCHED) -> Merged:
    """Bring what another file of the same version holds into this one, all or nothing.

    Cards are replayed afterwards, some at a time, so that a large merge locks nobody out. What a kill leaves of that is
    marked, and is done at the next start.

    Raises:
        StoreError: an id stands for one thing here and for another there, or a file cannot be read or written; this
            one is then as it was.
        StoppedError: the watch said so; this one is as it was.
    """
    watch.tell(Advance("merging"))
    with database.attached(other.path, OTHER), database.watched(watch), database.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        before = set(connection.execute("SELECT attempt FROM undone"))
        for table in TABLES:
            if isinstance(table, Log):
                _refuse_contradiction(connection, table, str(other.path))
        touched = set(connection.execute(_missing(REVIEWS, "item")))
        found = {
            table.name: _add(connection, table) if isinstance(table, Log) else _join(connection, table)
            for table in TABLES
        }
        touched |= _unify_names(connection)
        connection.execute("DELETE FROM undone")
        touched |= put_in_order(connection)
        cards.derive_undone(connection)
        newly = set(connection.execute("SELECT attempt FROM undone")) - before
        for attempt in newly:
            touched.update(connection.execute("SELECT item FROM reviews WHERE attempt = ?", attempt))
        cards.mark(connection, sorted(item for (item,) in touched))
        watch.check()
    cards.mend_by_turns(database, scheduler, watch)
    return Merged(**found)


def _missing(table: Log, columns: str) -> str:
    return (
        f"SELECT {columns} FROM {OTHER}.{table.name} WHERE id NOT IN (SELECT id FROM main.{table.name}) "  # noqa: S608 - our own names
        "ORDER BY number"
    )


def _add(connection: Connection, table: Log) -> int:
    columns = ", ".join(table.columns)
    return connection.execute(f"INSERT INTO main.{table.name} ({columns}) {_missing(table, columns)}").rowcount


def _join(connection: Connection, table: Register) -> int:
    names = (*table.key, *table.columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in table.columns)
    return connection.execute(
        f"""
        INSERT INTO main.{table.name} ({", ".join(names)})
        SELECT {", ".join(names)} FROM {OTHER}.{table.name} WHERE 1
        ON CONFLICT ({", ".join(table.key)}) DO UPDATE SET {changes}
        WHERE ({table.rank("excluded")}) > ({table.rank(table.name)})
        """  # noqa: S608 - our own names
    ).rowcount


def _refuse_contradiction(connection: Connection, table: Log, where: str) -> None:
    same = " AND ".join(f"ours.{column} IS theirs.{column}" for column in table.kept)
    found = connection.execute(
        f"SELECT id FROM main.{table.name} AS ours JOIN {OTHER}.{table.name} AS theirs USING (id) "  # noqa: S608 - our own names
        f"WHERE NOT ({same}) LIMIT 1"
    ).fetchone()
    if found is not None:
        raise StoreError(
            f"The two histories contradict each other: under the id {found[0]} they have different {table.name}.",
            where=where,
            hint="Nothing was changed. One of the two was edited by hand: merge a copy of it from before that.",
        )


def _unify_names(connection: Connection) -> set[tuple[str]]:
    """Give every item the name that it has on the machine that knows most; returns items whose reviews changed it."""
    names = renaming.names(connection)
    _settle(connection)
    touched: set[tuple[str]] = set()
    for old, new in names.items():
        if connection.execute("SELECT EXISTS (SELECT 1 FROM reviews WHERE item = ?)", (old,)).fetchone()[0]:
            touched |= {(old,), (new,)}
    renaming.rename(connection, names, ended=True)
    return touched


def _settle(connection: Connection) -> None:
    """Of a row with one name here and another there, and no word on which is newer, take the greater one."""
    for table in (ATTEMPTS, EVENTS):
        name = table.renamed
        connection.execute(
            f"UPDATE main.{table.name} SET {name} = (SELECT {name} FROM {OTHER}.{table.name} AS theirs "  # noqa: S608 - our own names
            f"WHERE theirs.id = main.{table.name}.id) WHERE id IN (SELECT ours.id FROM main.{table.name} AS ours "
            f"JOIN {OTHER}.{table.name} AS theirs USING (id) WHERE ours.{name} < theirs.{name})"
        )
    # A review goes with its attempt.
    apart = """
        SELECT reviews.id FROM main.reviews JOIN main.attempts ON attempts.id = attempt
        WHERE reviews.item <> attempts.item
    """
    connection.execute(
        f"INSERT OR IGNORE INTO stale SELECT item FROM main.reviews WHERE id IN ({apart}) UNION "  # noqa: S608 - our own text
        f"SELECT item FROM main.attempts WHERE id IN (SELECT attempt FROM main.reviews WHERE id IN ({apart}))"
    )
    connection.execute(
        f"UPDATE main.reviews SET item = (SELECT item FROM main.attempts WHERE id = attempt) WHERE id IN ({apart})"  # noqa: S608 - our own text
    )


def put_in_order(connection: Connection) -> set[tuple[str]]:
    """Number the rows of every log by their moments; returns the items whose reviews now follow each other otherwise.

    To be called inside a transaction with foreign keys deferred, while `undone` is empty.
    """
    touched: set[tuple[str]] = set()
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS places (number INTEGER PRIMARY KEY, place INTEGER NOT NULL)")
    for name, order in (
        ("sessions", "SELECT number, row_number() OVER (ORDER BY started, id) FROM sessions"),
        *((log.name, log.places) for log in (ATTEMPTS, EVENTS, CODE)),
        (REVIEWS.name, _REVIEW_PLACES),
    ):
        connection.execute("DELETE FROM places")
        connection.execute(f"INSERT INTO places {order}")
        if connection.execute("SELECT NOT EXISTS (SELECT 1 FROM places WHERE number <> place)").fetchone()[0]:
            continue
        if name == REVIEWS.name:
            touched.update(connection.execute(_REORDERED))
            # What was recalled names its review by number; beside it, each changed number would be looked for in it.
            connection.execute(
                "CREATE TEMP TABLE recalled AS SELECT at, place, item, rating, days, stability "
                "FROM recalls JOIN places ON number = review"
            )
            connection.execute("DELETE FROM recalls")
        # By way of negative numbers, so that no two rows have the same one meanwhile.
        connection.execute(
            f"UPDATE {name} SET number = -(SELECT place FROM places WHERE places.number = {name}.number)"  # noqa: S608 - as above
        )
        connection.execute(f"UPDATE {name} SET number = -number")  # noqa: S608 - our own names
        if name == REVIEWS.name:
            connection.execute("INSERT INTO recalls (at, review, item, rating, days, stability) SELECT * FROM recalled")
            connection.execute("DROP TABLE recalled")
    connection.execute("DROP TABLE places")
    return touched


_REVIEW_PLACES = """
    WITH RECURSIVE chain (number, id, at, depth) AS (
        SELECT number, id, at, 0 FROM reviews WHERE overrides IS NULL
        UNION ALL
        SELECT reviews.number, reviews.id, reviews.at, depth + 1 FROM chain JOIN reviews ON reviews.overrides = chain.id
    )
    SELECT number, row_number() OVER (ORDER BY at, depth, id) FROM chain
"""
"""One that overrides stands at the moment of the one that it overrides, and after it."""

_REORDERED = """
    SELECT DISTINCT item FROM (
        SELECT reviews.item AS item, place, max(place) OVER (
            PARTITION BY reviews.item ORDER BY reviews.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS highest FROM reviews JOIN places USING (number)
    ) WHERE highest > place
"""
