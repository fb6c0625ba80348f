"""Interviews by keyboard: two clocks, the silence, the way back within a section, the debrief."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from quizapp.domain.grading import Passed, Said
from quizapp.domain.pack import Blueprint
from quizapp.domain.report import Verdict
from quizapp.errors import StoreError
from quizapp.services.interview import Phase
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import BriefingRequested, DebriefRequested, InterviewRequested, InterviewsRequested
from quizapp.ui.screens.coding import CodingScreen
from quizapp.ui.screens.comparison import ComparisonScreen
from quizapp.ui.screens.debrief import DebriefScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.interview import InterviewScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.rows import Menu
from quizapp.ui.widgets.workbench import Workbench
from tests.fakes import FakeLibrary, make_task
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown

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


async def test_ending_early_asks_first(services: FakeServices) -> None:
    """f10 and Enter go on with the interview; only another answer ends the section or all of it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        text = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "5 questions of it not answered yet" in text
        assert isinstance(app.screen, InterviewScreen)
        assert services.progress.sessions()[0].ended is None


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


async def test_last_minute_is_said_in_words(services: FakeServices) -> None:
    """Colour alone does not tell that time is nearly up."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(9 * 60 + 15)
        await give_up(app, pilot)

        assert "last minute · section 0:45" in shown(app)


async def test_mark_skip_and_come_back(services: FakeServices) -> None:
    """A question is marked and skipped, found in the review, answered, changed, and the section closed."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        first = app.screen.showing.id
        await pilot.press("f5")
        await pilot.pause()
        marked = shown(app)
        await pilot.press("f7")
        await pilot.pause()
        for _ in range(4):
            await give_up(app, pilot)
        review = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        again = app.screen.showing.id
        await give_up(app, pilot)
        whole = shown(app)

        assert "1 of 5 · marked" in marked
        assert "1 not answered, 1 marked" in review
        assert again == first
        assert "everything is answered, 1 marked" in whole


async def test_an_answer_stands_there_when_one_comes_back(services: FakeServices) -> None:
    """f6 goes back; what was picked is picked, and moving on keeps what was changed."""
    services.library = FakeLibrary(
        [samples.CHOICE, samples.SEVERAL], topics=samples.TOPICS, blueprints=[samples.BLUEPRINT]
    )
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("f6")
        await pilot.pause()
        before = app.screen.query_one(AnswerField).response()
        await pilot.press("1")
        await pilot.press("f7")
        await pilot.pause()
        await pilot.press("f6")
        await pilot.pause()
        after = app.screen.query_one(AnswerField).response()

        assert len(before.options) == 1
        assert before != after
        course = services.records.course(services.progress.sessions()[0].id)
        assert course.stretches[0].entries[0].response == after.model_dump(mode="json")
        assert course.stretches[0].entries[0].changes == 1


async def test_pause_stops_the_clock_and_hides_the_question(services: FakeServices) -> None:
    """While it is paused no time passes and nothing can be read; the debrief tells of it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        stem = app.screen.showing.item.stem.splitlines()[0]
        await pilot.press("f3")
        await pilot.pause()
        services.clock.advance(1000)
        await look(pilot)
        paused = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        after = shown(app)
        await end_all(pilot)
        told = shown(app)

        assert "paused · section 10:00" in paused
        assert stem[:30] not in paused
        assert "section 10:00 · total 16:00" in after
        assert "Paused once, 16:40 in all" in told


async def test_a_follow_up_asks_for_the_point_that_was_missing() -> None:
    """An answer that leaves a point out is asked after; what is said then counts with it."""
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press(*"The others wait", "ctrl+s")
        await pilot.pause()
        asked = shown(app)
        await pilot.press(*"Run it in a thread", "ctrl+s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()

        assert "And what would you do about it?" in asked
        assert "The others wait" in asked
        (attempt,) = services.progress.attempts()
        assert attempt.response["text"] == "The others wait\n\nRun it in a thread"
        assert attempt.score == 1


async def test_code_under_the_clock() -> None:
    """Checks tell whether and not why; the last saved state is judged in the debrief, with its way there."""
    services = coding_services()
    services.checker.verdicts = {"counts": Verdict.FAILED}
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        start = shown(app)
        bench = app.screen.query_one(Workbench)
        bench.area.text = "app = 1\n"
        await pilot.pause()
        await pilot.press("ctrl+s")
        await look(pilot, lambda: "checks passed" in shown(app))
        checked = shown(app)
        bench.area.text = "app = 2\n"
        await pilot.press("f9")
        await pilot.pause()
        review = shown(app)
        await pilot.press("enter")
        session = services.progress.sessions()[0]
        await look(pilot, lambda: len(services.records.states(session.id)) == 5)
        debrief = shown(app)

    states = services.records.states(session.id)
    assert "2/2 First Routes" in start
    assert "section 15:00" in start
    assert "h opens" not in start
    assert "1 of 2 checks passed" in checked
    assert "Clients." not in checked
    assert "counts as last saved" in review
    assert "Debrief: Coding round" in debrief
    assert [state.kind.value for state in states] == ["start", "save", "check", "save", "final"]
    assert states[-1].files == {"main.py": "app = 2\n"}
    assert services.practice.read(services.library.task("first-routes"), "main.py") == "app = None\n"


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


async def test_two_interviews_side_by_side(services: FakeServices) -> None:
    """From the list to the trend, two chosen, and their differences told with ranges."""
    for _ in range(2):
        session = services.interviews.start("demo/screen")
        services.interviews.answer(session, 0, Passed(), 5)
        services.interviews.finish(session)
        services.clock.advance(days=1)
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        trend = shown(app)
        await pilot.press("space", "down", "space", "c")
        await pilot.pause()

        assert "the ranges overlap, so it may be chance" in trend
        assert isinstance(app.screen, ComparisonScreen)
        assert "no clear difference" in shown(app)


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


async def test_unknown_blueprint_is_told(services: FakeServices) -> None:
    """A blueprint that no pack has leaves the home screen in place."""
    app = QuizApp(services, opening=BriefingRequested("nothing"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


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
