"""Names of panes and files are painted when they change, not at every letter that is typed below them."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from quizapp.ui.widgets.strip import Strip, Tab


class Names(App[None]):
    """Two names, and how often the screen was laid out."""

    layouts = 0

    def compose(self) -> ComposeResult:
        """A strip alone."""
        yield Strip()

    async def tell(self, *labels: Content) -> None:
        """Show these labels."""
        await self.query_one(Strip).show([(str(place), label) for place, label in enumerate(labels)], "0")

    def count(self, _: object) -> None:
        """It was laid out once more."""
        self.layouts += 1


async def test_same_names_lay_nothing_out() -> None:
    """Names that stand there already leave the screen as it is: laying it out takes as long as a letter."""
    async with Names().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Names)
        await app.tell(Content("code"), Content("checks"))
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app, app.count)

        await app.tell(Content("code"), Content("checks"))
        await pilot.pause()

        assert app.layouts == 0


async def test_another_style_is_shown() -> None:
    """A name of the same letters in another style is another name."""
    async with Names().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Names)
        await app.tell(Content("code"), Content("checks"))

        await app.tell(Content("code"), Content.styled("checks", "bold"))

        shown = [tab.content for tab in app.query(Tab)]
        assert [isinstance(each, Content) and bool(each.spans) for each in shown] == [False, True]
