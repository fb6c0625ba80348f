"""A screen that comes up without being styled and laid out twice, and tells when it takes what is typed."""

from __future__ import annotations

import asyncio
from functools import cached_property

from textual import on
from textual.events import ScreenResume
from textual.screen import Screen, ScreenResultType

from quizapp.ui.widgets.foot import Foot

Breakpoints = list[tuple[int, str]] | None


class OpenedAtOnce(Screen[ScreenResultType]):
    """A screen that has before its first paint what that needs.

    Textual styles every widget as it comes, once more when the screen is shown, and a third time when the screen
    learns its size and with it its breakpoints; then it builds the line of keys. Each of these lays out and paints all
    of the screen again, and each is as dear as opening it. And what is typed before anything has the focus is lost.
    """

    _has_come_up = False
    """Whether it has been shown before. That it has a size does not tell: the first screen may have that earlier."""

    @cached_property
    def up(self) -> asyncio.Event:
        """Set when what is to have the focus has it: what was typed before that would be lost."""
        return asyncio.Event()

    def on_compose(self) -> None:
        """Take the classes of the terminal's size while there is nothing in the screen that would be styled again."""
        size = self.app.size
        self.update_classes(
            {
                **_holding(size.width, self.HORIZONTAL_BREAKPOINTS or self.app.HORIZONTAL_BREAKPOINTS),
                **_holding(size.height, self.VERTICAL_BREAKPOINTS or self.app.VERTICAL_BREAKPOINTS),
            },
            animate=False,
        )

    @on(ScreenResume)
    async def come_up(self, event: ScreenResume) -> None:
        """Show what has just been styled as it is, with its keys, and take what was typed meanwhile."""
        if self._has_come_up:
            return
        self._has_come_up = True
        event.refresh_styles = False
        if len(self.app.screen_stack) > 1:  # at the start the frame comes first, and which keys hold is not known
            await self.name_keys()
        self.app.call_later(self.up.set)  # after what Textual puts off in the same way: to give the focus

    async def name_keys(self) -> None:
        """Name the keys that hold now, with what is painted next."""
        if self._has_come_up:
            for foot in self.query(Foot):
                await foot.catch_up()


def _holding(cells: int, breakpoints: Breakpoints) -> dict[str, bool]:
    """Which class holds at so many cells: that of the last breakpoint that they reach."""
    reached = max((each for each in breakpoints or [] if each[0] <= cells), default=None)
    return {name: (least, name) == reached for least, name in breakpoints or []}
