"""A screen that is left once, and of which nothing is clicked that is gone."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.geometry import Offset
from textual.messages import Prune
from textual.screen import ModalScreen, Screen
from textual.widget import Widget


def stands(widget: Widget) -> bool:
    """Whether a widget's screen is still to be seen, or lies below one that is.

    For what is called after the next paint: by then the screen on top calls it, whichever that is, while the parts of
    the one that was left are taken away.
    """
    return widget.is_attached and widget.screen in widget.app.screen_stack


def close_boxes(app: App[Any]) -> None:
    """Close every box that lies over the screen: time may run out under one."""
    while isinstance(app.screen, ModalScreen):
        app.pop_screen()


class LeftOnce:
    """Goes before Screen among the bases: whatever closes this screen closes no other one.

    Textual's own `dismiss` takes away the screen on top, whichever it is. What was chosen or clicked twice before the
    first could be carried out would close the one below too, and on the home screen end the app.
    """

    app: App[object]

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave, unless that is done already."""
        assert isinstance(self, Screen)
        return Screen.dismiss(self, result) if self.app.screen is self else AwaitComplete()

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What stands there, where a text may be selected; not what was taken away since the last paint.

        Textual would look for what that stood in, and end the app.
        """
        assert isinstance(self, Screen)
        widget, offset = Screen.get_widget_and_offset_at(self, x, y)
        return (widget, offset) if widget is not None and widget.is_attached else (None, None)

    async def on_prune(self, event: Prune) -> None:  # noqa: ARG002 - Textual's own, which comes after it
        """End what goes on beside this screen before its parts are taken away, one after another.

        Textual ends it last of all: what came to its end meanwhile would look for parts that are gone, and end the app.
        """
        for worker in [*self.app.workers]:
            if self in worker.node.ancestors_with_self:
                worker.cancel()


class Palette(LeftOnce, CommandPalette):
    """Textual's palette, which a double click beside it would close twice."""

    def _action_command_list(self, action: str) -> None:
        """Move in the list; where the window has no room for a line of it, Textual's own would end the app."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
