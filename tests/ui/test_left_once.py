"""What is pressed or clicked twice, or ends when its screen was left, closes nothing else and raises nothing."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual import events, work
from textual.app import ComposeResult
from textual.command import CommandPalette
from textual.widgets import Static

from quizapp.services.search import SearchService
from quizapp.services.study import StudyService
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.screens import chooser, find
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.foot import Foot
from quizapp.ui.widgets.narrowing import NarrowingPage
from quizapp.ui.widgets.page import Body, Page, TopBar
from tests.ui.conftest import FakeServices
from tests.ui.places import PLACES, Everything, arrive, go, open_box


@pytest.fixture
def app(tmp_path: Path) -> QuizApp:
    """An app that stands on home."""
    return QuizApp(Everything(tmp_path))


async def test_a_double_click_beside_the_palette_closes_the_palette_alone(app: QuizApp) -> None:
    """Both clicks may be on their way to it before the first has closed it; home lies below, which cannot be closed."""
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        palette = app.screen
        assert isinstance(palette, CommandPalette)

        for _ in range(2):
            palette._forward_event(events.Click(palette, 0, 39, 0, 0, 1, False, False, False, 0, 39))
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("box", ["help", "a value picked", "a pack", "start over"])
async def test_a_box_that_is_closed_twice_takes_nothing_else_with_it(app: QuizApp, box: str) -> None:
    """As when Enter is held on a line, and the line is chosen twice before the box is gone."""
    async with app.run_test(size=(100, 30)) as pilot:
        await open_box(app, pilot, box)
        below, top = app.screen_stack[-2:]

        top.dismiss(None)
        top.dismiss(None)
        await pilot.pause()

        assert app.screen is below


@pytest.mark.parametrize("place", ["chooser", "tasks"])
async def test_a_screen_that_is_left_twice_takes_nothing_else_with_it(app: QuizApp, place: str) -> None:
    """Not the screen that somebody came from."""
    async with app.run_test(size=(100, 30)) as pilot:
        await go(app, pilot, "glossary")
        below, wish = app.screen, PLACES[place](app.services)
        assert wish is not None
        app.post_message(wish)
        await arrive(pilot)
        page = app.screen
        assert isinstance(page, Page)

        page.action_back()
        page.action_back()
        await pilot.pause()

        assert app.screen is below


@pytest.mark.parametrize(
    ("place", "module", "asked_of"),
    [("search", find, (SearchService, "find")), ("chooser", chooser, (StudyService, "offer"))],
)
async def test_what_was_asked_for_beside_a_screen_may_come_when_the_screen_is_gone(
    app: QuizApp, monkeypatch: pytest.MonkeyPatch, place: str, module: object, asked_of: tuple[type, str]
) -> None:
    """Between the last look whether anybody waits and the answer there is time enough to leave."""
    left, asked, answered = threading.Event(), [], []
    ask = getattr(*asked_of)

    def slow(*arguments: object) -> object:
        asked.append(arguments)
        left.wait(30)
        answered.append(ask(*arguments))
        return answered[-1]

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(*asked_of, slow)
        monkeypatch.setattr(module, "get_current_worker", lambda: SimpleNamespace(is_cancelled=False), raising=False)
        await go(app, pilot, place)
        while not asked:
            await pilot.pause(0.02)
        await app.pop_screen()
        left.set()
        while len(answered) < len(asked):
            await pilot.pause(0.02)
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
        assert app._exception is None


class Slow(Static):
    """A part that takes its time to go, while the others are gone."""

    came: asyncio.Event

    async def on_unmount(self) -> None:
        """Let what is awaited come."""
        self.came.set()
        await asyncio.sleep(0.3)


class Leaving(Page):
    """A screen with such a part, and work beside it that ends with a look at another part."""

    def content(self) -> ComposeResult:
        """Nothing."""
        yield from ()

    def on_mount(self) -> None:
        """It stands beside the body."""
        self.mount(Slow())

    @work
    async def look(self, came: asyncio.Event) -> None:
        """When the body has gone."""
        await came.wait()
        await asyncio.sleep(0.1)
        self.body.refresh()


async def test_work_beside_a_screen_ends_before_the_screen_s_parts_go(app: QuizApp) -> None:
    """They go one after another, and what ended in between would look for those that are gone."""
    async with app.run_test(size=(100, 30)) as pilot:
        page = Leaving(app.services)
        await app.push_screen(page)
        await pilot.pause()
        slow, came = page.query_one(Slow), asyncio.Event()
        slow.came = came
        looking = page.look(came)

        page.dismiss()
        while slow.is_attached:
            await pilot.pause(0.02)

        assert came.is_set()
        assert looking.is_cancelled
        assert isinstance(app.screen, HomeScreen)
        assert app._exception is None


class SlowFoot(Foot):
    """A line of keys that goes when it is let go."""

    let_go: asyncio.Event

    async def on_unmount(self) -> None:
        """Take some time."""
        await self.let_go.wait()


class Keyed(Page):
    """A screen whose keys depend on its body."""

    def compose(self) -> ComposeResult:
        """Body and line of keys."""
        yield TopBar()
        yield Body()
        yield SlowFoot()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whatever the body says."""
        return self.body.is_attached


async def test_what_is_called_after_the_next_paint_lets_a_screen_be_that_was_left(app: QuizApp) -> None:
    """By then another screen is on top, and calls it while the first one's parts go."""
    async with app.run_test(size=(100, 30)) as pilot:
        page = Keyed(app.services)
        await app.push_screen(page)
        await pilot.pause()
        foot = page.query_one(SlowFoot)
        foot.let_go = asyncio.Event()

        page.dismiss()
        async with asyncio.timeout(30):
            while page.query(Body):  # noqa: ASYNC110 - Textual has no sign for it
                await asyncio.sleep(0.01)
        was_there = foot.is_attached
        try:
            await foot._follow()
        finally:
            foot.let_go.set()

        assert was_there
        assert app._exception is None


async def test_a_list_that_was_left_is_not_scrolled(app: QuizApp) -> None:
    """Its cursor is shown after the next paint, for whoever still sees it."""
    async with app.run_test(size=(100, 30)) as pilot:
        await go(app, pilot, "glossary")
        page = app.screen
        assert isinstance(page, NarrowingPage)

        await app.pop_screen()
        page._show_cursor()

        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_palette_without_room_for_a_line_stays_open(app: QuizApp, key: str) -> None:
    """A window that is pulled small is no reason to end."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.resize_terminal(1, 6)
        await pilot.pause()

        await pilot.press(key)
        await pilot.pause()

        assert isinstance(app.screen, CommandPalette)


async def test_a_box_may_be_closed_as_it_opens(app: QuizApp) -> None:
    """Its parts are gone before it could give the keys to one of them."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        box = ConfirmModal("Closed", "Whether it is?", Answer("yes", "Yes", "It is."))
        opening = app.push_screen(box)
        box.query("*").remove()
        await opening
        await pilot.pause()

        box.on_mount()
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


async def test_a_click_on_a_text_that_was_just_taken_away_ends_nothing(services: FakeServices) -> None:
    """As when the next question comes: the one before stands on the screen until that is painted anew."""
    app = QuizApp(services, opening=StudyRequested())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(".question--head", Static)
        x, y = text.region.offset
        async with app.screen.query_one(Body).batch():
            await app.screen.query_one(Body).remove_children()
            seen = app.screen.get_widget_at(x, y)[0]
            for kind in (events.MouseDown, events.MouseMove, events.MouseUp):
                app.screen._forward_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()

        assert seen is text
        assert not text.is_attached
        assert isinstance(app.screen, StudyScreen)
