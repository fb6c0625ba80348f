"""Markdown from a pack, made safe: no control characters, and links that open a browser only for the web."""

from __future__ import annotations

from textual import on
from textual.widgets import Markdown

from quizapp.ui.text import clean


class Prose(Markdown):
    """A stem, an explanation, a note, a brief."""

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(clean(text), id=id, classes=classes, open_links=False)

    @on(Markdown.LinkClicked)
    def open_in_browser(self, event: Markdown.LinkClicked) -> None:
        """Follow a link to the web; others lead nowhere."""
        event.stop()
        if event.href.startswith(("https://", "http://")):
            self.app.open_url(event.href)
