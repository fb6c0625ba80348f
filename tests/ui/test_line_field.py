"""A field of one line, as letters come into it."""

from __future__ import annotations

from textual.app import App, ComposeResult

from quizapp.ui.widgets.typing import Line


class Field(App[None]):
    """One field, and how often the screen was laid out."""

    layouts = 0

    def compose(self) -> ComposeResult:
        """The field alone."""
        yield Line()

    def count(self, _: object) -> None:
        """It was laid out once more."""
        self.layouts += 1


async def test_letters_lay_nothing_out() -> None:
    """A letter changes the field and nothing around it: laying a full screen out takes as long as the letter."""
    async with Field().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Field)
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app, app.count)

        await pilot.press(*"pydantic", "backspace")
        await pilot.pause()

        assert app.query_one(Line).value == "pydanti"
        assert app.layouts == 0


async def test_a_long_line_scrolls_with_its_cursor() -> None:
    """A text that is longer than the field shows where its cursor is, at both ends."""
    async with Field().run_test(size=(30, 5)) as pilot:
        field = pilot.app.query_one(Line)

        await pilot.press(*"abcdefghij" * 6)
        await pilot.pause()
        end = field.scroll_offset.x
        await pilot.press("home")
        await pilot.pause()

        assert end >= 60 - field.content_size.width
        assert field.scroll_offset.x == 0
