"""Every coding task by topic, and how far the learner has come with each."""

from __future__ import annotations

import re
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.items.identity import ItemId
from quizapp.domain.wording import in_words
from quizapp.services.taskstate import TaskState
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import STYLE_SHEET, Mark
from quizapp.ui.widgets.choices import Lines
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.typing import Line

LEVELS = 5
ROOMY = 90
"""Cells from which on a level is drawn too."""


class Filter(Line):
    """Words that narrow the list. It has the keys of the screen, so that Enter never overtakes a letter."""

    BINDINGS = bindings("tasks")


class TasksScreen(Page):
    """A list that narrows as one types."""

    CSS_PATH = [STYLE_SHEET.with_name("practice.tcss")]
    heading = "Coding tasks"

    def __init__(self, services: Services, *, topic: str | None = None) -> None:
        """The list of tasks.

        Args:
            services: the use cases.
            topic: `pack/topic` to start at.
        """
        super().__init__(services)
        self._topic = topic
        self._states: list[TaskState] = []
        self._topics = {topic.id: topic.topic.title for topic in services.overview.roadmap()}

    def content(self) -> ComposeResult:
        """Filter and list."""
        yield Filter(placeholder="Type to narrow the list", id="task-filter", compact=True)
        yield Lines(id="tasks")
        yield Static(id="no-task", classes="muted", markup=False)

    def on_mount(self) -> None:
        """Letters go to the filter, arrows to the list."""
        self.query_one("#tasks").can_focus = False
        self.query_one(Input).focus()

    def on_screen_resume(self) -> None:
        """Count again: a task may have been passed."""
        with self.telling():
            self._states = self.services.practice.tasks()
            passed = sum(state.passed for state in self._states)
            self.bar.status = f"{passed} of {len(self._states)} passed"
            self._paint()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#tasks", OptionList)

    @on(Resize)
    def repaint(self) -> None:
        """Fit the lines to the new width."""
        if self._states:
            self._paint()

    @on(Input.Changed)
    def narrow(self) -> None:
        """Show what fits the words typed."""
        self._paint()

    def _fits(self, state: TaskState) -> bool:
        topic = self._topics.get(state.listing.topic, "")
        level = f"level {state.listing.difficulty}"
        text = f"{state.listing.title} {topic} {state.listing.id} {level}".casefold()
        # A level is asked for in two words: its number alone stands in many a title.
        words = re.findall(r"level +\d+|\S+", self.query_one(Input).value.casefold())
        return all(" ".join(word.split()) in text for word in words)

    def _paint(self) -> None:
        before = self._list.highlighted_option
        chosen = before.id if before else None
        shown = [state for state in self._states if self._fits(state)]
        width = max(40, self.room + 2)
        now = self.services.clock.now()
        last = max((len(state_words(state, now)[2]) for state in shown), default=0)
        self._list.clear_options()
        topic = ""
        for state in shown:
            if state.listing.topic != topic:
                topic = state.listing.topic
                self._list.add_option(Option(Content(clean(self._topics.get(topic, topic))), disabled=True))
            self._list.add_option(Option(task_line(state, width, now, last=last), id=state.listing.id))
        back = spoken("page.back", self.services.settings.keys)
        none = (
            f"No task fits these words. {back} clears them."
            if self._states
            else f"No pack has tasks. {back} goes back."
        )
        self.query_one("#no-task", Static).update(none)
        self.query_one("#no-task").display = not shown
        self._list.display = bool(shown)
        self._highlight(shown, chosen)

    def _highlight(self, shown: list[TaskState], chosen: str | None) -> None:
        """Keep the cursor on its task, else go to the topic asked for, else to the first task that is not passed."""
        ids = [state.listing.id for state in shown]
        if chosen not in ids:
            of_topic = [state.listing.id for state in shown if state.listing.topic == self._topic]
            open_ones = [state.listing.id for state in shown if not state.passed or state.lapsed]
            chosen = next(iter([*of_topic, *open_ones, *ids]), None)
        if chosen is not None:
            self._list.highlighted = self._list.get_option_index(chosen)

    def action_move(self, step: int) -> None:
        """Move the cursor while the filter has the letters."""
        for _ in range(abs(step)):
            if step < 0:
                self._list.action_cursor_up()
            else:
                self._list.action_cursor_down()

    @on(Input.Submitted)
    def open_chosen(self) -> None:
        """Open the task under the cursor."""
        option = self._list.highlighted_option
        if option is not None and option.id:
            self.post_message(to.TaskRequested(ItemId(option.id)))

    @on(OptionList.OptionSelected, "#tasks")
    def open_clicked(self, event: OptionList.OptionSelected) -> None:
        """A click on a task opens it."""
        if event.option_id:
            self.post_message(to.TaskRequested(ItemId(event.option_id)))

    def action_back(self) -> None:
        """Escape clears the filter first, then leaves."""
        filter_ = self.query_one(Input)
        if filter_.value:
            filter_.value = ""
        else:
            self.dismiss()


def state_words(state: TaskState, now: datetime) -> tuple[str, str, str]:
    """Mark, colour and words for how far the learner is with a task."""
    if state.lapsed:
        return Mark.DUE, "$text-warning", "due again"
    if state.passed:
        back = f", back {in_words(state.due, now)}" if state.due else ""
        return Mark.RIGHT, "$text-success", f"passed{back}"
    if state.best_checks is not None:
        passed, checks = state.best_checks
        return Mark.PARTLY, "$text-primary", f"{passed} of {checks} checks"
    return Mark.OPEN, "$muted", "never tried"


def task_line(state: TaskState, width: int, now: datetime, *, last: int) -> Content:
    """A task in one line: mark, title, level, minutes, and in as many cells as the `last` column has, state."""
    mark, style, words = state_words(state, now)
    listing = state.listing
    boxes = " " + "▪" * listing.difficulty + "▫" * (LEVELS - listing.difficulty) if width >= ROOMY else ""
    tail = f" level {listing.difficulty}{boxes} {round(listing.seconds / 60):>3} min  "
    room = max(10, width - len(tail) - last - 3)
    title = clean(listing.title)
    title = title if len(title) <= room else title[: room - 1] + "…"
    return Content.assemble((f" {mark} ", style), f"{title:<{room}}", (tail, "$muted"), (f"{words:<{last}}", style))
