"""A page with a list that narrows as one types: letters go to the input, arrows to the list."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.widgets.choices import Lines
from quizapp.ui.widgets.once import stands
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.typing import Line


class Words(Line):
    """The words. It has the keys of the page, so that Enter never overtakes a letter."""

    BINDINGS = bindings("narrowing")


class Narrowed(Lines):
    """What fits the words. It has all the room there is, however many lines that are, so nothing moves around it."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class NarrowingPage(Page):
    """Subclasses paint the list when the words change, and open what is chosen."""

    placeholder = ""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._painted = 0
        """For so many cells."""

    def content(self) -> ComposeResult:
        """Words, a line about what is listed, the list."""
        yield Words(placeholder=self.placeholder, compact=True)
        yield Static(id="listed", classes="muted", markup=False)
        yield Narrowed(id="lines")

    def on_mount(self) -> None:
        """Letters go to the words."""
        self.lines.can_focus = False
        self.query_one(Words).focus()

    @property
    def lines(self) -> OptionList:
        """The list."""
        return self.query_one("#lines", OptionList)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.query_one(Words).value

    @on(Resize)
    def fit(self) -> None:
        """Paint the list to the new width, its cursor where it was."""
        if self.room != self._painted:
            self._painted = self.room
            chosen = self.lines.highlighted_option
            self.narrow()
            if chosen is not None and chosen.id:
                with contextlib.suppress(OptionDoesNotExist):
                    self.lines.highlighted = self.lines.get_option_index(chosen.id)
            # Only then is the list as high as it will be.
            self.call_after_refresh(self._show_cursor)

    @property
    def _first_line(self) -> int | None:
        """The first line that can be chosen."""
        return next((place for place, option in enumerate(self.lines.options) if not option.disabled), None)

    def _show_cursor(self) -> None:
        """With the heading above the first line, which nobody can go to."""
        if not stands(self):
            return
        if self.lines.highlighted == self._first_line:
            self.lines.scroll_home(animate=False)
        else:
            self.lines.scroll_to_highlight()

    def narrow(self) -> None:
        """Paint what fits the words. Subclasses do it."""
        raise NotImplementedError

    def choose(self, name: str) -> None:
        """Open a line. Subclasses do it."""
        raise NotImplementedError

    def show(self, options: Iterable[Option], told: str) -> None:
        """Paint the list, its cursor on the first line that can be chosen."""
        self.say(told)
        if lines := list(options):
            self.lines.set_options(lines)  # by way of no lines the scroll bar would go and come
        else:
            self.lines.clear_options()
        self.lines.highlighted = self._first_line

    def say(self, told: str) -> None:
        """Say what is listed; nothing is laid out anew for it, unless it takes more lines than before, or fewer."""
        line = self.query_one("#listed", Static)
        if line.content != told:
            width, height = line.size
            line.update(told, layout=not width or Content(told).get_height({}, width) != height)

    @on(Input.Changed)
    def narrow_list(self) -> None:
        """The words have changed."""
        self.narrow()

    @on(Input.Submitted)
    def open_chosen(self) -> None:
        """Open the line under the cursor."""
        option = self.lines.highlighted_option
        if option is not None and option.id:
            self.choose(option.id)

    @on(OptionList.OptionSelected)
    def open_clicked(self, event: OptionList.OptionSelected) -> None:
        """A click on a line opens it."""
        if event.option_id:
            self.choose(event.option_id)

    def action_move(self, step: int) -> None:
        """Move the cursor while letters go to the words."""
        for _ in range(abs(step)):
            if step < 0:
                self.lines.action_cursor_up()
            else:
                self.lines.action_cursor_down()

    def action_back(self) -> None:
        """Escape clears the words first, then leaves."""
        words = self.query_one(Words)
        if words.value:
            words.value = ""
        else:
            self.dismiss()
