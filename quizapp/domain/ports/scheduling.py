"""When what comes up again, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from quizapp.domain.card import Card, Rating
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.plan import Agenda, Candidate, Pick, Prospects


class Scheduler(Protocol):
    """From a rating to the next due date."""

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        """The card after a review."""

    def recall(self, days: float, stability: float) -> float:
        """The chance of recall so many days after a review that left that stability; their ratio decides it."""

    def preview(self, card: Card | None, item: ItemId, at: datetime) -> Mapping[Rating, datetime]:
        """When the item would be due after each rating."""


class Planner(Protocol):
    """From what is remembered to what is worth studying before a date. The same question gets the same answer."""

    def choose(self, candidates: Sequence[Candidate], agenda: Agenda) -> list[Pick]:
        """Today's items, the most worthwhile first, until today's time is used up: only the last may run over."""

    def forecast(self, candidates: Sequence[Candidate], agenda: Agenda, *, seed: int = 0) -> Prospects:
        """Expected recall on the date."""
