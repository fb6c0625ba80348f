"""The line at the bottom that names the keys."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer


class Foot(Footer):
    """Textual's footer, which is there for those who look on from another window too.

    Textual leaves it as it is while the window has not the focus. Where the app was started in the background, as in a
    browser's tab or another pane, that is empty, and a newcomer sees a program without keys.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Name the keys anew."""
        super().bindings_changed(screen)
        if not self.children and not screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self.recompose)
