"""The home screen: what it tells, where its keys lead."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.config import Settings
from quizapp.domain.card import Rating
from quizapp.domain.grading import Passed
from quizapp.domain.items.identity import ItemId
from quizapp.domain.session import Session
from quizapp.errors import StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.interviews import InterviewsScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.screens.tour import TourScreen
from quizapp.ui.widgets.choices import Choices
from tests.fakes import make_attempt
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown

START = """
import asyncio, json, sys
from quizapp.bootstrap import application
from quizapp.ui.app import QuizApp

async def main():
    app = QuizApp(application())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        name = type(app.screen).__name__
    heavy = {"httpx", "fsrs", "fastapi", "starlette", "uvicorn", "tree_sitter", "tree_sitter_python"}
    print(json.dumps([name, sorted(heavy & set(sys.modules))]))

asyncio.run(main())
"""


async def test_newcomer_is_told_what_to_press(services: FakeServices) -> None:
    """With nothing answered yet the first line says how to begin."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        text = shown(app)
        assert "Welcome. 8 questions and tasks are waiting." in text
        assert "New here? n shows you around in two minutes, s begins at once." in text


async def test_tour_is_offered_once(services: FakeServices) -> None:
    """N takes it; whoever comes back from it, by whatever way, is asked no more, but n takes it again."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        first = type(app.screen)
        await pilot.press("escape")
        await pilot.pause()
        after = shown(app)
        await pilot.press("n")
        await pilot.pause()

        assert [TourScreen, TourScreen] == [first, type(app.screen)]
    assert "Welcome. 8 questions and tasks are waiting.\n  Press s to begin." in after


async def test_a_tour_broken_off_is_offered_to_be_gone_on_with(services: FakeServices) -> None:
    """Until it is ended, for a day."""
    services.tour.take()
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        at_once = shown(app)
        services.clock.advance(days=1)
        app.screen.on_screen_resume()
        await pilot.pause()

        assert "The tour was broken off: n goes on with it." in at_once
        assert "tour" not in shown(app)


async def test_who_has_tried_a_task_is_no_newcomer(services: FakeServices) -> None:
    """A run that failed moves no schedule, but it is an answer, and no welcome stands beside it."""
    services.progress.record(make_attempt(1, ItemId("demo/orders"), Rating.AGAIN, services.clock.now()))
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = shown(app)

    assert "1 answered today" in text
    assert "Welcome" not in text
    assert "nothing due" in text


async def test_own_keys_stand_before_the_ways_in() -> None:
    """Whoever has put studying elsewhere reads their own key, in the ways and in the welcome."""
    app = QuizApp(FakeServices(settings=Settings(keys={"home.study": "z", "home.practice": "f5", "home.tour": "y"})))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = shown(app)

    assert "New here? y shows you around in two minutes, z begins at once." in text
    assert " z  Study" in text
    assert " F5  Practice" in text


async def test_ways_in_fit_a_narrow_terminal(services: FakeServices) -> None:
    """At 60 columns nothing of them is cut, and it stands there which one comes first."""
    session = services.study.start(size=2)
    services.study.answer(services.study.showing(session), Passed(), 10)
    services.study.finish(session)
    app = QuizApp(services)

    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        text = shown(app)

    for line in (
        "s  Study     Questions, each explained  ← first",
        "p  Practice  Coding tasks, judged by real requests",
        "i  Interview Against the clock, feedback at the end",
    ):
        assert line in text


@pytest.fixture
def left(services: FakeServices) -> Session:
    """A session of three, left after the first answer."""
    session = services.study.start(size=3)
    services.study.answer(services.study.showing(session), Passed(), 10)
    return session


async def test_a_session_that_was_left_is_asked_about(services: FakeServices, left: Session) -> None:
    """Before s ends it; Enter goes on with it."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        text = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert left.id == app.screen.session.id
    assert "1 answer given, 3 to come." in text


async def test_another_session_ends_the_one_that_was_left(services: FakeServices, left: Session) -> None:
    """If that is what is chosen; Escape changes nothing."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s", "escape")
        await pilot.pause()
        kept = services.progress.session(left.id)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert left.id != app.screen.session.id
    assert kept is not None
    assert kept.ended is None
    assert services.progress.session(left.id).ended is not None


async def test_a_session_without_an_answer_is_not_asked_about(services: FakeServices) -> None:
    """Nothing is lost with it."""
    services.study.start(size=3)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_control_c_says_how_to_quit_in_our_own_words(services: FakeServices) -> None:
    """It ends nothing: it is too near to be pressed by mistake."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c")
        await pilot.pause()

        assert ["Ctrl+Q quits. Nothing is lost."] == [notice.strip() for notice in notices(app)]


async def test_one_way_in_is_told_to_be_the_first(services: FakeServices) -> None:
    """After the first answer one way says that it is the first: what was left, else study."""
    session = services.study.start(size=2)
    services.study.answer(services.study.showing(session), Passed(), 10)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        left = shown(app)
        services.study.finish(session)
        app.screen.on_screen_resume()
        await pilot.pause()
        nothing_left = shown(app)

    told = [[f"press {key} first" in text for key in "rs"] for text in (left, nothing_left)]
    assert told == [[True, False], [False, True]]


async def test_cursor_is_seen_without_colours(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the line under the cursor is underlined, not only of another background."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        style = app.screen.query_one("#roadmap").get_visual_style("option-list--option-highlighted")

        assert style.underline


async def test_due_and_new_are_counted(services: FakeServices) -> None:
    """After an answer, and once it is due again, both numbers stand on top and at the topic."""
    session = services.study.start(size=1)
    showing = services.study.showing(session)
    services.study.answer(showing, Passed(), 10)
    services.study.finish(session)
    services.clock.advance(days=3)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = shown(app)

    assert "● 1 question due   ○ 7 new   ✓ 0 of 8 known" in text
    assert "● HTTP for APIs" in text
    assert "1 due" in text


@pytest.mark.parametrize(("key", "screen"), [("s", StudyScreen), ("i", InterviewsScreen), ("enter", TopicScreen)])
async def test_each_way_in_is_one_key_away(services: FakeServices, key: str, screen: type) -> None:
    """S studies, i interviews, Enter opens the topic; Escape comes back."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert screen is type(app.screen)
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


async def test_resume_is_offered_only_when_something_was_left(services: FakeServices) -> None:
    """R does nothing, and is not shown, while no session is open."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
        assert "Resume" not in shown(app)


async def test_topic_shows_note_and_studies(services: FakeServices) -> None:
    """The topic screen has the note and the prerequisites; s studies only this topic."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        text = shown(app)
        await pilot.press("s")
        await pilot.pause()

        assert "Middleware in a minute: list[int]." in text
        assert "Know first: The event loop" in text
        assert [f"demo/{samples.ORDER.id}"] == app.screen.session.plan


@pytest.mark.parametrize(
    ("language", "note"), [("zh-Hans", "一分钟了解"), ("zh-Hant", "一分钟了解"), ("de", "in a minute")]
)
async def test_note_falls_back_to_a_language_that_it_has(language: str, note: str) -> None:
    """The settings' language, else a nearby one, else English."""
    app = QuizApp(FakeServices(settings=Settings(language=language)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()

        assert note in shown(app)


async def test_help_lists_the_keys_of_the_screen(services: FakeServices) -> None:
    """? shows every key with what it does; where there is no room for all, it scrolls."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        text = shown(app)

    for words in ("Study what is due and what is new", "Search all commands", "Quit; nothing is lost"):
        assert words in text


async def test_palette_offers_what_the_keys_offer(services: FakeServices) -> None:
    """ctrl+p finds a command by its words and runs it."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"interview")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)

        assert isinstance(app.screen, InterviewsScreen)


async def test_store_failure_is_told_and_does_not_end_the_app(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history that cannot be read is told on the home screen."""

    def locked(*_: object, **__: object) -> None:
        raise StoreError("The history cannot be read.", where="progress.sqlite3", hint="close the other quizapp")

    for name in ("counts", "cards", "tallies"):
        monkeypatch.setattr(services.progress, name, locked)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        text = shown(app)
        assert "✗ The history cannot be read." in text
        assert "where: progress.sqlite3" in text
        assert "next:  close the other quizapp" in text


async def test_services_are_closed_at_the_end(services: FakeServices) -> None:
    """Quitting ends what was started."""
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+q")

    assert services.closed


def test_home_screen_loads_nothing_heavy(quizapp_home: Path) -> None:
    """In a fresh process the start loads no httpx, fsrs, fastapi or tree_sitter."""
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=False, timeout=100)

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == ["HomeScreen", []]


async def test_letters_move_as_arrows_do() -> None:
    """The roadmap moves by j and k, as in vim."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        start = app.screen.query_one(Choices).highlighted
        await pilot.press("j", "j", "k")
        await pilot.pause()
        moved = app.screen.query_one(Choices).highlighted
        await pilot.press("k")
        await pilot.pause()
        back = app.screen.query_one(Choices).highlighted

    assert (moved, back) != (start, moved)
    assert back == start
