"""What has all the room there is lays nothing out when more or less stands in it, and paints what has changed."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets.option_list import Option

from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.narrowing import Narrowed
from quizapp.ui.widgets.rows import Rows
from tests.ui.laid import Around


def lines(count: int) -> list[Option]:
    """So many lines."""
    return [Option(f"line {number}") for number in range(count)]


async def test_letters_of_code_lay_nothing_out() -> None:
    """A letter, a line that is longer than all others, a line more."""
    area = CodeArea("import os\n", path="main.py", read_only=False)
    app = Around(area)
    async with app.run_test(size=(40, 12)) as pilot:
        await app.begin(pilot)

        await pilot.press(*"print", "left_parenthesis", *"name", "right_parenthesis", "enter", "x")
        await pilot.pause()

        assert area.text == "print(name)\nximport os\n"
        assert area.virtual_size.height == 3
        assert app.layouts == 0


async def test_code_still_scrolls_to_its_end() -> None:
    """Without being laid out anew it knows how long it has become: there is a scroll bar, and the end is in sight."""
    area = CodeArea("", path="main.py", read_only=False)
    app = Around(area)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*["x", "enter"] * 20)
        await pilot.pause()

        assert area.show_vertical_scrollbar
        assert area.scroll_offset.y == 21 - area.scrollable_content_region.height


async def test_other_lines_lay_nothing_out() -> None:
    """As long as there is a scroll bar before and after: by way of no lines it would go and come."""
    found = Narrowed(*lines(40))
    app = Around(found)
    async with app.run_test(size=(40, 12)) as pilot:
        await app.begin(pilot)

        found.set_options(lines(60))
        await pilot.pause()

        assert found.virtual_size.height == 60
        assert app.layouts == 0


async def test_lines_come_with_their_scroll_bar() -> None:
    """Lines that no longer fit are scrolled, and lines that fit again are not."""
    found = Narrowed(*lines(3))
    app = Around(found)
    async with app.run_test(size=(40, 12)) as pilot:
        found.set_options(lines(40))
        await pilot.pause()
        many = found.show_vertical_scrollbar
        found.set_options(lines(3))
        await pilot.pause()

        assert many
        assert not found.show_vertical_scrollbar


async def test_a_cursor_paints_the_rows_that_it_leaves_and_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no other row, nor what is around them."""
    rows = Rows([(Content(str(number)), Content(f"row {number}")) for number in range(6)])
    app = Around(rows)
    async with app.run_test(size=(40, 12)) as pilot:
        rows.focus()
        await pilot.pause()
        painted: set[Widget] = set()
        refresh = Widget.refresh

        def noted(widget: Widget, *regions: Region, **how: bool) -> Widget:
            painted.add(widget)
            return refresh(widget, *regions, **how)

        monkeypatch.setattr(Widget, "refresh", noted)

        await pilot.press("down")
        await pilot.pause()

        assert painted == {rows.rows[0], rows.rows[1]}
