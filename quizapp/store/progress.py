"""`Progress` in SQLite: logs of attempts, reviews and events, and the cards that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, tzinfo
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Card, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import steps
from quizapp.domain.session import Attempt, Session
from quizapp.domain.tally import Counts, Tally
from quizapp.errors import StoreError
from quizapp.store import asked, cards, figures, recalls, renaming, rows
from quizapp.store.database import Refuge, Row
from quizapp.store.integrity import faults_of
from quizapp.store.rows import Table
from quizapp.store.upgrade import opened


class SqliteProgress:
    """One person's history in one file, safe to use from several threads and several processes.

    Opening it creates the file, or brings one of an older quizapp up to date.

    Raises:
        StoreError: the file cannot be read or written, is damaged, or is another program's; it is left as it is.
        StoreTooNewError: a newer quizapp wrote it.
    """

    def __init__(self, path: Path, *, refuge: Refuge | None = None) -> None:
        self._database = opened(path, refuge=refuge)

    def record(self, attempt: Attempt, review: Review | None = None, card: Card | None = None) -> None:
        """An attempt with the review and card that follow from it, all or nothing; those two come together."""
        if (review is None) != (card is None):
            raise ValueError("a card follows from a review: give both or none")
        with self._database.transaction() as connection:
            if attempt.session is not None:
                self._require(connection, rows.SESSIONS, attempt.session)
            _append(connection, rows.ATTEMPTS, rows.attempt_row(attempt))
            if review is not None and card is not None:
                self._review(connection, review, card)

    def revise(self, review: Review, card: Card) -> None:
        """A changed rating: a new review that overrides an earlier one, and the card that follows."""
        if review.overrides is None:
            raise ValueError("a revising review says which one it overrides")
        with self._database.transaction() as connection:
            self._review(connection, review, card)

    def _review(self, connection: Connection, review: Review, card: Card) -> None:
        if card.item != review.item:
            raise ValueError(f"a review of {review.item} does not move the card of {card.item}")
        self._require(connection, rows.ATTEMPTS, review.attempt)
        self._require_scheduled(connection, review.attempt)
        if review.overrides is not None:
            self._require(connection, rows.REVIEWS, review.overrides)
        if _append(connection, rows.REVIEWS, rows.review_row(review)):
            recalls.follow(connection, review)
            cards.follow(connection, card)

    def _require(self, connection: Connection, table: Table, identity: str) -> None:
        if connection.execute(table.select("WHERE id = ?"), (identity,)).fetchone() is None:
            raise StoreError(
                f"This refers to {identity}, which is not among the {table.name} saved so far.",
                where=str(self._database.path),
                hint="Nothing was saved. Save what is referred to first.",
            )

    def _require_scheduled(self, connection: Connection, attempt: str) -> None:
        sql = """
            SELECT moves_schedule FROM attempts JOIN sessions ON sessions.id = attempts.session WHERE attempts.id = ?
        """
        if connection.execute(sql, (attempt,)).fetchone() == (0,):
            raise StoreError(
                "This session leaves the schedule alone: its answers are no reviews.",
                where=str(self._database.path),
                hint="Nothing was saved. Record the attempt without a review.",
            )

    def undo(self, event: ActivityEvent, scheduler: Scheduler) -> Card | None:
        """Take an attempt back; returns what card is left of its item."""
        if event.kind != UNDO:
            raise ValueError(f"an event of the kind {UNDO} takes back, not one of the kind {event.kind}")
        with self._database.transaction() as connection:
            self._require(connection, rows.ATTEMPTS, event.subject)
            _append(connection, rows.EVENTS, rows.event_row(event))
            cards.mend(connection, scheduler)
            found = connection.execute(
                rows.CARDS.select("WHERE item = (SELECT item FROM attempts WHERE id = ?)"), (event.subject,)
            ).fetchone()
        return rows.card_of(found) if found else None

    def card(self, item: ItemId) -> Card | None:
        """The item's memory state."""
        found = self._database.rows(rows.CARDS.select("WHERE item = ?"), (item,))
        return rows.card_of(found[0]) if found else None

    def cards(self) -> Mapping[ItemId, Card]:
        """Every card."""
        found = map(rows.card_of, self._database.rows(rows.CARDS.select()))
        return {card.item: card for card in found}

    def due(self, now: datetime, limit: int | None = None) -> Sequence[Card]:
        """Cards due, most overdue first."""
        return [rows.card_of(row) for row in self._due(rows.CARDS, now, limit)]

    def due_items(self, now: datetime, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of cards due, most overdue first; far quicker than `due` when there are many."""
        return [item for (item,) in self._due(Table(rows.CARDS.name, "item"), now, limit)]

    def _due(self, table: Table, now: datetime, limit: int | None) -> list[Row]:
        sql = table.select("WHERE due <= ? ORDER BY due, item LIMIT ?")
        return self._database.rows(sql, (rows.instant(now), -1 if limit is None else limit))

    def seen_items(self) -> AbstractSet[ItemId]:
        """The ids of all items with a card."""
        return figures.seen_items(self._database)

    def weak_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items that do not hold yet, the least stable first."""
        return figures.weak_items(self._database, limit)

    def lapsed_items(self, lapses: int, limit: int | None = None) -> Mapping[ItemId, int]:
        """Items forgotten at least so often that do not last yet, with how often, the most forgotten first."""
        return figures.lapsed_items(self._database, lapses, limit)

    def missed_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items whose latest answer was not wholly right, the latest first."""
        return figures.missed_items(self._database, limit)

    def best_scores(self, items: Collection[ItemId]) -> Mapping[ItemId, float]:
        """The best score of each of these items, without those never attempted or only after the solution was seen."""
        return figures.best_scores(self._database, items)

    def counts(self, now: datetime, since: datetime) -> Counts:
        """What is due now, and what was done since a moment such as the learner's midnight."""
        return figures.counts(self._database, now, since)

    def tallies(self, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
        """How far the learner is with each group; `groups` says to which one an item belongs. Every group is there."""
        return figures.tallies(self._database, groups, now)

    def days(self, zone: tzinfo, since: datetime | None = None) -> Mapping[date, int]:
        """How many attempts were made on each day of that time zone, earliest first; days without any are left out."""
        return figures.days(self._database, zone, since)

    def attempts(
        self,
        *,
        session: str | None = None,
        item: ItemId | None = None,
        since: datetime | None = None,
        undone: bool = False,
    ) -> Sequence[Attempt]:
        """Attempts in the order in which they were recorded; with those that were taken back if `undone`."""
        wanted = {"session = ?": session, "item = ?": item, "at >= ?": None if since is None else rows.instant(since)}
        return [
            rows.attempt_of(row)
            for row in self._select(rows.ATTEMPTS, wanted, "" if undone else rows.STANDING_ATTEMPTS)
        ]

    def reviews(self, *, item: ItemId | None = None, session: str | None = None) -> Sequence[Review]:
        """Reviews, of an item or a session's attempts, as recorded: overridden ones too, none taken back."""
        wanted = {"item = ?": item, "attempt IN (SELECT id FROM attempts WHERE session = ?)": session}
        return [rows.review_of(row) for row in self._select(rows.REVIEWS, wanted, rows.STANDING_REVIEWS)]

    def rebuild(self, scheduler: Scheduler) -> int:
        """Replay every review into fresh cards, all or nothing; returns how many cards there are."""
        # Replaying takes seconds when there are very many reviews, and others must be able to write meanwhile.
        with self._database.transaction() as connection:
            cards.derive_undone(connection)
        before = self._database.state()
        fresh, recalled = self._replayed(scheduler)
        with self._database.transaction() as connection:
            if self._database.state() != before:
                fresh, recalled = self._replayed(scheduler)
            cards.replace(connection, fresh.values())
            recalls.clear(connection)
            recalls.add(connection, recalled)
        return len(fresh)

    def _replayed(self, scheduler: Scheduler) -> tuple[Mapping[ItemId, Card], Sequence[Row]]:
        """The cards that follow from the log, and the rows of its recalls."""
        log = self.reviews()
        walked = list(steps(log, scheduler))
        return {step.after.item: step.after for step in walked}, recalls.rows_of(log, walked)

    def mend(self, scheduler: Scheduler) -> int:
        """Replay the cards that do not know of all their reviews; returns how many. Quick when there are none."""
        if not self._database.value("SELECT EXISTS (SELECT 1 FROM stale)"):
            return 0
        return cards.mend_by_turns(self._database, scheduler)

    def adopt(self, aliases: Mapping[ItemId, ItemId], scheduler: Scheduler) -> int:
        """Give the history of renamed items, old id to new id, to their new ids; returns how many items had one."""
        renamed = renaming.with_history(self._database, aliases)
        if renamed:
            with self._database.transaction() as connection:
                renaming.adopt(connection, renamed)
                cards.mark(connection, [*renamed, *renamed.values()])
                cards.mend(connection, scheduler)
        return len(renamed)

    def take_up(
        self, pack: str, stamp: str, fingerprints: Callable[[], Mapping[ItemId, str]], at: datetime
    ) -> Sequence[ItemId]:
        """Note what a pack's items ask now; those that asked something else before come up for a fresh look."""
        if asked.is_taken_up(self._database, pack, stamp):
            return []
        now = fingerprints()
        with self._database.transaction() as connection:
            changed = asked.changed(connection, pack, now)
            asked.note(connection, pack, stamp, now)
            asked.bring_up(connection, changed, at)
        return changed

    def save_session(self, session: Session) -> None:
        """A new session, or a session that has ended."""
        sql = f"""
            {rows.SESSIONS.insert()}
            ON CONFLICT (id) DO UPDATE SET
                kind = excluded.kind, title = excluded.title, plan = excluded.plan, seed = excluded.seed,
                started = excluded.started, ended = excluded.ended, deadline = excluded.deadline,
                blueprint = excluded.blueprint, revision = revision + 1
            WHERE (plan, ended, deadline, title, kind, seed, started, blueprint) IS NOT (excluded.plan, excluded.ended,
                excluded.deadline, excluded.title, excluded.kind, excluded.seed, excluded.started, excluded.blueprint)
        """
        with self._database.transaction() as connection:
            connection.execute(sql, rows.session_row(session))

    def session(self, session_id: str) -> Session | None:
        """One session."""
        found = self._database.rows(rows.SESSIONS.select("WHERE id = ?"), (session_id,))
        return rows.session_of(found[0]) if found else None

    def sessions(self, *, open_only: bool = False, kind: str | None = None) -> Sequence[Session]:
        """Sessions, the latest first."""
        is_open = "AND ended IS NULL" if open_only else ""
        sql = rows.SESSIONS.select(f"WHERE (? IS NULL OR kind = ?) {is_open} ORDER BY started DESC, number DESC")
        return [rows.session_of(row) for row in self._database.rows(sql, (kind, kind))]

    def log(self, event: ActivityEvent) -> None:
        """Append an event."""
        with self._database.transaction() as connection:
            _append(connection, rows.EVENTS, rows.event_row(event))

    def events(self, *, kind: str | None = None, subject: str | None = None) -> Sequence[ActivityEvent]:
        """Events in the order in which they happened."""
        wanted = {"kind = ?": kind, "subject = ?": subject}
        return [rows.event_of(row) for row in self._select(rows.EVENTS, wanted)]

    def _select(self, table: Table, wanted: Mapping[str, Any], standing: str = "") -> list[Row]:
        chosen = {test: value for test, value in wanted.items() if value is not None}
        tests = [*chosen, *([standing] if standing else [])]
        where = f"WHERE {' AND '.join(tests)}" if tests else ""
        return self._database.rows(table.select(f"{where} ORDER BY number"), list(chosen.values()))

    def state(self) -> Hashable:
        """Another value whenever anything was written since, by this process or another one; a glance."""
        return self._database.state()

    def backup(self, to: Path) -> None:
        """Write a copy of the whole history, as of now, to another file; one of that name is replaced."""
        self._database.copy(to)

    def faults(self) -> Sequence[str]:
        """What SQLite finds wrong with the file; nothing in health. Reads all of it."""
        return faults_of(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _append(connection: Connection, table: Table, row: Row) -> bool:
    """Add a row to a log; False if it is there already. Another row under the same id is a StoreError."""
    known = connection.execute(table.select("WHERE id = ?"), row[:1]).fetchone()
    if known is None:
        connection.execute(table.insert(), row)
        return True
    if known != row:
        raise StoreError(
            f"Another entry of {table.name} is saved under the id {row[0]} already.",
            hint="Nothing was changed. Give each entry an id of its own.",
        )
    return False
