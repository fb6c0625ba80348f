"""The editor's own manners: indentation, comments, control characters, undo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.pilot import Pilot

from quizapp.ui.theme import VARIABLES
from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.typing import Line, Sheet
from tests.ui.conftest import shown


class Bench(App[None]):
    """One text."""

    def __init__(self, text: str, *, read_only: bool = False) -> None:
        super().__init__()
        self.area = CodeArea(text, path="main.py", read_only=read_only)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self.area

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """As the real app."""
        return VARIABLES


@asynccontextmanager
async def editing(text: str, at: tuple[int, int], *, read_only: bool = False) -> AsyncIterator[Pilot[None]]:
    """A text with the cursor at a row and a column, counted from 0."""
    app = Bench(text, read_only=read_only)
    async with app.run_test(size=(60, 12)) as pilot:
        app.area.focus()
        app.area.cursor_location = at
        await pilot.pause()
        yield pilot


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("def f():", (0, 8), "def f():\n    "),
        ("    x = 1", (0, 9), "    x = 1\n    "),
        ("    return x", (0, 12), "    return x\n"),
        ("x = f(", (0, 6), "x = f(\n    "),
        ("if a:  # why", (0, 12), "if a:  # why\n    "),
        ("x = 1", (0, 5), "x = 1\n"),
        ("        pass", (0, 12), "        pass\n    "),
    ],
)
async def test_enter_keeps_the_indentation(text: str, at: tuple[int, int], expected: str) -> None:
    """A new line starts where a Python programmer wants it."""
    async with editing(text, at) as pilot:
        await pilot.press("enter")
        written = pilot.app.area.text

    assert written == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("        x", (0, 8), "    x"),
        ("      x", (0, 6), "    x"),
        ("  x", (0, 2), "x"),
        ("ab", (0, 2), "a"),
        ("a\nb", (1, 0), "ab"),
    ],
)
async def test_backspace_takes_a_step(text: str, at: tuple[int, int], expected: str) -> None:
    """In the indentation Backspace removes up to the next step, elsewhere one character."""
    async with editing(text, at) as pilot:
        await pilot.press("backspace")
        written = pilot.app.area.text

    assert written == expected


async def test_tab_moves_selected_lines_in_and_shift_tab_out() -> None:
    """Several lines move together, empty ones stay empty, and one undo brings them back."""
    async with editing("a\n\nb", (0, 0)) as pilot:
        area = pilot.app.area
        area.select_all()
        await pilot.press("tab")
        inside = area.text
        await pilot.press("shift+tab")
        outside = area.text
        area.undo()
        undone = area.text

    assert inside == "    a\n\n    b"
    assert outside == "a\n\nb"
    assert undone == "    a\n\n    b"


async def test_to_the_end_of_the_file_and_to_its_top() -> None:
    """As in any editor, whichever line the cursor was on."""
    async with editing("a\n\nbcd", (1, 0)) as pilot:
        await pilot.press("ctrl+end")
        bottom = pilot.app.area.cursor_location
        await pilot.press("ctrl+home")
        top = pilot.app.area.cursor_location

    assert (top, bottom) == ((0, 0), (2, 3))


async def test_comment_and_back() -> None:
    """The same key turns lines into comments and back, at the depth of the block."""
    async with editing("if a:\n    b()\n    c()\n", (1, 0)) as pilot:
        area = pilot.app.area
        await pilot.press("shift+down", "shift+end", "ctrl+underscore")
        commented = area.text
        await pilot.press("ctrl+underscore")
        back = area.text

    assert commented == "if a:\n    # b()\n    # c()\n"
    assert back == "if a:\n    b()\n    c()\n"


async def test_read_only_takes_no_text() -> None:
    """No key changes a given file."""
    async with editing("x = 1\n", (0, 0), read_only=True) as pilot:
        await pilot.press("y", "enter", "tab", "backspace", "shift+tab", "ctrl+underscore")
        text = pilot.app.area.text

    assert text == "x = 1\n"


async def test_control_characters_are_shown_as_signs() -> None:
    """An escape sequence in a file never reaches the terminal, and the text keeps it."""
    hostile = 'x = "\x1b[2J\x07"\n'
    async with editing(hostile, (0, 0)) as pilot:
        await pilot.pause()
        text = shown(pilot.app)
        kept = pilot.app.area.text

    assert "\x1b" not in text
    assert "␛[2J␇" in text
    assert kept == hostile


async def test_a_text_from_elsewhere_can_be_undone() -> None:
    """Loading another text is one step of the history, and the cursor stays in its line."""
    async with editing("a = 1\nb = 2\n", (1, 3)) as pilot:
        area = pilot.app.area
        area.load("a = 1\nb = 3\nc = 4\n")
        place = area.cursor_location
        loaded = area.text
        area.undo()
        undone = area.text

    assert place == (1, 3)
    assert loaded == "a = 1\nb = 3\nc = 4\n"
    assert undone == "a = 1\nb = 2\n"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["end", "backspace", "x"], "answex"),
        (["home", "x", "end", "y"], "xanswery"),
        (["right", "right", "delete", "x", "left", "y"], "anyxwer"),
    ],
    ids=["backspace", "home", "arrows"],
)
@pytest.mark.parametrize("field", [Line, Sheet, CodeArea])
async def test_keys_are_carried_out_in_their_order(
    field: type[Line | Sheet | CodeArea], keys: list[str], expected: str
) -> None:
    """Keys that come faster than they are carried out change the text as slow ones do."""

    class Nested(App[None]):
        def compose(self) -> ComposeResult:
            with Vertical(), Vertical():
                yield CodeArea("answer", path="main.py", read_only=False) if field is CodeArea else field("answer")

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return VARIABLES

    async with Nested().run_test(size=(60, 12)) as pilot:
        part = pilot.app.query_one(field)
        part.focus()
        await pilot.press("home")
        for key in keys:  # in one breath, which `press` is not
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        written = part.value if isinstance(part, Line) else part.text

    assert written == expected
