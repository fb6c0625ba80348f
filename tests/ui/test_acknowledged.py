"""A key that asks for what takes longer than a frame is acknowledged before that is made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import RenderableType
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from quizapp.errors import NotFoundError
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.question import Question
from quizapp.ui.widgets.verdictbar import VerdictBar
from tests.ui.conftest import FakeServices, notices
from tests.ui.laid import painted
from tests.ui.practising import until

Frames = list[tuple[type[Screen[object]], str]]
"""What was painted, one frame after another: which screen was on top, and the line on top of it."""


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """All of them, in their order."""
    found: Frames = []
    display = App._display

    def noted(app: App[None], screen: Screen[object], update: RenderableType | None) -> None:
        display(app, screen, update)
        if update is not None and screen.size:
            found.append((type(screen), "".join(letter for letter, _ in painted(screen)[0]).rstrip()))

    monkeypatch.setattr(App, "_display", noted)
    return found


async def at(pilot: Pilot[None], screen: type[Page]) -> None:
    """Wait until this one is on top, and everything is painted."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))


@pytest.mark.parametrize("key", ["s", "slash", "question_mark", "p", "comma", "ctrl+p", "enter", "i", "c"])
async def test_a_key_that_opens_something_is_acknowledged_first(
    services: FakeServices, frames: Frames, key: str
) -> None:
    """On the screen that it was pressed on, before anything else; and the sign is gone when that is seen again."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = type(app.screen)
        frames.clear()

        await pilot.press(key)
        await until(pilot, lambda: type(app.screen) is not home)
        first, there = frames[0], type(app.screen)
        frames.clear()
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen) is home)

        assert first == (home, "  quizapp …")
        if issubclass(there, Page):
            assert frames[0][0] is there
            assert frames[0][1].partition(" …")[1]
        assert frames[-1] == (home, "  quizapp")

        frames.clear()
        await pilot.press(key)
        await until(pilot, lambda: type(app.screen) is not home)

        assert frames[0] == first


async def test_an_answer_and_the_way_on_are_acknowledged_first(services: FakeServices, frames: Frames) -> None:
    """Before the answer is kept and told, and before the next question is there."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await at(pilot, StudyScreen)
        page = app.screen
        assert isinstance(page, StudyScreen)
        title = page.heading
        frames.clear()

        await pilot.press("x")
        await until(pilot, lambda: page.query_one(VerdictBar).display)
        answered = frames[0], frames[-1]
        before = page.query_one(Question)
        frames.clear()
        await pilot.press("enter")
        await until(pilot, lambda: page.query(Question) and page.query_one(Question) is not before)

        for first, last in (answered, (frames[0], frames[-1])):
            assert first[1].startswith(f"  {title} … ")
            assert last[1].startswith(f"  {title}  ")


async def test_what_cannot_be_opened_leaves_no_sign(
    services: FakeServices, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, and the title is as it was."""

    def refuse(*_: object, **__: object) -> None:
        raise NotFoundError("Nothing there.")

    monkeypatch.setattr(type(services.study), "left", refuse)
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = type(app.screen)
        frames.clear()
        await pilot.press("s")
        await until(pilot, lambda: notices(app))

        assert "Nothing there." in notices(app)[0]
        assert (frames[0], frames[-1]) == ((home, "  quizapp …"), (home, "  quizapp"))


@pytest.mark.parametrize(
    ("title", "sign"),
    [("short", "short …"), ("a title " * 9, "a title a title a title a title a …")],
)
async def test_a_long_title_makes_room_for_the_sign(
    services: FakeServices, frames: Frames, title: str, sign: str
) -> None:
    """It is cut for as long as that stands there."""
    app = QuizApp(services)
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        page = app.screen
        assert isinstance(page, Page)
        page.bar.title = title
        await pilot.pause()
        frames.clear()

        page.acknowledge()

        assert [line.strip() for _, line in frames] == [sign]


async def test_a_screen_that_is_not_on_top_paints_nothing(services: FakeServices, frames: Frames) -> None:
    """Its title lies below a box."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = app.screen
        assert isinstance(page, Page)
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is not page)
        frames.clear()

        page.acknowledge()

        assert frames == []


@pytest.mark.parametrize(
    "wish", [to.StudyRequested, to.TasksRequested, to.SearchRequested], ids=["study", "tasks", "search"]
)
async def test_it_is_painted_once(services: FakeServices, frames: Frames, wish: Callable[[], to.Requested]) -> None:
    """By whichever way something is asked for."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = app.screen
        frames.clear()

        app.post_message(wish())
        await until(pilot, lambda: app.screen is not home)

        assert [line for _, line in frames].count("  quizapp …") == 1
