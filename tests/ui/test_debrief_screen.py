"""After an interview: every question again, what to do next, overruling, comparing."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from quizapp.domain.grading import Passed, Said
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import DebriefRequested, InterviewRequested, InterviewsRequested
from quizapp.ui.screens.comparison import ComparisonScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.widgets.rows import Menu
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown
from tests.ui.interviewing import coding_services, through


async def test_debrief_opens_each_question_again(services: FakeServices) -> None:
    """Answered to its end, the debrief tells verdict and topics, and Enter opens a question with everything told."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await through(app, pilot)
        text = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        opened = shown(app)

        assert "Not passed: even at its high end" in text
        assert "8 of 8 answered" in text
        assert "By topic, the weakest first" in text
        assert "By criterion" in text
        assert "you said that you don't know" in text
        assert "Question 1" in opened
        assert "○ Not known yet" in opened


@pytest.mark.parametrize(("key", "screen"), [("1", StudyScreen), ("2", PracticeScreen), ("3", TopicScreen)])
async def test_each_next_step_is_one_key_away(key: str, screen: type) -> None:
    """A study set, a coding task and a note."""
    services = coding_services()
    session = services.interviews.start("demo/coding")
    services.interviews.answer(session, 0, Passed(), 5)
    session = services.interviews.finish(session)
    services.clock.advance(days=2)
    app = QuizApp(services, opening=DebriefRequested(session))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()

        assert isinstance(app.screen, screen)


async def test_a_point_can_be_overruled_in_the_debrief() -> None:
    """O in the opened question gives the point; the score of the debrief follows and says whose word it is."""
    services = coding_services()
    session = services.interviews.start("demo/coding")
    services.interviews.answer(session, 0, Said(text="The rest of them must be patient"), 5)
    session = services.interviews.finish(session)
    app = QuizApp(services, opening=DebriefRequested(session))

    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.pause()
        before = services.interviews.debrief(session).score
        app.screen.query_one(Menu).focus()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        text = shown(app)

    after = services.interviews.debrief(session)
    assert after.score > before
    assert after.overruled == 1
    assert "1 answer overruled by you" in text


def held(services: FakeServices, *blueprints: str) -> QuizApp:
    """The list of interviews after one by each blueprint, a day apart, in which nothing was known."""
    for blueprint in blueprints:
        session = services.interviews.start(blueprint)
        services.interviews.answer(session, 0, Passed(), 5)
        services.interviews.finish(session)
        services.clock.advance(days=1)
    return QuizApp(services, opening=InterviewsRequested())


async def compared(app: QuizApp, pilot: Pilot[None]) -> str:
    """From the list to the trend, which is returned, and on to the latest two side by side."""
    await pilot.pause()
    await pilot.press("t")
    await pilot.pause()
    trend = shown(app)
    await pilot.press("space", "down", "space", "c")
    await pilot.pause()
    return trend


async def test_two_interviews_side_by_side(services: FakeServices) -> None:
    """From the list to the trend, two chosen, and their differences told with ranges."""
    app = held(services, "demo/screen", "demo/screen")

    async with app.run_test(size=(80, 24)) as pilot:
        trend = await compared(app, pilot)

        assert "the ranges overlap, so it may be chance" in trend
        assert isinstance(app.screen, ComparisonScreen)
        assert "no clear difference" in shown(app)


async def test_a_trend_takes_interviews_of_one_kind() -> None:
    """Another kind of interview makes no trend, and side by side it is told that the two asked for different things."""
    services = coding_services()
    app = held(services, "demo/screen", "demo/coding")

    async with app.run_test(size=(80, 24)) as pilot:
        trend = await compared(app, pilot)

        assert "One interview “Coding round” is no trend yet." in trend
        assert "Two different interviews" in shown(app)


async def test_questions_are_listed_by_their_words_without_their_code() -> None:
    """Code that follows the words at once is no part of the line, nor is the name of its language."""
    stem = "What happens here?\n```python\nraise SystemExit\n```"
    services = FakeServices([samples.SHORT.model_copy(update={"stem": stem})])
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await through(app, pilot)
        text = shown(app)

    assert "1 What happens here?" in text
    assert "python" not in text
