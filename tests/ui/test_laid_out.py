"""What has all the room there is lays nothing out when more or less stands in it, and paints what has changed."""

from __future__ import annotations

import random

import pytest
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets.option_list import Option

from quizapp.ui.widgets.choices import Lines
from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.drawn import Drawn
from quizapp.ui.widgets.narrowing import Narrowed
from quizapp.ui.widgets.rows import Rows
from tests.ui.laid import Around, painted


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


def headed(count: int) -> list[Option]:
    """Lines of one and of two rows, with a heading that nobody can go to before each fifth."""
    return [
        Option(f"line {number}" + "\n  and more" * (number % 3 == 1), disabled=number % 5 == 0)
        for number in range(count)
    ]


async def test_a_lists_cursor_paints_the_lines_that_it_leaves_and_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others stay as they were painted."""
    found = Lines(*lines(8))
    app = Around(found)
    async with app.run_test(size=(40, 12)) as pilot:
        found.focus()
        await pilot.press("down", "down")
        await pilot.pause()
        rows: list[int] = []
        render = Lines.render_line

        def noted(widget: Lines, y: int) -> Strip:
            rows.append(y)
            return render(widget, y)

        monkeypatch.setattr(Lines, "render_line", noted)

        await pilot.press("down")
        await pilot.pause()

        assert found.highlighted == 3
        assert sorted(rows) == [2, 3]


@pytest.mark.parametrize("seed", [1, 2])
async def test_wherever_a_lists_cursor_goes_it_is_seen_there(seed: int) -> None:
    """Scrolled or not, past headings, by pages, over lines of two rows, and when lines come and go."""
    chance = random.Random(seed)
    found = Lines(*headed(30))
    app = Around(found)
    keys = [
        "down",
        "down",
        "down",
        "up",
        "up",
        "pagedown",
        "pageup",
        "home",
        "end",
        "other lines",
        "no lines",
        "resize",
    ]
    pressed: list[str] = []
    async with app.run_test(size=(40, 12)) as pilot:
        found.focus()
        for _ in range(80):
            pressed.append(chance.choice(keys))
            match pressed[-1]:
                case "other lines":
                    found.set_options(headed(chance.randrange(1, 40)))
                    found.highlighted = chance.randrange(0, found.option_count)
                case "no lines":
                    found.clear_options()
                    found.add_options(headed(20))
                case "resize":
                    await pilot.resize_terminal(40, chance.randrange(5, 20))
                case key:
                    await pilot.press(key)
            await pilot.pause()
            before = painted(app.screen)
            found.refresh()
            await pilot.pause()

            assert before == painted(app.screen), pressed


async def test_a_drawn_line_is_what_its_text_is() -> None:
    """In any room, under the cursor or not; and away from it nothing is drawn any more when it is painted."""
    text = Content.styled("words that are wrapped where there is little room", "bold")
    drawn, plain = Narrowed(Option(Drawn(text))), Narrowed(Option(text))
    shown = []
    for found in (drawn, plain):
        app = Around(found)
        async with app.run_test(size=(40, 6)) as pilot:
            for width in (40, 20, 40, 12):
                for highlighted in (None, 0):
                    found.highlighted = highlighted
                    await pilot.resize_terminal(width, 6)
                    await pilot.pause()
                    shown.append((painted(app.screen), found.virtual_size))
    half = len(shown) // 2

    assert shown[:half] == shown[half:]


async def test_what_was_drawn_before_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list takes it as it is."""
    found = Narrowed()
    app = Around(found)
    async with app.run_test(size=(40, 6)) as pilot:
        text = Drawn(Content("words that are wrapped where there is little room"))
        text.draw_for(found)
        again: list[str] = []
        for name in ("render_strips", "get_height"):
            monkeypatch.setattr(Content, name, lambda *_, name=name: again.append(name))

        found.set_options([Option(text)])
        await pilot.pause()
        monkeypatch.undo()
        height, told = found.virtual_size.height, "".join(letter for row in painted(app.screen) for letter, _ in row)

    assert again == []
    assert height == 2
    assert "little room" in told
