"""A field of one line, as letters come into it."""

from __future__ import annotations

from quizapp.ui.widgets.typing import Line
from tests.ui.laid import Around


async def test_letters_lay_nothing_out() -> None:
    """A letter changes the field and nothing around it."""
    field = Line()
    app = Around(field)
    async with app.run_test() as pilot:
        await app.begin(pilot)

        await pilot.press(*"pydantic", "backspace")
        await pilot.pause()

        assert field.value == "pydanti"
        assert app.layouts == 0


async def test_a_long_line_scrolls_with_its_cursor() -> None:
    """A text that is longer than the field shows where its cursor is, at both ends."""
    field = Line()
    async with Around(field).run_test(size=(30, 5)) as pilot:
        await pilot.press(*"abcdefghij" * 6)
        await pilot.pause()
        end = field.scroll_offset.x
        await pilot.press("home")
        await pilot.pause()

        assert end >= 60 - field.content_size.width
        assert field.scroll_offset.x == 0
