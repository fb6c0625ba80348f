"""The learner's history, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime, tzinfo
    from pathlib import Path

    from quizapp.domain.activity import ActivityEvent
    from quizapp.domain.card import Card, Review
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.ports.scheduling import Scheduler
    from quizapp.domain.session import Attempt, Session
    from quizapp.domain.tally import Counts, Tally


class Progress(Protocol):
    """One person's history. Every write is durable when the call returns; failures are StoreError.

    Attempts, reviews and events are logs: they are only ever appended to. An attempt that was taken back (`undo`) stays
    in the log, and from then on neither it nor its reviews count anywhere. Writing the same id with the same content
    again does nothing, so a write may be retried; another content under a known id is a StoreError. Sessions must be
    saved before the attempts that name them. Cards follow from reviews and can be rebuilt.
    """

    def record(self, attempt: Attempt, review: Review | None = None, card: Card | None = None) -> None:
        """An attempt with the review and card that follow from it, all or nothing; those two come together.

        A review of a session that leaves the schedule alone is a StoreError.
        """

    def revise(self, review: Review, card: Card) -> None:
        """A changed rating: a new review that overrides an earlier one, and the card that follows (`replay.replay`)."""

    def undo(self, event: ActivityEvent, scheduler: Scheduler) -> Card | None:
        """Take an attempt back by an event of the kind UNDO; returns what card is left of its item, by replay."""

    def card(self, item: ItemId) -> Card | None:
        """The item's memory state."""

    def cards(self) -> Mapping[ItemId, Card]:
        """Every card."""

    def due(self, now: datetime, limit: int | None = None) -> Sequence[Card]:
        """Cards due, most overdue first."""

    def due_items(self, now: datetime, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of cards due, most overdue first; far quicker than `due` when there are many."""

    def seen_items(self) -> AbstractSet[ItemId]:
        """The ids of all items with a card."""

    def weak_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items that do not hold yet, the least stable first.

        They were forgotten before, are hard (WEAK_DIFFICULTY) or hardly known (KNOWN_DAYS), and do not last since
        (LASTING_DAYS).
        """

    def lapsed_items(self, lapses: int, limit: int | None = None) -> Mapping[ItemId, int]:
        """Items forgotten at least so often that do not last yet, with how often, the most forgotten first."""

    def missed_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items whose latest answer was not wholly right, the latest first."""

    def best_scores(self, items: Collection[ItemId]) -> Mapping[ItemId, float]:
        """The best score of each of these items, without those never attempted or only after the solution was seen."""

    def counts(self, now: datetime, since: datetime) -> Counts:
        """What is due now, and what was done since a moment such as the learner's midnight."""

    def tallies(self, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
        """How far the learner is with each group; `groups` says to which one an item belongs. Every group is there."""

    def days(self, zone: tzinfo, since: datetime | None = None) -> Mapping[date, int]:
        """How many attempts were made on each day of that time zone, earliest first; days without any are left out."""

    def attempts(
        self,
        *,
        session: str | None = None,
        item: ItemId | None = None,
        since: datetime | None = None,
        undone: bool = False,
    ) -> Sequence[Attempt]:
        """Attempts in the order in which they were recorded; with those that were taken back if `undone`."""

    def reviews(self, *, item: ItemId | None = None, session: str | None = None) -> Sequence[Review]:
        """Reviews, of an item or a session's attempts, as recorded: overridden ones too, none taken back."""

    def rebuild(self, scheduler: Scheduler) -> int:
        """Replay every review into fresh cards, all or nothing; returns how many cards there are."""

    def mend(self, scheduler: Scheduler) -> int:
        """Replay the cards that do not know of all their reviews; returns how many.

        A card lacks one if two processes reviewed its item at once, or if a rating was changed after later reviews. To
        be called at the start: it costs nothing when there are none.
        """

    def adopt(self, aliases: Mapping[ItemId, ItemId], scheduler: Scheduler) -> int:
        """Give the history of renamed items, old id to new id, to their new ids; returns how many items had one."""

    def take_up(
        self, pack: str, stamp: str, fingerprints: Callable[[], Mapping[ItemId, str]], at: datetime
    ) -> Sequence[ItemId]:
        """Note what a pack's items ask now; those that asked something else before come up for a fresh look.

        Each of these with a card becomes due, FRESH_LOOKS a day from `at` on unless it is due earlier, and gets an
        event of the kind FRESH_LOOK. The card's memory stays as it is, and an answer ends the matter. Nothing happens,
        and `fingerprints` is not called, when `stamp` is the one of the last time. Items that are gone are remembered.

        Returns:
            the items that come up for a fresh look.
        """

    def save_session(self, session: Session) -> None:
        """A new session, or a session that has ended."""

    def session(self, session_id: str) -> Session | None:
        """One session."""

    def sessions(self, *, open_only: bool = False, kind: str | None = None) -> Sequence[Session]:
        """Sessions, the latest first."""

    def log(self, event: ActivityEvent) -> None:
        """Append an event."""

    def events(self, *, kind: str | None = None, subject: str | None = None) -> Sequence[ActivityEvent]:
        """Events in the order in which they happened."""

    def state(self) -> Hashable:
        """Another value whenever anything was written since, by this process or another one; a glance."""

    def backup(self, to: Path) -> None:
        """Write a copy of the whole history, as of now, to another file; one of that name is replaced."""

    def faults(self) -> Sequence[str]:
        """What is wrong with the file, in technical words; nothing in health. Reads all of it."""

    def close(self) -> None:
        """Let go of the file."""
