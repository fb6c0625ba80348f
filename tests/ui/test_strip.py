"""Names of panes and files are painted when they change, not at every letter that is typed below them."""

from __future__ import annotations

from textual.content import Content

from quizapp.ui.widgets.strip import Strip, Tab
from tests.ui.laid import Around


async def tell(strip: Strip, *labels: Content) -> None:
    """Show these labels."""
    await strip.show([(str(place), label) for place, label in enumerate(labels)], "0")


async def test_same_names_lay_nothing_out() -> None:
    """Names that stand there already leave the screen as it is."""
    strip = Strip()
    app = Around(strip)
    async with app.run_test() as pilot:
        await tell(strip, Content("code"), Content("checks"))
        await app.begin(pilot)

        await tell(strip, Content("code"), Content("checks"))
        await pilot.pause()

        assert app.layouts == 0


async def test_another_style_is_shown() -> None:
    """A name of the same letters in another style is another name."""
    strip = Strip()
    async with Around(strip).run_test():
        await tell(strip, Content("code"), Content("checks"))

        await tell(strip, Content("code"), Content.styled("checks", "bold"))

        shown = [tab.content for tab in strip.query(Tab)]
        assert [isinstance(each, Content) and bool(each.spans) for each in shown] == [False, True]
