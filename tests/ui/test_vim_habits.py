"""Fingers that know vi find their way."""

from __future__ import annotations

import asyncio

from textual.command import CommandPalette

from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.choices import Choices
from tests.ui.conftest import FakeServices


async def test_lists_move_as_in_vi() -> None:
    """By lines with j and k, by pages with Ctrl+D and Ctrl+U, to the end with G; the cursor is never lost."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        roadmap = app.screen.query_one("#roadmap", Choices)
        roadmap.focus()
        places = []
        for key in ("j", "k", "G", "ctrl+u", "ctrl+d"):
            await pilot.press(key)
            places.append(roadmap.highlighted)
        await pilot.press(*["ctrl+u"] * 9)
        top = roadmap.highlighted

    first, last = places[1], places[2]
    assert first < places[0] < last
    assert last == len(roadmap.options) - 1
    assert places[3] < last
    assert places[4] == last
    assert top == first


async def test_colon_q_quits() -> None:
    """A colon asks for a command, q finds how to quit before all else, Enter does it."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("colon", "q")
        async with asyncio.timeout(30):
            while not (isinstance(app.screen, CommandPalette) and app.screen.query("CommandList").first().option_count):
                await pilot.pause(0.02)
        await pilot.press("enter", "enter")
        async with asyncio.timeout(30):
            while app.is_running:
                await pilot.pause(0.02)

    assert app.return_code == 0
