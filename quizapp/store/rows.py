"""From models to rows of the progress file, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.card import Card, Rating, Review
from quizapp.domain.fields import utc
from quizapp.domain.session import Attempt, Session
from quizapp.errors import StoreDamagedError
from quizapp.store.database import Row
from quizapp.store.telling import DAMAGED_HINT

_Model = TypeVar("_Model")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


class Table(NamedTuple):
    """A table, its columns in the order of its rows, and the statements that name them all."""

    name: str
    columns: str

    def select(self, rest: str = "") -> str:
        """`SELECT` of whole rows; `rest` is what follows the table's name."""
        return f"SELECT {self.columns} FROM {self.name} {rest}"  # noqa: S608 - our own names; values are parameters

    def insert(self, *, replace: bool = False) -> str:
        """`INSERT` of one whole row."""
        marks = ", ".join("?" * (self.columns.count(",") + 1))
        return f"INSERT {'OR REPLACE ' if replace else ''}INTO {self.name} ({self.columns}) VALUES ({marks})"  # noqa: S608 - as above


SESSIONS = Table("sessions", "id, kind, title, plan, seed, started, ended, deadline, blueprint, moves_schedule")
ATTEMPTS = Table("attempts", "id, item, session, at, seconds, response, score, rating, hints, solution_seen")
REVIEWS = Table("reviews", "id, attempt, item, at, rating, overrides")
CARDS = Table("cards", "item, state, step, stability, difficulty, due, last_review, reviews, lapses")
EVENTS = Table("events", "id, kind, subject, at, detail")

STANDING_ATTEMPTS = "number NOT IN (SELECT number FROM undone)"
"""Of attempts: those that were not taken back. By row number, which every index knows."""
STANDING_REVIEWS = "attempt NOT IN (SELECT attempt FROM undone)"
"""Of reviews: those of attempts that were not taken back."""


def instant(moment: datetime) -> int:
    """A moment as whole microseconds since 1970 in UTC."""
    return (utc(moment) - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """The moment, aware, in UTC; a StoreDamagedError if it is none that there is."""
    try:
        return _EPOCH + timedelta(microseconds=instant)
    except (OverflowError, TypeError) as error:
        raise StoreDamagedError("The progress file is damaged: a moment in it is none.", hint=DAMAGED_HINT) from error


def _instant_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else instant(moment)


def _moment_or_none(instant: int | None) -> datetime | None:
    return None if instant is None else moment(instant)


def _told(read: Callable[[Row], _Model]) -> Callable[[Row], _Model]:
    """Let a row that is no such thing be told as damage of the file: something else than quizapp has written it."""

    @wraps(read)
    def reading(row: Row) -> _Model:
        try:
            return read(row)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise StoreDamagedError(
                f"The progress file is damaged: what stands in it is no {read.__name__.removesuffix('_of')}.",
                hint=DAMAGED_HINT,
            ) from error

    return reading


def _json(value: Any) -> str:
    # ASCII only: a response may hold half a surrogate pair, which UTF-8 cannot.
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def session_row(session: Session) -> Row:
    """A row of SESSIONS."""
    return (
        session.id,
        session.kind.value,
        session.title,
        _json(session.plan),
        str(session.seed),
        instant(session.started),
        _instant_or_none(session.ended),
        _instant_or_none(session.deadline),
        session.blueprint,
        int(session.moves_schedule),
    )


@_told
def session_of(row: Row) -> Session:
    """From a row of SESSIONS."""
    identity, kind, title, plan, seed, started, ended, deadline, blueprint, moves_schedule = row
    return Session(
        id=identity,
        kind=kind,
        title=title,
        plan=json.loads(plan),
        seed=int(seed),
        started=moment(started),
        ended=_moment_or_none(ended),
        deadline=_moment_or_none(deadline),
        blueprint=blueprint,
        moves_schedule=bool(moves_schedule),
    )


def attempt_row(attempt: Attempt) -> Row:
    """A row of ATTEMPTS."""
    return (
        attempt.id,
        attempt.item,
        attempt.session,
        instant(attempt.at),
        attempt.seconds,
        _json(attempt.model_dump(mode="json", include={"response"})["response"]),
        attempt.score,
        int(attempt.rating),
        attempt.hints,
        int(attempt.solution_seen),
    )


@_told
def attempt_of(row: Row) -> Attempt:
    """From a row of ATTEMPTS."""
    identity, item, session, at, seconds, response, score, rating, hints, solution_seen = row
    return Attempt(
        id=identity,
        item=item,
        session=session,
        at=moment(at),
        seconds=seconds,
        response=json.loads(response),
        score=score,
        rating=Rating(rating),
        hints=hints,
        solution_seen=bool(solution_seen),
    )


def review_row(review: Review) -> Row:
    """A row of REVIEWS."""
    return review.id, review.attempt, review.item, instant(review.at), int(review.rating), review.overrides


@_told
def review_of(row: Row) -> Review:
    """From a row of REVIEWS."""
    identity, attempt, item, at, rating, overrides = row
    return Review(id=identity, attempt=attempt, item=item, at=moment(at), rating=Rating(rating), overrides=overrides)


def card_row(card: Card) -> Row:
    """A row of CARDS."""
    return (
        card.item,
        card.state,
        card.step,
        card.stability,
        card.difficulty,
        instant(card.due),
        instant(card.last_review),
        card.reviews,
        card.lapses,
    )


@_told
def card_of(row: Row) -> Card:
    """From a row of CARDS."""
    item, state, step, stability, difficulty, due, last_review, reviews, lapses = row
    return Card(
        item=item,
        state=state,
        step=step,
        stability=stability,
        difficulty=difficulty,
        due=moment(due),
        last_review=moment(last_review),
        reviews=reviews,
        lapses=lapses,
    )


def event_row(event: ActivityEvent) -> Row:
    """A row of EVENTS."""
    detail = event.model_dump(mode="json", include={"detail"})["detail"]
    return event.id, event.kind, event.subject, instant(event.at), _json(detail)


@_told
def event_of(row: Row) -> ActivityEvent:
    """From a row of EVENTS."""
    identity, kind, subject, at, detail = row
    return ActivityEvent(id=identity, kind=kind, subject=subject, at=moment(at), detail=json.loads(detail))
