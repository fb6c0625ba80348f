"""The derived table of cards, and how it is kept in step with the log of reviews."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from quizapp.domain.activity import UNDO
from quizapp.domain.card import Card
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import steps
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.store import recalls, rows
from quizapp.store.database import Database

BATCH = 50
"""Items that are replayed in one transaction when there may be thousands: some hundredths of a second."""
_MARK = "INSERT OR IGNORE INTO stale (item) VALUES (?)"


def follow(connection: Connection, card: Card) -> None:
    """Keep the card that follows from the latest review.

    It was computed from the card that its process had read. If another process has recorded a review of the same item
    in between, or an earlier review was overridden late, the card does not know of all reviews: then it is marked, and
    `mend` replays it.
    """
    connection.execute(rows.CARDS.insert(replace=True), rows.card_row(card))
    (known,) = connection.execute(
        f"SELECT count(*) FROM reviews WHERE item = ? AND overrides IS NULL AND {rows.STANDING_REVIEWS}",  # noqa: S608 - our own condition
        (card.item,),
    ).fetchone()
    if known != card.reviews:
        mark(connection, [card.item])


def mark(connection: Connection, items: Iterable[ItemId]) -> None:
    """These items' cards must be replayed."""
    connection.executemany(_MARK, [(item,) for item in items])


def mend(connection: Connection, scheduler: Scheduler, *, most: int | None = None) -> int:
    """Replay the cards that were marked, and what was recalled of them, `most` at once; returns how many."""
    marked = connection.execute(
        "SELECT item FROM stale ORDER BY item LIMIT ?", (-1 if most is None else most,)
    ).fetchall()
    # All of them first: a review that went to another name with its item has one row only.
    recalls.clear(connection, [item for (item,) in marked])
    for item in marked:
        connection.execute("DELETE FROM cards WHERE item = ?", item)
        found = connection.execute(
            rows.REVIEWS.select(f"WHERE item = ? AND {rows.STANDING_REVIEWS} ORDER BY number"), item
        )
        log = [rows.review_of(row) for row in found]
        walked = list(steps(log, scheduler))
        connection.executemany(rows.CARDS.insert(), [rows.card_row(step.after) for step in walked[-1:]])
        recalls.add(connection, recalls.rows_of(log, walked))
    connection.executemany("DELETE FROM stale WHERE item = ?", marked)
    return len(marked)


def mend_by_turns(database: Database, scheduler: Scheduler, watch: Watch = UNWATCHED) -> int:
    """The same for all that are marked, BATCH at once, so that whoever else writes need not wait for the last one.

    What a kill leaves is still marked. Until its turn an item has the card that it had before.
    """
    with database.transaction() as connection:
        recalls.clear(connection, [item for (item,) in connection.execute("SELECT item FROM stale")])
    count, total = 0, database.value("SELECT count(*) FROM stale")
    while True:
        watch.tell(Advance("scheduling anew", count, max(count, total), "card", stoppable=False))
        with database.transaction() as connection:
            mended = mend(connection, scheduler, most=BATCH)
        if not mended:
            return count
        count += mended


def derive_undone(connection: Connection) -> None:
    """Fill the derived table of attempts that were taken back anew; whoever calls it marks items whose cards change."""
    connection.execute("DELETE FROM undone")
    connection.execute(
        "INSERT INTO undone SELECT number, id FROM attempts WHERE id IN (SELECT subject FROM events WHERE kind = ?)",
        (UNDO,),
    )


def replace(connection: Connection, cards: Iterable[Card]) -> None:
    """Put these in the place of all that there are."""
    connection.execute("DELETE FROM stale")
    connection.execute("DELETE FROM cards")
    connection.executemany(rows.CARDS.insert(), map(rows.card_row, cards))
