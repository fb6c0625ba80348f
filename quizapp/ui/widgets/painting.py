"""Painting without waiting for one's turn."""

from __future__ import annotations

from textual.widget import Widget


def paint_at_once(widget: Widget) -> None:
    """Paint one widget of the screen on top, where it stood when that was last laid out.

    Textual paints when nothing else is to be done. What is about to keep it busy has to be told before.
    """
    screen = widget.screen
    if widget.app.screen is screen:
        screen._compositor.update_widgets({widget})  # noqa: SLF001 - nothing else paints while a message is handled
        screen._compositor_refresh()  # noqa: SLF001 - the same
