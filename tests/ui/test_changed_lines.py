"""A text that paints what an edit has changed shows what it would show if all of it were painted."""

from __future__ import annotations

import random

import pytest
from textual.message import Message
from textual.pilot import Pilot

from quizapp.ui.widgets.code import CodeArea
from tests.ui.laid import Around, painted

TEXT = """from fastapi import FastAPI

app = FastAPI()


@app.get("/books/{number}")
def one(number: int) -> dict[str, int]:
    # A line that is a good deal longer than the window is wide.
    return {"number": number}


def last() -> None:
    pass
"""
LETTERS = ["x", "y", "#", '"', "'", "space", "enter", "enter", "tab"]
BRACKETS = ["left_parenthesis", "right_parenthesis", "left_square_bracket", "right_square_bracket"]
TAKEN = ["backspace", "backspace", "delete", "ctrl+z", "ctrl+y"]
MOVES = ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end"]
SELECTIONS = ["shift+down", "shift+up", "shift+right"]


async def same(area: CodeArea, pilot: Pilot[None]) -> bool:
    """Whether the screen is what it is when all is painted anew."""
    await pilot.pause()
    before = painted(area.screen)
    area.refresh()
    await pilot.pause()
    return before == painted(area.screen)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_keys_leave_what_full_painting_would(seed: int) -> None:
    """Letters, lines that come and go, selections, brackets and their partners, scrolling, undo."""
    chance = random.Random(seed)
    area = CodeArea(TEXT, path="main.txt", read_only=False)
    pressed: list[str] = []
    async with Around(area).run_test(size=(36, 9)) as pilot:
        area.cursor_blink = False
        area.focus()
        for _ in range(60):
            pressed.append(chance.choice(LETTERS + BRACKETS + TAKEN + MOVES + SELECTIONS))
            await pilot.press(pressed[-1])

            assert await same(area, pilot), pressed

        assert area.text != TEXT


async def test_what_a_grammar_sees_otherwise_is_painted_otherwise() -> None:
    """Three quotes on the first line make a text of all lines below; three more give them their colours back."""
    area = CodeArea(TEXT, path="main.py", read_only=False)
    async with Around(area).run_test(size=(80, 20)) as pilot:
        area.cursor_blink = False
        area.colour()
        area.focus()
        await pilot.pause()
        first = painted(area.screen)[3:]

        await pilot.press(*['"'] * 3)
        opened = await same(area, pilot)
        second = painted(area.screen)[3:]
        await pilot.press(*['"'] * 3)
        closed = await same(area, pilot)

        assert opened
        assert closed
        assert second != first
        assert painted(area.screen)[3:] == first


async def test_a_letter_paints_its_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the rows in sight no other is asked for."""
    area = CodeArea(TEXT, path="main.txt", read_only=False)
    async with Around(area).run_test(size=(80, 20)) as pilot:
        area.cursor_blink = False
        area.focus()
        await pilot.press("down", "down", "end")
        await pilot.pause()
        rows: list[int] = []
        render = CodeArea.render_line

        def noted(widget: CodeArea, y: int) -> object:
            rows.append(y)
            return render(widget, y)

        monkeypatch.setattr(CodeArea, "render_line", noted)

        await pilot.press("x", "y")
        await pilot.pause()

        assert set(rows) == {2}


async def test_a_new_line_moves_the_rows_below_it() -> None:
    """And what stood above stays as it was."""
    area = CodeArea(TEXT, path="main.txt", read_only=False)
    async with Around(area).run_test(size=(80, 20)) as pilot:
        area.cursor_blink = False
        area.focus()
        await pilot.press("down", "down", "enter")

        assert await same(area, pilot)
        assert area.document.get_line(3) == "app = FastAPI()"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("f(\n    x\n)\n", ["right", "delete"], id="a bracket's partner"),
        pytest.param("x\n" * 8 + "y", ["ctrl+end", "enter"], id="a tenth line, and its wider number"),
    ],
)
async def test_rows_above_and_below_are_painted_where_they_change(text: str, keys: list[str]) -> None:
    """What an edit does to rows that it leaves as they are."""
    area = CodeArea(text, path="main.txt", read_only=False)
    async with Around(area).run_test(size=(40, 12)) as pilot:
        area.cursor_blink = False
        area.focus()
        await pilot.press(*keys[:-1])
        await pilot.pause()

        await pilot.press(keys[-1])

        assert await same(area, pilot)


class Otherwise(Around):
    """A style sheet with other colours for those who ask."""

    CSS = Around.CSS + "CodeArea.-other { color: red; background: green; }"


async def test_another_theme_is_painted_at_once() -> None:
    """Colours that were taken from the style sheet are taken anew when that may have changed."""
    area = CodeArea(TEXT, path="main.txt", read_only=False)
    app = Otherwise(area)
    async with app.run_test(size=(80, 20)) as pilot:
        area.cursor_blink = False
        area.focus()
        await pilot.press("x")
        await pilot.pause()
        dark = painted(area.screen)

        app.theme = "textual-light"
        await pilot.pause()
        light = painted(area.screen)
        area.add_class("-other")
        await pilot.pause()
        other = painted(area.screen)
        await pilot.press("y")

        assert light != dark
        assert any("#ff0000" in style for row in other for _, style in row)
        assert await same(area, pilot)


async def test_where_the_cursor_is_stays_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message about it goes up through all that is around."""
    area = CodeArea(TEXT, path="main.txt", read_only=False)
    app = Around(area)
    async with app.run_test(size=(80, 20)) as pilot:
        area.focus()
        await pilot.pause()
        told: list[str] = []
        on_message = app.screen._on_message

        async def noted(message: Message) -> None:
            told.append(type(message).__name__)
            await on_message(message)

        monkeypatch.setattr(app.screen, "_on_message", noted)

        await pilot.press("x")
        await pilot.pause()

        assert "Changed" in told
        assert "SelectionChanged" not in told
