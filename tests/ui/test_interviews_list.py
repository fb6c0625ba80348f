"""The list of interviews: blueprints, earlier ones, and those of one's own."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from quizapp.config import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import BriefingRequested, InterviewRequested, InterviewsRequested
from quizapp.ui.screens.debrief import DebriefScreen
from quizapp.ui.screens.home import HomeScreen
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown
from tests.ui.interviewing import end_all


async def test_a_blueprint_of_ones_own(services: FakeServices) -> None:
    """Minutes are changed, it is kept and begun, and it stands in the list."""
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("down", "left")
        await pilot.pause()
        built = shown(app)
        await pilot.press("b")
        await pilot.pause()
        briefing = shown(app)
        await pilot.press("escape")
        await pilot.pause()
        listed = shown(app)

        assert "20" in built
        assert "Questions  8 questions" in built
        assert "You have 20 min in all" in briefing
        assert "My interview" in listed
        assert "yours" in listed


async def test_earlier_interviews_are_listed(services: FakeServices) -> None:
    """The list shows what was held before, and opens its debrief."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await end_all(pilot)
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        listed = shown(app)
        await pilot.press("down", "enter")
        await pilot.pause()

        assert "Held before" in listed
        assert isinstance(app.screen, DebriefScreen)


async def test_a_name_that_nobody_can_see_changes_nothing(services: FakeServices) -> None:
    """Of what is pasted the letters count that can be seen; without any the name stays as it was."""
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "\u200b"
        await pilot.press("enter")
        await pilot.pause()

        assert "My interview" in shown(app)


async def test_unknown_blueprint_is_told(services: FakeServices) -> None:
    """A blueprint that no pack has leaves the home screen in place."""
    app = QuizApp(services, opening=BriefingRequested("nothing"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize(
    ("key", "told", "listed"),
    [
        ("f3", "stands still with 16:00 left", "go on, paused with 16:00 left"),
        ("f5", "10:00 left of the section, 16:00 in all", "16:00 left, the clock runs"),
    ],
)
async def test_an_interview_that_was_left_says_whether_its_clock_runs(
    services: FakeServices, key: str, told: str, listed: str
) -> None:
    """On leaving and in the list: paused, or how much of the section and of the whole is left."""
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()

        assert told in notices(app)[0]
        assert listed in shown(app)


async def test_introduction_names_keys_of_ones_own() -> None:
    """Who has another key for the pause reads of that one."""
    services = FakeServices(settings=Settings(keys={"interview.pause": "f2"}))
    app = QuizApp(services, opening=BriefingRequested("demo/screen"))

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()

        assert "F2 pauses the clock" in shown(app)
        assert "skip (F7)" in shown(app)


async def test_introduction_speaks_of_follow_ups_where_there_can_be_some() -> None:
    """A blueprint without questions in one's own words has no such rule."""
    closed = samples.BLUEPRINT.model_copy(
        update={
            "sections": [one.model_copy(update={"kinds": ["choice", "short"]}) for one in samples.BLUEPRINT.sections]
        }
    )
    told = []
    for blueprint in (samples.BLUEPRINT, closed):
        services = FakeServices()
        services.library = FakeLibrary(samples.ITEMS, topics=samples.TOPICS, blueprints=[blueprint])
        app = QuizApp(services, opening=BriefingRequested("demo/screen"))
        async with app.run_test(size=(100, 40)) as pilot:
            await pilot.pause()
            told.append("may be asked after" in shown(app))

    assert told == [True, False]
