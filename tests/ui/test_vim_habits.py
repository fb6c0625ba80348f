"""Fingers that know vi find their way."""

from __future__ import annotations

import asyncio

from textual.command import CommandPalette

from quizapp.ui.app import QuizApp
from quizapp.ui.modals.diff import DiffModal
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.reading import Reading
from tests.ui.conftest import FakeServices, shown


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


async def test_a_long_text_in_a_box_scrolls_as_in_vi_and_begins_at_its_first_difference() -> None:
    """Two versions of a file stand open where they differ; j, k, G and half pages move in them."""
    mine = "\n".join(f"line {number}" for number in range(80))
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(DiffModal({"main.py": mine}, {"main.py": mine.replace("line 40", "line forty")}))
        reading = app.screen.query_one("#diff-scroll", Reading)
        async with asyncio.timeout(30):
            while not reading.scroll_offset.y:
                await pilot.pause(0.02)
        rows = [reading.scroll_offset.y]
        text = shown(app)
        for key in ("j", "k", "G", "ctrl+u", "ctrl+d"):
            await pilot.press(key)
            await pilot.pause()
            rows.append(reading.scroll_offset.y)

    first, below, above, last, page_up, page_down = rows
    assert "- line 40" in text
    assert "+ line forty" in text
    assert (below, above) == (first + 1, first)
    assert last == reading.max_scroll_y
    assert page_up < last
    assert page_down == last


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
