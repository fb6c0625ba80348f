"""Help with a task by keyboard: hints, the note behind a check, the line, the solution and its price."""

from __future__ import annotations

import pytest

from quizapp.domain.card import Rating
from quizapp.ui.messages import TaskRequested
from quizapp.ui.modals.diff import SolutionModal
from quizapp.ui.screens.topic import TopicScreen
from tests.ui.conftest import shown
from tests.ui.practice_samples import PracticeServices, settled
from tests.ui.practising import NARROW, practice, practising, solve


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


async def test_hint_is_counted_once(services: PracticeServices) -> None:
    """Looking at an open hint again, after leaving and coming back, costs nothing more."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "h", "h", "h")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        pilot.app.post_message(TaskRequested(services.folder.id))
        await settled(pilot)
        text = shown(pilot.app)

    assert "hint 1    Which status does FastAPI send" in text
    assert len(services.progress.events(kind="hint")) == 1


async def test_task_hint_beside_the_brief(services: PracticeServices) -> None:
    """Where the brief has the keys, h opens a hint of the whole task."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("h", "end")
        await settled(pilot)
        text = shown(pilot.app)

    assert "Hint 1 of 2  Which model does the body have?" in text
    assert "h opens the next hint (1 left)" in text


async def test_solution_says_its_price_first(services: PracticeServices) -> None:
    """The solution is shown only after a yes, counts, and is asked for once."""
    async with practising(services) as pilot:
        await pilot.press("escape", "s")
        await settled(pilot)
        asked = shown(pilot.app)
        before = len(services.progress.events(kind="solution"))
        await pilot.press("down", "enter")
        await settled(pilot)
        solution = shown(pilot.app)
        await pilot.press("escape", "s")
        await settled(pilot)
        again = pilot.app.screen
        await pilot.press("escape")
        await settled(pilot)
        await solve(pilot)

    assert "the task comes back soon" in asked
    assert before == 0
    assert "- def create(order: dict):" in solution
    assert "+ class Order(BaseModel):" in solution
    assert isinstance(again, SolutionModal)
    assert services.progress.attempts()[-1].rating is Rating.AGAIN


async def test_solution_after_a_pass_is_free(services: PracticeServices) -> None:
    """After a pass the solution opens without a question and costs nothing."""
    async with practising(services) as pilot:
        await solve(pilot)
        await pilot.press("escape", "s")
        await settled(pilot)
        opened = pilot.app.screen

    assert isinstance(opened, SolutionModal)
    assert services.progress.events(kind="solution") == []


async def test_learn_opens_the_topic_of_the_check(services: PracticeServices) -> None:
    """The key l leads to the note of the topic behind the failure."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "down", "l")
        await settled(pilot)
        screen = pilot.app.screen
        text = shown(pilot.app)

    assert isinstance(screen, TopicScreen)
    assert "alidation" in text


async def test_the_foot_offers_the_line_of_the_check_under_the_cursor(services: PracticeServices) -> None:
    """It follows the cursor: a check without a line of the learner's has none to go to."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        lines = []
        for key in ("home", "down", "home"):
            await pilot.press(key)
            await settled(pilot)
            result = practice(pilot).verdict.result
            assert result is not None
            has_line = any(found.spot for found in result.evidence.found)
            lines.append((has_line, "g Line" in shown(pilot.app)))

    assert lines == [(False, False), (True, True), (False, False)]


async def test_copy_curl(services: PracticeServices) -> None:
    """The key y copies the request that failed."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "down", "y")
        await settled(pilot)
        copied = pilot.app.clipboard

    assert copied == """curl -i -X POST $APP/orders --json '{"itme": [1]}'"""
