"""Small models to fill a library or a history with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quizapp.domain.card import Rating, Review
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId, item_id
from quizapp.domain.items.picked import Choice, Option
from quizapp.domain.items.typed import Short
from quizapp.domain.pack import Topic
from quizapp.domain.session import Attempt
from quizapp.domain.task import Task


def make_topic(slug: str) -> Topic:
    """A topic with a one-line note."""
    return Topic(id=slug, title=slug.replace("-", " ").title(), summary=f"About {slug}.", notes={"en": "A note."})


def make_choice(slug: str, *, topic: str = "basics", difficulty: int = 1, seconds: float = 30.0) -> Choice:
    """An item with three options, of which the first is the key."""
    options = [
        Option(text="Right", key=True, why="It is."),
        Option(text="Wrong", why="It is not."),
        Option(text="Off the mark", why="Neither is this."),
    ]
    return Choice(
        id=slug,
        kind="choice",
        topic=topic,
        difficulty=difficulty,
        seconds=seconds,
        stem=f"What holds for {slug}?",
        explanation="Because it does.",
        options=options,
    )


def make_short(slug: str, *answers: str, topic: str = "basics", difficulty: int = 1, seconds: float = 30.0) -> Short:
    """An item to type an answer to, `200` unless others are given."""
    return Short(
        id=slug,
        kind="short",
        topic=topic,
        difficulty=difficulty,
        seconds=seconds,
        stem=f"Which status does {slug} have?",
        explanation="Because it does.",
        accept=list(answers) or ["200"],
    )


def make_task(
    slug: str, *, checks: Sequence[str] = ("answers",), topic: str = "basics", pack: str = "demo"
) -> TaskFolder:
    """A coding task with a starter of one file and checks of one request each."""
    steps = [{"GET": "/", "expect": {"status": 200}}]
    task = Task.model_validate(
        {
            "id": slug,
            "title": slug.replace("-", " ").title(),
            "topic": topic,
            "intent": "build",
            "difficulty": 2,
            "minutes": 10,
            "brief": "Make it answer.",
            "hints": ["Look at the route.", "It is GET /."],
            "checks": [{"id": check, "title": f"It {check}", "why": "Clients.", "steps": steps} for check in checks],
        }
    )
    starter = {"main.py": b"app = None\n"}
    solution = {"main.py": b"from fastapi import FastAPI\n\napp = FastAPI()\n"}
    return TaskFolder(id=item_id(pack, slug), pack=pack, task=task, starter=starter, solution=solution)


def make_attempt(
    number: int, item: ItemId, rating: Rating, at: datetime, *, session: str | None = None, seconds: float = 10.0
) -> Attempt:
    """An attempt whose id is its number."""
    score = 0.0 if rating is Rating.AGAIN else 1.0
    return Attempt(
        id=f"attempt-{number}",
        item=item,
        session=session,
        at=at,
        seconds=seconds,
        response={"kind": "picked", "options": [0]},
        score=score,
        rating=rating,
    )


def make_review(attempt: Attempt, *, rating: Rating | None = None, overrides: str | None = None) -> Review:
    """The review that an attempt earns, or one that overrides it."""
    return Review(
        id=f"review-of-{attempt.id}" if overrides is None else f"after-{overrides}",
        attempt=attempt.id,
        item=attempt.item,
        at=attempt.at,
        rating=attempt.rating if rating is None else rating,
        overrides=overrides,
    )
