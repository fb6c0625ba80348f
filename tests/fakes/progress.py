"""A history in memory."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TypeVar

from quizapp.domain.activity import FRESH_LOOK, FRESH_LOOKS, UNDO, ActivityEvent
from quizapp.domain.card import KNOWN_DAYS, LASTING_DAYS, WEAK_DIFFICULTY, Card, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import replay
from quizapp.domain.session import Attempt, Session
from quizapp.domain.tally import Counts, Tally
from quizapp.errors import StoreError


class FakeProgress:
    """A history in memory, as strict as the one in SQLite about what it takes."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._attempts: dict[str, Attempt] = {}
        self._reviews: dict[str, Review] = {}
        self._events: dict[str, ActivityEvent] = {}
        self._cards: dict[ItemId, Card] = {}
        self._stamps: dict[str, str] = {}
        self._asked: dict[ItemId, str] = {}
        self.backups: list[Path] = []
        """Where copies were asked for; none is written."""
        self.closed = False

    def record(self, attempt: Attempt, review: Review | None = None, card: Card | None = None) -> None:
        if (review is None) != (card is None):
            raise ValueError("a card follows from a review: give both or none")
        if attempt.session is not None:
            _require(self._sessions, attempt.session)
        attempts = _with(self._attempts, attempt)
        if review is not None and card is not None:
            self._review(review, card, attempts)
        self._attempts = attempts

    def revise(self, review: Review, card: Card) -> None:
        if review.overrides is None:
            raise ValueError("a revising review says which one it overrides")
        self._review(review, card, self._attempts)

    def _review(self, review: Review, card: Card, attempts: Mapping[str, Attempt]) -> None:
        if card.item != review.item:
            raise ValueError(f"a review of {review.item} does not move the card of {card.item}")
        _require(attempts, review.attempt)
        session = self._sessions.get(attempts[review.attempt].session or "")
        if session is not None and not session.moves_schedule:
            raise StoreError("This session leaves the schedule alone: its answers are no reviews.")
        if review.overrides is not None:
            _require(self._reviews, review.overrides)
        reviews = _with(self._reviews, review)
        if len(reviews) > len(self._reviews):
            self._cards[card.item] = card
        self._reviews = reviews

    def undo(self, event: ActivityEvent, scheduler: Scheduler) -> Card | None:
        if event.kind != UNDO:
            raise ValueError(f"an event of the kind {UNDO} takes back, not one of the kind {event.kind}")
        _require(self._attempts, event.subject)
        self.log(event)
        item = self._attempts[event.subject].item
        self._cards.pop(item, None)
        self._cards |= replay(self.reviews(item=item), scheduler)
        return self.card(item)

    @property
    def _undone(self) -> set[str]:
        return {event.subject for event in self._events.values() if event.kind == UNDO}

    @property
    def _standing(self) -> list[Review]:
        return [review for review in self._reviews.values() if review.attempt not in self._undone]

    def card(self, item: ItemId) -> Card | None:
        return self.cards().get(item)

    def cards(self) -> Mapping[ItemId, Card]:
        return {item: self._looked_at(card) for item, card in self._cards.items()}

    def due(self, now: datetime, limit: int | None = None) -> Sequence[Card]:
        due = sorted((card.due, card.item) for card in self.cards().values() if card.due <= now)
        return [self.cards()[item] for _, item in due[:limit]]

    def due_items(self, now: datetime, limit: int | None = None) -> Sequence[ItemId]:
        return [card.item for card in self.due(now, limit)]

    def seen_items(self) -> AbstractSet[ItemId]:
        return set(self._cards)

    def weak_items(self, limit: int | None = None) -> Sequence[ItemId]:
        weak = sorted((card.stability, card.item) for card in self.cards().values() if _is_weak(card))
        return [item for _, item in weak[:limit]]

    def lapsed_items(self, lapses: int, limit: int | None = None) -> Mapping[ItemId, int]:
        found = sorted(
            (-card.lapses, card.item)
            for card in self.cards().values()
            if card.lapses >= lapses and card.stability < LASTING_DAYS
        )
        return {item: -count for count, item in found[:limit]}

    def missed_items(self, limit: int | None = None) -> Sequence[ItemId]:
        latest: dict[ItemId, Attempt] = {}
        for attempt in self.attempts():
            latest.pop(attempt.item, None)
            latest[attempt.item] = attempt
        return [item for item, attempt in reversed(latest.items()) if attempt.score < 1][:limit]

    def best_scores(self, items: Collection[ItemId]) -> Mapping[ItemId, float]:
        best: dict[ItemId, float] = {}
        for attempt in self.attempts():
            if attempt.item in items and not attempt.solution_seen:
                best[attempt.item] = max(attempt.score, best.get(attempt.item, 0.0))
        return best

    def counts(self, now: datetime, since: datetime) -> Counts:
        recent = self.attempts(since=since)
        old = {review.item for review in self._standing if review.at < since}
        return Counts(
            due=len(self.due(now)),
            seen=len(self._cards),
            attempts=len(recent),
            items=len({attempt.item for attempt in recent}),
            new=len({review.item for review in self._standing if review.at >= since} - old),
        )

    def tallies(self, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
        members: dict[str, list[Card]] = {group: [] for group in groups.values()}
        for card in self.cards().values():
            if card.item in groups:
                members[groups[card.item]].append(card)
        return {
            group: Tally(
                seen=len(cards),
                due=sum(card.due <= now for card in cards),
                known=sum(card.due > now and card.stability >= KNOWN_DAYS for card in cards),
                lasting=sum(card.stability >= LASTING_DAYS for card in cards),
            )
            for group, cards in members.items()
        }

    def days(self, zone: tzinfo, since: datetime | None = None) -> Mapping[date, int]:
        days = sorted(attempt.at.astimezone(zone).date() for attempt in self.attempts(since=since))
        return {day: days.count(day) for day in days}

    def attempts(
        self,
        *,
        session: str | None = None,
        item: ItemId | None = None,
        since: datetime | None = None,
        undone: bool = False,
    ) -> Sequence[Attempt]:
        taken_back = set() if undone else self._undone
        return [
            attempt
            for attempt in self._attempts.values()
            if session in {None, attempt.session}
            and item in {None, attempt.item}
            and (since is None or attempt.at >= since)
            and attempt.id not in taken_back
        ]

    def reviews(self, *, item: ItemId | None = None, session: str | None = None) -> Sequence[Review]:
        return [
            review
            for review in self._standing
            if item in {None, review.item} and session in {None, self._attempts[review.attempt].session}
        ]

    def rebuild(self, scheduler: Scheduler) -> int:
        self._cards = replay(self._standing, scheduler)
        return len(self._cards)

    def mend(self, scheduler: Scheduler) -> int:
        known = Counter(review.item for review in self._standing if review.overrides is None)
        stale = [item for item, card in self._cards.items() if card.reviews != known[item]]
        for item in stale:
            self._cards |= replay(self.reviews(item=item), scheduler)
        return len(stale)

    def adopt(self, aliases: Mapping[ItemId, ItemId], scheduler: Scheduler) -> int:
        answered = {attempt.item for attempt in self._attempts.values()}
        final = {old: self._last_name(aliases, old) for old in aliases}
        renamed = {old: new for old, new in final.items() if old != new and old in answered}
        for attempt in self._attempts.values():
            item = renamed.get(attempt.item, attempt.item)
            self._attempts[attempt.id] = attempt.model_copy(update={"item": item})
        for review in self._reviews.values():
            item = renamed.get(review.item, review.item)
            self._reviews[review.id] = review.model_copy(update={"item": item})
        for event in self._events.values():
            subject = renamed.get(ItemId(event.subject), event.subject)
            self._events[event.id] = event.model_copy(update={"subject": subject})
        for session in self.sessions(open_only=True):
            plan = list(dict.fromkeys(renamed.get(item, item) for item in session.plan))
            self._sessions[session.id] = session.model_copy(update={"plan": plan})
        self._asked = {renamed.get(item, item): asked for item, asked in self._asked.items()}
        if renamed:
            self.rebuild(scheduler)
        return len(renamed)

    @staticmethod
    def _last_name(aliases: Mapping[ItemId, ItemId], item: ItemId) -> ItemId:
        passed = {item}
        while aliases.get(item, item) not in passed:
            item = aliases[item]
            passed.add(item)
        return item

    def take_up(
        self, pack: str, stamp: str, fingerprints: Callable[[], Mapping[ItemId, str]], at: datetime
    ) -> Sequence[ItemId]:
        if self._stamps.get(pack) == stamp:
            return []
        asked = fingerprints()
        changed = sorted(item for item, each in asked.items() if self._asked.get(item, each) != each)
        fresh = [item for item in changed if item in self._cards]
        for number, item in enumerate(fresh):
            detail = {"days": number // FRESH_LOOKS}
            self.log(ActivityEvent(id=f"{item} {stamp}", kind=FRESH_LOOK, subject=item, at=at, detail=detail))
        self._asked |= asked
        self._stamps[pack] = stamp
        return fresh

    def _looked_at(self, card: Card) -> Card:
        """The card, due earlier if its item changed since its last review."""
        for event in self.events(kind=FRESH_LOOK, subject=card.item):
            due = event.at + timedelta(days=event.detail["days"])
            if card.last_review < event.at and due < card.due:
                card = card.model_copy(update={"due": due})
        return card

    def save_session(self, session: Session) -> None:
        self._sessions[session.id] = session

    def session(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    def sessions(self, *, open_only: bool = False, kind: str | None = None) -> Sequence[Session]:
        found = [
            session
            for session in reversed(self._sessions.values())
            if (session.ended is None or not open_only) and kind in {None, session.kind}
        ]
        return sorted(found, key=lambda session: session.started, reverse=True)

    def log(self, event: ActivityEvent) -> None:
        self._events = _with(self._events, event)

    def events(self, *, kind: str | None = None, subject: str | None = None) -> Sequence[ActivityEvent]:
        return [
            event for event in self._events.values() if kind in {None, event.kind} and subject in {None, event.subject}
        ]

    def state(self) -> Hashable:
        logs = len(self._attempts), len(self._reviews), len(self._events)
        return (*logs, tuple(self._sessions.values()), tuple(self._cards.values()))

    def backup(self, to: Path) -> None:
        self.backups.append(to)

    def faults(self) -> Sequence[str]:
        return []

    def close(self) -> None:
        self.closed = True


Entry = TypeVar("Entry", Attempt, Review, ActivityEvent)


def _is_weak(card: Card) -> bool:
    trouble = card.lapses > 0 or card.difficulty >= WEAK_DIFFICULTY or card.stability < KNOWN_DAYS
    return trouble and card.stability < LASTING_DAYS


def _with(log: Mapping[str, Entry], entry: Entry) -> dict[str, Entry]:
    """The log with an entry, as it would come back from JSON."""
    kept = type(entry).model_validate(json.loads(json.dumps(entry.model_dump(mode="json"))))
    if log.get(entry.id, kept) != kept:
        raise StoreError(f"Another entry is saved under the id {entry.id} already.")
    return {**log, entry.id: kept}


def _require(table: Mapping[str, object], identity: str) -> None:
    if identity not in table:
        raise StoreError(f"This refers to {identity}, which was not saved.")
