"""Lists of lines: one that is only moved in, and one of which Enter opens a line."""

from __future__ import annotations

from textual.reactive import Reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quizapp.ui.keys import bindings


class Lines(OptionList):
    """Textual's list, without markup. Its cursor paints the two lines that it leaves and comes to, not all."""

    highlighted: Reactive[int | None] = Reactive(None, repaint=False)

    def __init__(
        self,
        *lines: Option,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(*lines, id=id, classes=classes, markup=False)

    def _watch_highlighted(self, before: int | None, now: int | None) -> None:
        """Paint both, where Textual has laid them; asked for, it would lay out what is just being replaced."""
        laid = self._line_cache
        for place in (before, now):
            if place in laid.index_to_line:
                self.refresh_lines(laid.index_to_line[place], laid.heights[place])
            elif place is not None:
                self.refresh()

    def action_page_up(self) -> None:
        """A page up, if there is room for one: Textual's list looks its lines up, and has none where it has no room."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual has no types here
            if self.highlighted is None:  # the page ended on a heading, with no line above it
                self.action_first()

    def action_page_down(self) -> None:
        """A page down, if there is room for one."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]  # Textual has no types here
            if self.highlighted is None:
                self.action_last()


class Choices(Lines):
    """Lines of which Enter opens one; the footer says so."""

    BINDINGS = bindings("choices")
