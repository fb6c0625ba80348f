"""Choosing what to study, and what can be done after an answer."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from quizapp.domain.grading import Passed
from quizapp.domain.selection import Selection, Source
from quizapp.errors import StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import ChooserRequested, StudyRequested, TopicRequested
from quizapp.ui.screens.chooser import ChooserScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.fakes import FakeLibrary, make_task
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, picture, shown
from tests.ui.test_pictures import sizes, with_history


async def settle(app: QuizApp, pilot: object) -> None:
    """Let counting come to its end."""
    await app.workers.wait_for_complete()
    await pilot.pause()  # type: ignore[attr-defined]  # a Pilot


async def test_a_choice_is_made_by_keyboard_and_told_as_it_is_made() -> None:
    """Digits turn sources, arrows turn values; each change says how many questions it gives; Enter begins."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await settle(app, pilot)
        first = shown(app)
        await pilot.press("1", "2", "6", *["down"] * 3, "right")
        await settle(app, pilot)
        second = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "› 8 questions, about" in first
        assert "‹ choice: pick one ›" in second
        assert "› 2 questions, about" in second
        assert isinstance(app.screen, StudyScreen)
        assert {"demo/body-422", "demo/idempotent"} == set(app.screen.session.plan)


async def test_a_cram_says_that_the_schedule_is_left_alone() -> None:
    """Before it begins, and on each question."""
    app = QuizApp(FakeServices(), opening=ChooserRequested(Selection(sources=(Source.ALL,), cram=True, size=3)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        before = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "3 questions" in before
        assert "the schedule is left alone" in before
        assert "schedule left alone · 1 of 3" in shown(app)
        assert app.screen.session.moves_schedule is False


async def test_nothing_begins_without_a_source_or_a_question() -> None:
    """Both are told, and the choice stays."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("1", "2")
        await settle(app, pilot)
        none = shown(app)
        await pilot.press("enter", "4")
        await settle(app, pilot)
        empty = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "Choose at least one source." in none
        assert "Nothing fits this choice." in empty
        assert [notice.split(".")[0] for notice in notices(app)] == [
            " Choose at least one source first",
            "No question fits this choice",
        ]
        assert isinstance(app.screen, ChooserScreen)


async def test_a_topic_narrows_by_its_phase() -> None:
    """A topic stands for itself; going back to all leaves its phase."""
    app = QuizApp(FakeServices(), opening=ChooserRequested(Selection(topics=("demo/event-loop",), size=10)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        assert "‹ The event loop ›" in shown(app)
        await pilot.press(*["down"] * 7, "left", "left")
        await settle(app, pilot)

        assert app.screen.selection.topics == ()
        assert app.screen.selection.phases == ("Basics",)
        assert "› 8 questions" in shown(app)


async def test_rows_are_turned_by_mouse() -> None:
    """A click turns a row as a key does."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await settle(app, pilot)
        await pilot.click(app.screen.query("Row")[5])
        await pilot.pause()

        assert Source.ALL in app.screen.selection.sources


async def test_undo_asks_the_same_question_again() -> None:
    """U after an answer takes it back: the same options in the same order, and only the next answer counts."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        showing = app.screen.showing
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()

        assert app.screen.showing == showing
        assert services.progress.card("demo/body-422") is None
        await pilot.press(*samples.keys_for(samples.CHOICE, showing.order))
        await pilot.pause()
        assert [attempt.score for attempt in services.progress.attempts()] == [1.0]
        assert len(services.progress.attempts(undone=True)) == 2


async def test_undo_reaches_the_answer_before_and_beyond_the_end() -> None:
    """While the next question is asked U takes the one before back, and the summary offers it for the last one."""
    services = FakeServices([samples.CHOICE, samples.SEVERAL])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first = app.screen.showing.id
        await pilot.press("u")  # nothing to take back yet
        await pilot.press(*samples.keys_for(app.screen.showing.item, app.screen.showing.order), "enter")
        await pilot.pause()
        assert app.screen.showing.id != first
        await pilot.press("u")
        await pilot.pause()
        assert app.screen.showing.id == first
        for _ in range(2):
            await pilot.press(*samples.keys_for(app.screen.showing.item, app.screen.showing.order))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(app.screen, SummaryScreen)
        await pilot.press("u")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert app.screen.showing.id != first
        assert len(services.progress.attempts()) == 1


async def test_what_was_missed_is_redone_from_the_summary() -> None:
    """O on the summary asks once more what was not right, and the schedule is left alone."""
    services = FakeServices([samples.CHOICE, samples.SEVERAL])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        session = app.screen.session
        while (showing := services.study.showing(session)) is not None:
            right = showing.id == "demo/body-422"
            services.study.answer(showing, keys_response(right=right), 5)
        await app.screen.action_next()
        await pilot.pause()
        reviews = services.progress.reviews()
        await pilot.press("o")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert app.screen.session.plan == ["demo/idempotent"]
        await pilot.press("x")
        await pilot.pause()
        assert services.progress.reviews() == reviews


def keys_response(*, right: bool) -> object:
    """The key of the first sample, or nothing known."""
    from quizapp.domain.grading import Picked

    return Picked(options=[0]) if right else Passed()


async def test_bookmark_is_set_shown_and_taken_away() -> None:
    """B after an answer; the bar says so."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("b")
        await pilot.pause()
        marked, bar = services.bookmarks.all(), shown(app).splitlines()[0]
        await pilot.press("b")
        await pilot.pause()

        assert marked == ["demo/body-422"]
        assert "★ bookmarked" in bar
        assert services.bookmarks.all() == []


async def test_doubt_is_written_down() -> None:
    """R after an answer asks for words; they are kept with the question, and without words nothing is."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        empty = services.doubts.text()
        await pilot.press(*"so?", "ctrl+s")
        await pilot.pause()

        assert empty == ""
        assert "> so?" in services.doubts.text()
        assert "/home/learner/doubts.md" in notices(app)[-1]
        assert isinstance(app.screen, StudyScreen)


async def test_doubt_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says so, and the session goes on."""
    services = FakeServices([samples.CHOICE])

    def refuse(*_: object) -> None:
        raise StoreError("The doubt cannot be written down.", hint="make room")

    monkeypatch.setattr(services.doubts, "report", refuse)
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("a", "ctrl+s")
        await pilot.pause()

        assert "cannot be written down" in notices(app)[-1]
        assert isinstance(app.screen, StudyScreen)


async def test_note_in_another_language() -> None:
    """L turns the language of a note, over a question and on its topic's page, and back."""
    app = QuizApp(FakeServices([samples.SHORT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()
        second = shown(app)
        await pilot.press("l")
        await pilot.pause()
        third = shown(app)
        await pilot.press("escape")
        app.post_message(TopicRequested("demo/http"))
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()

        assert "一分钟了解 HTTP for APIs。" in second
        assert "l: English" in second
        assert "l: 简体中文" in third
        assert "HTTP for APIs in a minute" in third
        assert "一分钟了解 HTTP for APIs。" in shown(app)


async def test_home_tells_questions_and_tasks_apart() -> None:
    """A coding task that is due is no question for a study session."""
    services = FakeServices([samples.CHOICE])
    services.library = FakeLibrary([samples.CHOICE], tasks=[make_task("a-task", topic="http")], topics=samples.TOPICS)
    services.study.answer(services.study.showing(services.study.start()), Passed(), 3)
    folder = services.practice.open("demo/a-task")
    await services.practice.check(folder)
    services.clock.advance(days=30)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert "1 question and 1 task due" in shown(app)
        assert isinstance(app.screen, HomeScreen)


@sizes
async def test_chooser_picture(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What to study."""
    app = QuizApp(with_history(), opening=ChooserRequested())

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)

        assert await picture(app, pilot) == picture_of


@sizes
async def test_doubt_picture(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A doubt being written, over a bookmarked question."""
    app = QuizApp(FakeServices([samples.CHOICE]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("b", "r")
        await pilot.pause()
        app.clear_notifications()

        assert await picture(app, pilot) == picture_of
