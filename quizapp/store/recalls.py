"""The derived table of recalls: every review that counts, beside the memory that it met.

A row is written with its review, from the card that stood there before. `cards.mend` and a rebuild write the same rows
by replay, so that what was predicted can always be told from the log. Under a review that was overridden its row stays
and takes the new rating.
"""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from quizapp.domain.card import Review, elapsed_days
from quizapp.domain.replay import Step
from quizapp.store.database import Row
from quizapp.store.rows import instant, moment

_INSERT = """
    INSERT INTO recalls (at, review, item, rating, days, stability)
    VALUES (?, (SELECT number FROM reviews WHERE id = ?), ?, ?, ?, ?)
"""


def follow(connection: Connection, review: Review) -> None:
    """Keep the row of a review that was just recorded. To be called while the card before it still stands."""
    if review.overrides is not None:
        # Of several that override the same review, or each other, the last one counts: so it does here.
        connection.execute(
            """
            WITH RECURSIVE chain (number, at, overrides) AS (
                SELECT number, at, overrides FROM reviews WHERE id = ?
                UNION ALL
                SELECT reviews.number, reviews.at, reviews.overrides
                FROM reviews JOIN chain ON reviews.id = chain.overrides
            )
            UPDATE recalls SET rating = ?
            WHERE (at, review) IN (SELECT at, number FROM chain WHERE overrides IS NULL)
            """,
            (review.overrides, int(review.rating)),
        )
        return
    before = connection.execute("SELECT last_review, stability FROM cards WHERE item = ?", (review.item,)).fetchone()
    days, stability = None, None
    if before is not None:
        days, stability = elapsed_days(moment(before[0]), review.at), before[1]
    connection.execute(_INSERT, (instant(review.at), review.id, review.item, int(review.rating), days, stability))


def rows_of(reviews: Iterable[Review], steps: Iterable[Step]) -> list[Row]:
    """The rows that follow from a log and its replay."""
    originals = (review.id for review in reviews if review.overrides is None)
    return [
        (
            instant(step.review.at),
            original,
            step.review.item,
            int(step.review.rating),
            None if step.before is None else elapsed_days(step.before.last_review, step.review.at),
            None if step.before is None else step.before.stability,
        )
        for original, step in zip(originals, steps, strict=True)
    ]


def clear(connection: Connection, items: Iterable[str] | None = None) -> None:
    """Drop the rows of some items, or all; their replay is to `add` them again."""
    if items is None:
        connection.execute("DELETE FROM recalls")
    else:
        connection.executemany("DELETE FROM recalls WHERE item = ?", [(item,) for item in items])


def add(connection: Connection, rows: Iterable[Row]) -> None:
    """Keep rows that `rows_of` made."""
    connection.executemany(_INSERT, rows)
