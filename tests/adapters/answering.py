"""Answers and sessions, recorded as a service does."""

from __future__ import annotations

from datetime import datetime

from quizapp.domain.card import Card, Rating, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.session import Attempt, Session, SessionKind
from tests.fakes import START, FakeScheduler, make_attempt, make_review

A, B, C = ItemId("demo/a"), ItemId("demo/b"), ItemId("demo/c")
SCHEDULER = FakeScheduler()


def make_session(name: str = "s1", **changes: object) -> Session:
    """A study session of three items."""
    fields = {
        "id": name,
        "kind": SessionKind.STUDY,
        "title": "Study",
        "plan": [A, B, C],
        "seed": 2**70 + 1,
        "started": START,
    }
    return Session.model_validate({**fields, **changes})


def answer(progress: Progress, number: int, item: ItemId, rating: Rating, at: datetime) -> tuple[Attempt, Review, Card]:
    """Record an attempt with its review, as a service does."""
    attempt = make_attempt(number, item, rating, at)
    review = make_review(attempt)
    card = SCHEDULER.review(progress.card(item), item, rating, at)
    progress.record(attempt, review, card)
    return attempt, review, card
