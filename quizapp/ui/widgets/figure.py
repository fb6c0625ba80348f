"""A drawing that fits the width it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from quizapp.ui.charts import Line
from quizapp.ui.text import clean


def painted(lines: Sequence[Line]) -> Content:
    """Lines as Textual paints them. Texts of packs may stand in them."""
    return Content("\n").join(Content.assemble(*((clean(text), style) for text, style in line)) for line in lines)


class Figure(Static):
    """Draws itself anew whenever its width changes."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes, markup=False)
        self._draw: Callable[[int], Sequence[Line]] | None = None
        self._width = 0

    def show(self, draw: Callable[[int], Sequence[Line]]) -> None:
        """Draw this from now on; it is told how many cells there are."""
        self._draw = draw
        self._width = 0
        self._repaint()

    def on_resize(self, event: Resize) -> None:
        """Draw again, if it became wider or narrower."""
        del event
        self._repaint()

    def _repaint(self) -> None:
        width = self.content_size.width
        if self._draw is not None and width and width != self._width:
            self._width = width
            self.update(painted(self._draw(width)))
