"""What interviews look like: before, while they run, and afterwards."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from quizapp.domain.grading import Passed, Said
from quizapp.domain.report import Verdict
from quizapp.domain.session import Session
from quizapp.services.interview import Phase
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import (
    BlueprintRequested,
    BriefingRequested,
    ComparisonRequested,
    HistoryRequested,
    InterviewRequested,
    InterviewsRequested,
)
from quizapp.ui.widgets.workbench import Workbench
from tests.ui import samples
from tests.ui.conftest import FakeServices, picture, shown
from tests.ui.interviewing import coding_services
from tests.ui.test_practice_pictures import photo, sizes


async def settle(app: QuizApp, pilot: Pilot[None], words: str) -> None:
    """Wait until something stands there."""
    for _ in range(100):
        await pilot.pause(0.05)
        if words in shown(app):
            return
    raise AssertionError(shown(app))


def hold(services: FakeServices, blueprint: str, answers: int, *, seed: int, right: int = 0) -> Session:
    """An interview of so many answers, of which the first ones are right and the others "I don't know"."""
    session = services.interviews.start(blueprint, seed=seed)
    while (stand := services.interviews.stand(session)).phase is not Phase.ENDED:
        if stand.phase is Phase.ASKING and answers:
            answers -= 1
            services.clock.advance(31)
            name = stand.showing.item.id
            services.interviews.answer(
                session, stand.clocks.current, samples.RESPONSES[name] if right > 0 else Passed(), 31
            )
            right -= 1
        elif stand.phase is Phase.BREAK:
            services.interviews.begin_section(session)
        else:
            services.interviews.close_section(session)
    return services.interviews.held(session.id)


@sizes
async def test_intro(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Before an interview with a coding task."""
    app = QuizApp(coding_services(), opening=BriefingRequested("demo/coding"))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "How it goes")

        assert await picture(app, pilot) == picture_of


@sizes
async def test_question_review_break_and_debrief(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A running interview in its phases, and how it is looked back at."""
    services = FakeServices()
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "1 of 5")
        running = await picture(app, pilot)
        await pilot.press("f5", "f7")
        await settle(app, pilot, "2 of 5")
        for number in range(3, 6):
            services.clock.advance(31)
            await pilot.press(*samples.keys_for(app.screen.showing.item, app.screen.showing.order))
            await settle(app, pilot, f"{number} of 5")
        await pilot.press("f4")
        await settle(app, pilot, "All questions of this section")
        review = await picture(app, pilot)
        await pilot.press("up", "enter")
        if "Section 2 of 2" not in shown(app):
            await pilot.press("up", "enter")
        await settle(app, pilot, "Section 2 of 2")
        between = await picture(app, pilot)
        services.interviews.finish(app.screen.session)
        await settle(app, pilot, "Debrief")
        await pilot.pause()

        assert running == picture_of(name="question")
        assert review == picture_of(name="review")
        assert between == picture_of(name="break")
        app.clear_notifications()
        assert await picture(app, pilot) == picture_of(name="debrief")


@sizes
async def test_coding(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A coding task under the clock, checked once, and the same in the debrief."""
    services = coding_services()
    services.checker.verdicts = {"counts": Verdict.FAILED}
    session = services.interviews.start("demo/coding", seed=1)
    services.interviews.answer(session, 0, Said(text="They wait; use a thread."), 40)
    services.interviews.close_section(session)
    services.interviews.begin_section(session)
    app = QuizApp(services, opening=InterviewRequested(resume=session))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "First Routes")
        bench = app.screen.query_one(Workbench)
        bench.area.text = "from fastapi import FastAPI\n\napp = FastAPI()\n"
        await pilot.press("ctrl+s")
        await settle(app, pilot, "1 of 2 checks passed")
        await settle(app, pilot, "Your code can")
        checked = await photo(app, pilot)
        services.clock.advance(200)
        services.interviews.finish(session)
        await settle(app, pilot, "Debrief")
        await settle(app, pilot, "1 of 2 checks")
        app.clear_notifications()
        await pilot.press("end")
        await pilot.press("down", "enter")
        await settle(app, pilot, "The way there")

        assert checked == picture_of(name="desk")
        assert await picture(app, pilot) == picture_of(name="looked-back")


@sizes
async def test_history_and_comparison(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Three interviews in a row, and two of them side by side."""
    services = FakeServices()
    sessions = []
    for number in range(3):
        sessions.append(hold(services, "demo/screen", 8, seed=number, right=2 + 3 * number))
        services.clock.advance(days=2)
    app = QuizApp(services, opening=HistoryRequested(sessions[0]))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "Interviews held")
        history = await picture(app, pilot)
        app.screen.post_message(ComparisonRequested(sessions[0], sessions[2]))
        await settle(app, pilot, "Two interviews")

        assert history == picture_of(name="history")
        assert await picture(app, pilot) == picture_of(name="comparison")


@sizes
async def test_interviews(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What can be held, what was left, what was held before."""
    services = FakeServices()
    hold(services, "demo/screen", 7, seed=1, right=5)
    services.clock.advance(days=1)
    services.interviews.start("demo/screen")
    services.clock.advance(75)
    app = QuizApp(services, opening=InterviewsRequested())

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "Hold one")

        assert await picture(app, pilot) == picture_of


@sizes
async def test_a_blueprint_of_ones_own(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Wishes, and what comes of them."""
    app = QuizApp(coding_services(), opening=BlueprintRequested())

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot, "What comes of it")

        assert await picture(app, pilot) == picture_of
