"""What statistics ask of a history, as a Protocol: counted where it lies, never loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, tzinfo
from typing import NamedTuple, Protocol

from quizapp.domain.card import Rating
from quizapp.domain.forecast import Traces
from quizapp.domain.items.identity import ItemId
from quizapp.domain.statistics import ItemRecord


class Faded(NamedTuple):
    """Reviews at least a day after the one before that met about equally faded memories."""

    spans: float
    """Days since the review before, divided by the stability that it left: 1 where a recall of 90 % is expected."""
    remembered: int
    forgotten: int


class History(Protocol):
    """One person's history, read-only. Attempts that were taken back do not count. Failures are StoreError.

    Moments to begin with (`since`) are included; None is the beginning of all. A zone of None is the machine's own.
    """

    def days(self, zone: tzinfo | None, since: datetime | None = None) -> Mapping[date, int]:
        """How many attempts were made on each day of that time zone, earliest first; days without any are left out."""

    def seen_items(self) -> AbstractSet[ItemId]:
        """The ids of all items with a card."""

    def item_records(self, since: datetime | None = None) -> Mapping[ItemId, ItemRecord]:
        """What came of the reviews of each item that had any."""

    def ratings(self) -> Mapping[tuple[bool, Rating], int]:
        """How often each rating was given: at first reviews (True), and at later ones at least a day after the last."""

    def faded(self, since: datetime | None = None) -> Sequence[Faded]:
        """Reviews by how faded the memory was; alike ones are one entry, so that there are at most about a thousand."""

    def traces(self, now: datetime, without: Collection[ItemId] = ()) -> Sequence[Traces]:
        """Every card; alike ones are one entry."""

    def due_by_day(
        self, zone: tzinfo | None, now: datetime, until: datetime, without: Collection[ItemId] = ()
    ) -> Mapping[date, int]:
        """How many cards come due on each day before `until`; those that are due by now stand at the day of `now`."""

    def latest_seconds(self, limit: int, least_score: float = 0.0) -> Sequence[tuple[ItemId, float]]:
        """Item and seconds of the latest attempts with at least that score, the latest first."""

    def close(self) -> None:
        """Let go of it."""
