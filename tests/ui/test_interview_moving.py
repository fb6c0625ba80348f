"""The way through an interview: mark, skip, come back, pause, follow-ups, code, closing."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Said
from quizapp.domain.report import Verdict
from quizapp.services.interview import Phase
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import InterviewRequested
from quizapp.ui.screens.coding import CodingScreen
from quizapp.ui.screens.interview import InterviewScreen
from quizapp.ui.widgets import workbench
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.workbench import Workbench
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown
from tests.ui.interviewing import coding_services, end_all, give_up, look


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

        assert "5 not answered." in text
        assert isinstance(app.screen, InterviewScreen)
        assert services.progress.sessions()[0].ended is None


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


async def test_function_keys_lead_on_while_words_are_typed() -> None:
    """In an answer in one's own words f7 skips and f6 goes back, as everywhere; what was typed stands there."""
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"They", "f7")
        await pilot.pause()
        skipped = app.screen.phase
        await pilot.press("f6")
        await pilot.pause()

        assert skipped is Phase.REVIEW
        assert app.screen.query_one(AnswerField).response() == Said(text="They")


async def test_a_follow_up_may_be_passed_over() -> None:
    """It says so itself, and the review does not count it as missing."""
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*"The others wait", "ctrl+s")
        await pilot.pause()
        asked = shown(app)
        await pilot.press("f7")
        await pilot.pause()
        review = shown(app)

        assert "Nothing to add? F7 goes on, and what you said stands." in asked
        assert "everything is answered" in review
        assert "follow-up, nothing added" in review


async def test_review_opens_a_question_by_its_number(services: FakeServices) -> None:
    """The digit that stands before a question opens it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()

        assert app.screen.showing.position == 3


async def test_closing_names_what_is_open_and_where_it_leads(services: FakeServices) -> None:
    """Of a section in the middle the next one and the end; of the last one the debrief alone."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f5", "f10")
        await pilot.pause()
        first = shown(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        last = shown(app)

        assert "5 not answered, 1 marked." in first
        assert "On to the next one" in first
        assert "End the interview" in first
        assert "It is the last one: on to the debrief." in last
        assert "On to the next one" not in last


async def test_code_is_kept_while_one_types_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every few seconds what stands in the editor is a saved state, so that a crash takes no more than that."""
    monkeypatch.setattr(workbench, "SAVE_AFTER", 3600.0)
    services = coding_services()
    app = QuizApp(services, opening=InterviewRequested("demo/coding"))

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        services.interviews.close_section(services.progress.sessions()[0])
        await look(pilot, lambda: app.screen.phase is Phase.BREAK)
        await pilot.press("enter")
        await look(pilot, lambda: isinstance(app.screen, CodingScreen) and bool(app.screen.query(Workbench)))
        session = services.progress.sessions()[0]
        await look(pilot, lambda: app.screen.query_one(Workbench).area is not None)
        app.screen.query_one(Workbench).area.text = "app = 3\n"
        services.clock.advance(6)
        await look(pilot, lambda: len(services.records.states(session.id)) == 2)

        assert services.records.states(session.id)[-1].files == {"main.py": "app = 3\n"}


async def test_escape_leads_from_the_list_to_the_question_it_was_opened_on(services: FakeServices) -> None:
    """A look at the list costs nobody the question; a second Escape leaves."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f7")
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        listed = app.screen.phase
        await pilot.press("escape")
        await pilot.pause()
        back = app.screen.showing
        await pilot.press("escape")
        await pilot.pause()

        assert listed is Phase.REVIEW
        assert back is not None
        assert back.position == 2
        assert not isinstance(app.screen, InterviewScreen)
