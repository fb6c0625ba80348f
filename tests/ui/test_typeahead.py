"""Keys that come in one breath: each is for what the key before it has brought."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

import quizapp.ui.typeahead
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.find import FindScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.interviews import InterviewsScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.tasks import TasksScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.widgets.narrowing import Words
from tests.ui.conftest import FakeServices
from tests.ui.practising import until


async def burst(app: App[None], _: object, *keys: str) -> None:
    """All of them in one read, as from a paste or over a slow line; a Pilot waits after each."""
    for key in keys:
        app.post_message(Paste(key[1:]) if key[0] == "=" else Key(key, key if len(key) == 1 else None))


async def done(app: QuizApp, pilot: Pilot[None]) -> None:
    """Wait until all of it has come, and had its effect."""
    await pilot.pause()
    await until(pilot, lambda: app._typed is not None and app._typed.is_done)


async def slowly(app: App[None], pilot: Pilot[None], *keys: str) -> None:
    """One after another, each when the one before is done."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (["i", "escape", "s"], StudyScreen),
        (["question_mark", "escape", "i"], InterviewsScreen),
        (["s", "1", "enter", "enter"], StudyScreen),
        (["s", "1", "enter", "escape", "escape", "comma"], SettingsScreen),
        (["down", "down", "enter"], TopicScreen),
        (["p", "down", "up", "down", "down"], TasksScreen),
        (["comma", "escape"] * 4, HomeScreen),
    ],
)
async def test_each_key_is_for_the_screen_that_the_one_before_has_opened(keys: list[str], screen: type) -> None:
    """What comes in one breath does what it does slowly: not all for the screen that was there when it came."""
    found = []
    for way in (burst, slowly):
        services = FakeServices()
        app = QuizApp(services)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await way(app, pilot, *keys)
            await done(app, pilot)
            await pilot.pause()
            rows = app.screen.query(OptionList).results()
            found.append(
                (
                    type(app.screen),
                    [attempt.response for attempt in services.progress.attempts()],
                    [each.highlighted for each in rows],
                )
            )

    assert found[0] == found[1]
    assert found[0][0] is screen
    assert len(found[0][1]) == keys.count("1")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["slash", *"jwt"], "jwt"),
        (["slash", "a", "=bcd", "e"], "abcde"),
        (["slash", *"jwt", "home", "x", "end", "backspace", "y"], "xjwy"),
        (["i", "escape", "slash", "q"], "q"),
    ],
)
async def test_letters_go_to_the_field_that_a_key_has_opened(
    services: FakeServices, keys: list[str], words: str
) -> None:
    """Each in its place, and none is a command of the screen before."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, *keys)
        await done(app, pilot)
        await pilot.pause()

        assert isinstance(app.screen, FindScreen)
        assert app.screen.query_one(Words).value == words


async def test_the_palette_has_what_follows_its_key(services: FakeServices) -> None:
    """A box of Textual's own."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, "ctrl+p", *"theme")
        await done(app, pilot)
        await pilot.pause()

        assert isinstance(app.screen, CommandPalette)
        assert app.screen.query_one(Input).value == "theme"


async def test_quitting_waits_for_nothing(services: FakeServices) -> None:
    """However much was typed before."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, *["comma", "escape"] * 500, "ctrl+q")
        await pilot.pause()

    assert app.return_code == 0


@pytest.mark.parametrize("keys", [["q", *"jjj"], ["i", "escape", "q", *"jjj"], ["s", "escape", "q", *"12345"]])
async def test_what_comes_after_the_end_is_for_nobody(services: FakeServices, keys: list[str]) -> None:
    """Whoever quits and types on has quit."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, *keys)
        async with asyncio.timeout(30):
            while app.is_running and app.return_code is None:  # noqa: ASYNC110 - the app tells nobody else
                await asyncio.sleep(0.01)

    assert app.return_code == 0


async def test_what_comes_when_the_screens_are_gone_is_for_nobody(services: FakeServices) -> None:
    """The last of what was typed may be handed on while the app is taken down."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

    await app.on_event(Key("j", "j"))

    assert app.screen_stack == []


async def test_a_key_of_which_nothing_more_is_heard_holds_up_no_other(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the next one is handed on all the same."""
    monkeypatch.setattr(quizapp.ui.typeahead, "SETTLING_SECONDS", 0.05)
    call_later = HomeScreen.call_later

    def forgetful(screen: HomeScreen, callback: Callable[..., object], *given: object, **named: object) -> bool:
        return getattr(callback, "__name__", "") == "set" or call_later(screen, callback, *given, **named)

    monkeypatch.setattr(HomeScreen, "call_later", forgetful)
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, "down", "slash", "q")
        await done(app, pilot)
        await pilot.pause()

        assert isinstance(app.screen, FindScreen)
        assert app.screen.query_one(Words).value == "q"
