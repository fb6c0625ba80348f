"""The list of coding tasks: in roadmap order, each with how far one has come, narrowed by typing."""

from __future__ import annotations

import pytest

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TasksRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.tasks import TasksScreen
from tests.ui.conftest import shown
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


def line_with(app: QuizApp, words: str) -> str:
    """The line of the screen that holds these words."""
    return next(line for line in shown(app).splitlines() if words in line)


async def tried(services: PracticeServices) -> None:
    """One run in which two of four checks pass."""
    await services.practice.check(services.practice.open(services.folder.id))


async def passed(services: PracticeServices) -> None:
    """A pass, which comes back after five days."""
    services.workspaces.write(services.folder, "main.py", SOLUTION)
    await services.practice.check(services.practice.open(services.folder.id))


def title_of(app: QuizApp) -> str:
    """The title of the task that is open."""
    assert isinstance(app.screen, PracticeScreen)
    return app.screen.bar.title


async def test_each_task_tells_its_state(services: PracticeServices) -> None:
    """Level, minutes, and how far one has come, in words beside a mark."""
    await tried(services)
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        begun = line_with(app, "Orders that can be trusted")
        fresh = line_with(app, "Three small models")
        bar = shown(app).splitlines()[0]

    assert "◐" in begun
    assert "level 2" in begun
    assert "12 min" in begun
    assert "2 of 4 checks" in begun
    assert "○" in fresh
    assert "never tried" in fresh
    assert "0 of 3 passed" in bar


@pytest.mark.parametrize(("days", "mark", "words"), [(0, "✓", "passed, back in 5 days"), (6, "●", "due again")])
async def test_passed_task_comes_back(services: PracticeServices, days: int, mark: str, words: str) -> None:
    """A pass says when it comes back, and later that it is due."""
    await passed(services)
    services.clock.advance(days=days)
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        line = line_with(app, "Orders that can be trusted")

    assert mark in line
    assert words in line


async def test_titles_stay_text(services: PracticeServices) -> None:
    """Brackets in a title are shown as they stand."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        text = shown(app)

    assert "A title with [/red]" in text


async def test_typing_narrows_and_enter_opens(services: PracticeServices) -> None:
    """Letters narrow the list at once; Enter opens the task under the cursor."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"small")
        await settled(pilot)
        narrowed = shown(app)
        await pilot.press("enter")
        await settled(pilot)
        title = title_of(app)

    assert "Three small models" in narrowed
    assert "Orders that can" not in narrowed
    assert title == "Three small models"


async def test_a_level_narrows(services: PracticeServices) -> None:
    """A level is asked for as each line names it, and its number is not looked for in titles."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        everything = shown(app)
        await pilot.press(*"level", "space", "2")
        await settled(pilot)
        narrowed = shown(app)

    assert "level 4" in everything
    assert "level 2" in narrowed
    assert "level 4" not in narrowed


async def test_words_that_fit_nothing(services: PracticeServices) -> None:
    """A filter that fits nothing says so; Escape clears it, a second one leaves."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"zzz", "enter")
        await settled(pilot)
        nothing = shown(app)
        await pilot.press("escape")
        await settled(pilot)
        cleared = shown(app)
        first = app.screen
        await pilot.press("escape")
        await settled(pilot)
        second = app.screen

    assert "No task fits these words." in nothing
    assert "Orders that can be" in cleared
    assert isinstance(first, TasksScreen)
    assert isinstance(second, HomeScreen)


async def test_arrows_move_while_typing(services: PracticeServices) -> None:
    """Down and Enter open the second task although letters go to the filter."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        title = title_of(app)

    assert title != "Orders that can be trusted"


async def test_starts_at_the_topic_asked_for(services: PracticeServices) -> None:
    """Coming from a topic, the cursor stands on its first task."""
    app = QuizApp(services, opening=TasksRequested("demo/validation"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        title = title_of(app)

    assert title == "Three small models"


async def test_list_counts_again_on_return(services: PracticeServices) -> None:
    """A task tried meanwhile shows it when one comes back."""
    app = QuizApp(services, opening=TasksRequested())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        line = line_with(app, "Orders that can be trusted")

    assert "2 of 4 checks" in line
