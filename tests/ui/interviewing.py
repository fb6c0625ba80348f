"""Interviews for tests: a library with an open question and a coding task, and hands that sit them."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from quizapp.domain.pack import Blueprint
from quizapp.services.interview import Phase
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.debrief import DebriefScreen
from quizapp.ui.widgets.answers import AnswerField
from tests.fakes import FakeLibrary, make_task
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown

SPOKEN = samples.item(
    "open",
    "spoken",
    topic="event-loop",
    stem="What does a blocking call do to the others?",
    points=[
        {
            "id": "stall",
            "say": "They all wait",
            "any_of": ["wait", "stall"],
            "missing": "Everybody waits.",
            "must": True,
        },
        {"id": "thread", "say": "A thread would help", "any_of": ["thread"], "missing": "Use a thread."},
    ],
    model_answer="They wait; a thread would help.",
    follow_ups=[{"ask": "And what would you do about it?", "when_missing": "thread"}],
)

CODING = Blueprint.model_validate(
    {
        "id": "coding",
        "title": "Coding round",
        "summary": "Words, then code.",
        "sections": [
            {"title": "Words", "minutes": 5, "items": 1, "kinds": ["open"]},
            {"title": "Code", "minutes": 15, "tasks": ["first-routes"]},
        ],
    }
)


def coding_services() -> FakeServices:
    """A library with an open question and a coding task, and a blueprint of both."""
    services = FakeServices()
    services.library = FakeLibrary(
        [*samples.ITEMS, SPOKEN],
        topics=samples.TOPICS,
        blueprints=[samples.BLUEPRINT, CODING],
        tasks=[make_task("first-routes", topic="http", checks=("answers", "counts"))],
    )
    return services


def NOTHING() -> bool:  # noqa: N802 - it stands for a value
    """Wait for nothing in particular."""
    return False


async def give_up(app: QuizApp, pilot: Pilot[None]) -> None:
    """Say "I don't know" to the question that stands there."""
    await pilot.press("ctrl+g" if app.screen.query_one(AnswerField).typing else "x")
    await pilot.pause()


async def look(pilot: Pilot[None], until: Callable[[], bool] = NOTHING) -> None:
    """Let the screen look at the clock; on a busy machine that may take a while, so something may be waited for."""
    await pilot.pause(0.7)
    for _ in range(80):
        await pilot.pause()
        if until() or until is NOTHING:
            return
        await pilot.pause(0.1)
    raise AssertionError(shown(pilot.app))


async def end_all(pilot: Pilot[None]) -> None:
    """End the interview, and mean it."""
    await pilot.press("f10")
    await pilot.pause()
    await pilot.press("down", "down", "enter")
    await pilot.pause()


async def through(app: QuizApp, pilot: Pilot[None]) -> None:
    """Give up on everything, closing each section by hand."""
    for _ in range(40):
        await pilot.pause()
        if isinstance(app.screen, DebriefScreen):
            return
        if app.screen.phase is Phase.ASKING:
            await give_up(app, pilot)
        else:
            await pilot.press("enter")
    raise AssertionError(shown(app))
