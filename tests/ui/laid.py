"""An app around one widget, which counts how often the screen is laid out: that takes as long as a letter does."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget


class Around(App[None]):
    """The widget alone, with all the room there is."""

    CSS = "CodeArea, Narrowed { height: 1fr; } Row { height: auto; } Row.-cursor { background: blue; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.layouts = 0

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self._widget

    async def begin(self, pilot: Pilot[None]) -> None:
        """Count from here on."""
        await pilot.pause()
        self.screen.screen_layout_refresh_signal.subscribe(self, self._count)

    def _count(self, _: object) -> None:
        self.layouts += 1


def painted(screen: Screen[object]) -> list[list[tuple[str, str]]]:
    """Every row as it stands on the screen, in letters and looks."""
    strips = screen._compositor.render_strips()
    return [[(letter, str(segment.style)) for segment in strip for letter in segment.text] for strip in strips]
