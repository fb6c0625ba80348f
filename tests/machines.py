"""Machines on which one person studies: every kind of thing that a history holds, as the services write it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, OwnBlueprint, StateKind
from quizapp.domain.interview.stretch import Stretch
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.reading import Reading
from quizapp.domain.session import Session, SessionKind
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt, make_choice, make_review

KINDS = ("study", "cram", "rerate", "undo", "reopen", "bookmark", "interview", "code", "blueprint", "remove", "rename")
Step = tuple[str, int, int]
"""What is done, at which minute, and a number that decides the rest."""

BLUEPRINT = Blueprint.model_validate(
    {
        "id": "short",
        "title": "Short",
        "summary": "One section.",
        "sections": [{"title": "One", "minutes": 5, "items": 1}],
    }
)


def live(file: Path, name: str, steps: Sequence[Step]) -> None:
    """Let one person do all this on one machine; what is done under one name and at one place has one id."""
    with closing(SqliteProgress(file)) as progress, closing(SqliteInterviews(file)) as interviews:
        for place, step in enumerate(steps):
            _do(progress, interviews, f"{name}-{place}", step)


def _do(progress: SqliteProgress, interviews: SqliteInterviews, name: str, step: Step) -> None:  # noqa: C901, PLR0912 - one case a kind
    kind, minute, number = step
    at = START + timedelta(minutes=minute)
    item = ItemId(f"demo/{number % 4}")
    scheduler = FakeScheduler()
    attempts = progress.attempts()
    chosen = attempts[number % len(attempts)] if attempts else None
    sessions = progress.sessions()
    match kind:
        case "study" | "cram":
            _study(progress, name, at, item, number, moves_schedule=kind == "study")
        case "rerate" if chosen is not None:
            reviews = [review for review in progress.reviews(item=chosen.item) if review.attempt == chosen.id]
            if reviews:
                overriding = make_review(chosen, rating=Rating(1 + number % 4), overrides=reviews[-1].id)
                overriding = overriding.model_copy(update={"id": f"review-{name}"})
                progress.revise(overriding, scheduler.review(None, chosen.item, overriding.rating, chosen.at))
                progress.mend(scheduler)
        case "undo" if chosen is not None:
            progress.undo(ActivityEvent(id=f"event-{name}", kind=UNDO, subject=chosen.id, at=at), scheduler)
        case "reopen" if sessions:
            session = sessions[number % len(sessions)]
            progress.save_session(session.model_copy(update={"ended": at if session.ended is None else None}))
        case "bookmark":
            detail = {"set": bool(number % 2)}
            progress.log(ActivityEvent(id=f"event-{name}", kind="bookmark", subject=item, at=at, detail=detail))
        case "interview" | "code" if sessions:
            session = sessions[number % len(sessions)]
            if kind == "interview":
                _interview(interviews, session, at, item, number)
            else:
                interviews.keep(_state(f"code-{name}", session, at, number))
        case "blueprint":
            own = BLUEPRINT.model_copy(update={"title": f"Mine {number}"})
            interviews.save_blueprint(OwnBlueprint(id=f"own/{number % 2}", pack="demo", made=at, blueprint=own))
        case "remove":
            interviews.remove_blueprint(f"own/{number % 2}")
        case "rename":
            progress.adopt({ItemId("demo/3"): ItemId("demo/new")}, scheduler)
        case _:
            return


def _study(
    progress: SqliteProgress, name: str, at: datetime, item: ItemId, number: int, *, moves_schedule: bool
) -> None:
    session = Session(
        id=f"session-{name}",
        kind=SessionKind.STUDY,
        title="Study",
        plan=[item],
        seed=number,
        started=at,
        moves_schedule=moves_schedule,
    )
    progress.save_session(session)
    attempt = make_attempt(0, item, Rating(1 + number % 4), at, session=session.id)
    attempt = attempt.model_copy(update={"id": f"attempt-{name}"})
    if moves_schedule:
        card = FakeScheduler().review(progress.card(item), item, attempt.rating, at)
        progress.record(attempt, make_review(attempt), card)
    else:
        progress.record(attempt)


def _interview(interviews: SqliteInterviews, session: Session, at: datetime, item: ItemId, number: int) -> None:
    reading = Reading(wall=at, boot="boot", seconds=number)
    stretch = Stretch(title="One", minutes=5, current=number)
    course = Course(session=session.id, blueprint=BLUEPRINT, pack="demo", stretches=[stretch], limit=300, seen=reading)
    interviews.save(course)
    interviews.ask(session.id, {item: make_choice("a")})


def _state(name: str, session: Session, at: datetime, number: int) -> CodeState:
    return CodeState(
        id=name,
        session=session.id,
        task=ItemId("demo/task"),
        at=number,
        moment=at,
        kind=StateKind.SAVE,
        files={"main.py": f"{number} = é"},
    )


def record(progress: SqliteProgress, number: int) -> str:
    """One answer with its review."""
    item = ItemId(f"demo/{number % 20}")
    attempt = make_attempt(number, item, Rating.GOOD, START + timedelta(minutes=number))
    card = FakeScheduler().review(progress.card(item), item, Rating.GOOD, attempt.at)
    progress.record(attempt, make_review(attempt), card)
    return attempt.id
