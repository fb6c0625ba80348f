"""Every key and every command of the palette, on every screen: nothing ends the app, nothing raises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from quizapp.ui.app import QuizApp
from quizapp.ui.commands import KeyCommands
from tests.ui.places import BY_KEYS, PLACES, Everything, arrive, go

SIZE = (100, 32)
EVERYWHERE = bool(os.environ.get("QUIZAPP_WALK"))
"""`QUIZAPP_WALK=1` runs the palette on every screen; else only where most can be done."""
PALETTES = list(PLACES) if EVERYWHERE else ["home", "study a choice", "debrief"]
pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QuizApp:
    """An app that cannot be quit, and opens no browser."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    app = QuizApp(Everything(tmp_path))
    monkeypatch.setattr(app, "exit", lambda *_, **__: None)
    monkeypatch.setattr(app, "open_url", lambda *_, **__: None)
    monkeypatch.setattr(app, "copy_to_clipboard", lambda *_: None)
    return app


def keys_here(app: QuizApp) -> list[str]:
    """Every key that does something on this screen, Textual's own for fields and lists too."""
    return sorted({active.binding.key for active in app.screen.active_bindings.values() if active.enabled})


async def come_back(app: QuizApp, pilot: Pilot[None], stood: Screen[object]) -> None:
    """To a screen that another one lies over, as a person does; or else by taking away what lies there."""
    if app.screen is stood or stood not in app.screen_stack:
        return
    await pilot.press("escape")
    while app.screen is not stood and stood in app.screen_stack:
        app.pop_screen()
    await arrive(pilot)


@pytest.mark.parametrize("place", PLACES)
async def test_every_key_of_a_screen_can_be_pressed(app: QuizApp, place: str) -> None:
    """Each in turn; what it leads to is left again, and where it can no more be pressed, one comes anew."""
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, place)
        name = type(app.screen).__name__
        pressed = []
        for key in keys_here(app):
            if key not in keys_here(app):
                await go(app, pilot, place)
            stood = app.screen
            await pilot.press(key)
            await arrive(pilot)
            pressed.append(key)
            await come_back(app, pilot, stood)
            if app.screen is not stood:
                await go(app, pilot, place)
            assert type(app.screen).__name__ == name, (key, app.screen)

        assert place in BY_KEYS or {"ctrl+p", "f1", "f8"} <= set(pressed)  # the app's own keys rest below a box
        assert pressed


@pytest.mark.parametrize("place", PALETTES)
async def test_every_command_of_the_palette_can_be_run(app: QuizApp, place: str) -> None:
    """What the palette offers on this screen, by its words."""
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, place)
        stood = app.screen
        names = [hit.display async for hit in KeyCommands(stood).discover()]
        for name in names:
            hits = {hit.display: hit async for hit in KeyCommands(app.screen).discover()}
            if app.screen is not stood or name not in hits:
                await go(app, pilot, place)
                stood = app.screen
                hits = {hit.display: hit async for hit in KeyCommands(stood).discover()}
            if name in hits:  # a bookmark set is one to take away now, under another name
                await hits[name].command()
                await arrive(pilot)
                await come_back(app, pilot, stood)

        assert "Help" in [str(name) for name in names]
