"""Interviews by keyboard: the clock, the silence, the debrief."""

from __future__ import annotations

import pytest

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import BriefingRequested, InterviewRequested, InterviewsRequested
from quizapp.ui.screens.debrief import DebriefScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.interview import InterviewScreen
from quizapp.ui.screens.study import StudyScreen
from tests.ui.conftest import FakeServices, shown


async def give_up(app: QuizApp, pilot) -> None:
    """Say "I don't know" to the question that stands there."""
    await pilot.press("ctrl+g" if app.screen.query_one("#answer").typing else "x")
    await pilot.pause()


async def end_now(pilot) -> None:
    """End the interview, and mean it."""
    await pilot.press("f10")
    await pilot.pause()
    await pilot.press("down", "enter")
    await pilot.pause()


async def test_briefing_says_what_is_coming_before_the_clock_starts(services: FakeServices) -> None:
    """List, briefing, first question: each one Enter apart, and the session begins with the question."""
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Phone screen  15 min, 8 questions" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        briefing = shown(app)
        sessions = len(services.progress.sessions())
        await pilot.press("enter")
        await pilot.pause()

        assert "You have 15 min in all." in briefing
        assert "Nothing is told until the end" in briefing
        assert sessions == 0
        assert isinstance(app.screen, InterviewScreen)
        assert "15:00 left" in shown(app)


async def test_nothing_is_told_while_it_runs(services: FakeServices) -> None:
    """An answer is followed by the next question, without a verdict."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await give_up(app, pilot)
        text = shown(app)

        assert app.screen.showing.position == 2
        assert "Not known" not in text
        assert "Because it does." not in text


async def test_time_out_closes_the_session_at_its_deadline(services: FakeServices) -> None:
    """When the clock has run out the debrief is shown, whatever was being asked."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await give_up(app, pilot)
        services.clock.advance(15 * 60 + 40)
        await pilot.pause(0.7)
        await pilot.pause()

        assert isinstance(app.screen, DebriefScreen)
        session = services.progress.sessions()[0]
        assert session.deadline == session.ended
        assert "1 of 8 questions answered" in shown(app)


@pytest.mark.parametrize("key", ["f1", "f10", "ctrl+p"])
async def test_time_out_under_a_box_closes_both(services: FakeServices, key: str) -> None:
    """Help, a question or the palette may lie over the interview when its time runs out."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        services.clock.advance(15 * 60 + 1)
        await pilot.pause(0.7)
        await pilot.pause()
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


async def test_ending_early_asks_first(services: FakeServices) -> None:
    """f10 and Enter go on with the interview; only the second answer ends it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        text = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "8 questions not answered yet" in text
        assert isinstance(app.screen, InterviewScreen)
        assert services.progress.sessions()[0].ended is None


async def test_answer_after_the_deadline_does_not_count(services: FakeServices) -> None:
    """An answer that comes too late is not recorded, even before the screen has noticed the time."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(15 * 60 + 1)
        await give_up(app, pilot)

        assert services.progress.attempts() == []


async def test_left_interview_goes_on_with_the_right_time(services: FakeServices) -> None:
    """The clock runs on while the interview is left, and resuming shows what is left of it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await give_up(app, pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        services.clock.advance(300)
        await pilot.press("r")
        await pilot.pause()

        assert isinstance(app.screen, InterviewScreen)
        assert "2 of 8 · 10:00 left" in shown(app)


async def test_last_minute_is_said_in_words(services: FakeServices) -> None:
    """Colour alone does not tell that time is nearly up."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(14 * 60 + 15)
        await give_up(app, pilot)

        assert "0:45 left, last minute" in shown(app)


async def test_debrief_opens_each_question_again(services: FakeServices) -> None:
    """Answered to its end, the debrief tells verdict and topics, and Enter opens a question with everything told."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        for _ in range(8):
            await give_up(app, pilot)
        await pilot.pause()
        text = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        opened = shown(app)

        assert "Not passed" in text
        assert "0%, pass mark 70% · 8 of 8 questions answered" in text
        assert "By topic, the weakest first" in text
        assert "Question 1" in opened
        assert "○ Not known yet" in opened


async def test_weak_topics_can_be_studied_from_the_debrief(services: FakeServices) -> None:
    """S starts a study session of the topics in which something was not right."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await give_up(app, pilot)
        await end_now(pilot)
        services.clock.advance(days=2)
        await pilot.press("s")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_earlier_interviews_are_listed(services: FakeServices) -> None:
    """The list shows what was held before, and opens its debrief."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await end_now(pilot)
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        listed = shown(app)
        await pilot.press("down", "enter")
        await pilot.pause()

        assert "Held before" in listed
        assert isinstance(app.screen, DebriefScreen)


async def test_unknown_blueprint_is_told(services: FakeServices) -> None:
    """A blueprint that no pack has leaves the home screen in place."""
    app = QuizApp(services, opening=BriefingRequested("nothing"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
