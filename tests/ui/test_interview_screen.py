"""Interviews by keyboard: two clocks, the silence, and what happens when time runs out."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Passed
from quizapp.domain.interview.records import StateKind
from quizapp.domain.interview.stretch import Closing
from quizapp.errors import StoreError
from quizapp.services.interview import Phase
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import InterviewRequested, InterviewsRequested
from quizapp.ui.screens.coding import CodingScreen
from quizapp.ui.screens.debrief import DebriefScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.interview import InterviewScreen
from quizapp.ui.widgets import workbench
from tests.ui.conftest import FakeServices, notices, shown
from tests.ui.interviewing import coding_services, give_up, look


async def test_briefing_says_what_is_coming_before_the_clock_starts(services: FakeServices) -> None:
    """List, briefing, first question: each one Enter apart, and the session begins with the question."""
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        assert "Phone screen  15 min, 8 questions" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        briefing = shown(app)
        sessions = len(services.progress.sessions())
        await pilot.press("enter")
        await pilot.pause()

        assert "You have 15 min in all" in briefing
        assert "Basics  5 questions, 10 min" in briefing
        assert "Nothing is told until the end" in briefing
        assert sessions == 0
        assert isinstance(app.screen, InterviewScreen)
        assert "section 10:00 · total 16:00" in shown(app)


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


async def test_time_out_closes_the_section_not_the_app(services: FakeServices) -> None:
    """The first section runs out, the second begins with Enter, and its own time-out ends the interview."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await give_up(app, pilot)
        services.clock.advance(10 * 60 + 2)
        await look(pilot, lambda: "closed" in shown(app))
        between = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        second = shown(app)
        services.clock.advance(5 * 60 + 1)
        await look(pilot, lambda: isinstance(app.screen, DebriefScreen))

        assert "“Basics” is closed: its time ran out. 1 answer kept." in between
        assert "Section 2 of 2" in between
        assert "2/2 Depth" in second
        assert "section 5:00 · total 5:58" in second
        assert isinstance(app.screen, DebriefScreen)
        assert "1 of 8 answered" in shown(app)


@pytest.mark.parametrize("key", ["f1", "f10", "ctrl+p"])
async def test_time_out_under_a_box_closes_the_box(services: FakeServices, key: str) -> None:
    """Help, a question or the palette may lie over the interview when its time runs out."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        services.clock.advance(3600)
        await look(pilot, lambda: isinstance(app.screen, DebriefScreen))
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


async def test_what_stands_in_the_field_counts_when_time_runs_out() -> None:
    """Words that were typed and not given are the answer when the section closes."""
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"They all wait")
        services.clock.advance(5 * 60 - 3)
        await look(pilot, lambda: "last minute" in shown(app))
        await look(pilot)
        services.clock.advance(5)
        await look(pilot, lambda: bool(services.progress.attempts()))

        (attempt,) = services.progress.attempts()
        assert attempt.response["text"] == "They all wait"


async def test_answer_after_the_deadline_does_not_count(services: FakeServices) -> None:
    """An answer that comes too late is not recorded, even before the screen has noticed the time."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(3600)
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
        assert "2 of 5 · section 5:00 · total 11:00" in shown(app)


@pytest.mark.parametrize(
    ("jump", "seconds", "left"),
    [("sleep", 240, "section 6:00 · total 12:00"), ("set", 7200, "10:00"), ("set", -7200, "10:00")],
)
async def test_sleep_counts_and_a_clock_that_is_set_does_not(
    services: FakeServices, jump: str, seconds: float, left: str
) -> None:
    """The laptop's lid closes, or somebody sets the clock: the screen shows the right time left."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        getattr(services.clock, jump)(seconds)
        await look(pilot, lambda: left in shown(app))

        assert isinstance(app.screen, InterviewScreen)


async def test_an_interview_whose_time_ran_out_while_the_app_was_closed_is_kept(services: FakeServices) -> None:
    """The home screen ends it: its answers are attempts, and nothing is offered to be gone on with."""
    session = services.interviews.start("demo/screen")
    services.interviews.answer(session, 0, Passed(), 5)
    services.clock.advance(days=1)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert len(services.progress.attempts(session=session.id)) == 1
        assert "Resume" not in shown(app)


async def test_time_out_in_every_section_of_words_and_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words half typed and code not saved count as they stand when their section's time runs out; the app goes on."""
    monkeypatch.setattr(workbench, "SAVE_AFTER", 3600.0)
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press(*"The others")
        services.clock.advance(5 * 60 - 3)
        await look(pilot, lambda: "section 0:03" in shown(app))
        services.clock.advance(4)
        await look(pilot, lambda: app.screen.phase is Phase.BREAK)
        between = shown(app)
        await pilot.press("enter")
        await look(pilot, lambda: isinstance(app.screen, CodingScreen) and app.screen.bench.area is not None)
        app.screen.bench.area.text = "app = 4\n"
        services.clock.advance(15 * 60 - 3)
        await look(pilot, lambda: "section 0:03" in shown(app))
        services.clock.advance(4)
        await look(pilot, lambda: isinstance(app.screen, DebriefScreen))
        session = services.progress.sessions()[0]
        await look(pilot, lambda: services.records.states(session.id)[-1].kind is StateKind.FINAL)

    (words,) = [one for one in services.progress.attempts() if one.response["kind"] == "said"]
    closings = [stretch.closing for stretch in services.records.course(session.id).stretches]
    assert "“Words” is closed: its time ran out. 1 answer kept." in between
    assert words.response["text"] == "The others"
    assert services.records.states(session.id)[-1].files == {"main.py": "app = 4\n"}
    assert closings == [Closing.TIME, Closing.TIME]


async def test_last_minute_is_said_in_words(services: FakeServices) -> None:
    """Colour alone does not tell that time is nearly up."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(9 * 60 + 15)
        await give_up(app, pilot)

        assert "last minute · section 0:45" in shown(app)


async def test_a_full_disk_is_told_once(services: FakeServices) -> None:
    """The clock looks twice a second; what keeps failing is not told each time, and ends nothing."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    def fail(course: object) -> None:
        raise StoreError("The disk is full: this could not be saved.")

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.records.save = fail
        for _ in range(3):
            services.clock.advance(40)
            await look(pilot)

        assert len([notice for notice in notices(app) if "The disk is full" in notice]) == 1
        assert isinstance(app.screen, InterviewScreen)
