"""Interviews that can be held, and those held before."""

from __future__ import annotations

import textwrap

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.session import Session
from quizapp.services.interview import BlueprintChoice, Debrief
from quizapp.ui import messages as to
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.page import Page
from quizapp.ui.words import clock_words, counted, day_words, span_words

MAX_HISTORY = 20
"""Earlier interviews that are listed."""


class InterviewsScreen(Page):
    """One list: the interview that was left, blueprints, earlier ones."""

    heading = "Interview"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._held: dict[str, Session] = {}
        self._left: Session | None = None

    def content(self) -> ComposeResult:
        """The list."""
        yield Static(id="standing", markup=False)
        yield Choices(id="interviews")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """List again: an interview may have been held meanwhile."""
        with self.telling():
            self._fill()

    @on(Resize)
    def refit(self) -> None:
        """Break the summaries to the new width."""
        self.on_screen_resume()

    def _fill(self) -> None:
        service = self.services.interviews
        self._left = service.resumable()
        choices = service.blueprints()
        debriefs = [service.debrief(session) for session in service.history()[:MAX_HISTORY]]
        self._held = {debrief.session.id: debrief.session for debrief in debriefs}
        options: list[Option] = []
        if self._left is not None:
            left = clock_words(service.time_left(self._left))
            options += [
                Option(Content("Left before its end"), disabled=True),
                Option(Content(f" {Mark.PARTLY} {clean(self._left.title)}: go on, {left} left"), id="resume"),
            ]
        if choices:
            options.append(Option(Content("Hold one"), disabled=True))
        options += [
            Option(_offer(choice, self.size.width - 8), id=f"hold:{choice.id}", disabled=not choice.available)
            for choice in choices
        ]
        if debriefs:
            options.append(Option(Content("Held before"), disabled=True))
            options += [Option(_held(debrief), id=f"held:{debrief.session.id}") for debrief in debriefs]
        listed = self.query_one(OptionList)
        highlighted = listed.highlighted
        listed.clear_options()
        listed.add_options(options)
        listed.highlighted = highlighted or (1 if len(options) > 1 else None)
        said = "The clock runs, and nothing is told until the end." if choices else "No pack has an interview."
        self.query_one("#standing", Static).update(Content.styled(said, "$muted"))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Go on with one, read what is coming, or look back."""
        what, _, name = (event.option_id or "").partition(":")
        if what == "resume":
            self.post_message(to.InterviewRequested(resume=self._left))
        elif what == "hold":
            self.post_message(to.BriefingRequested(name))
        elif what == "held":
            self.post_message(to.DebriefRequested(self._held[name]))


def _offer(choice: BlueprintChoice, width: int) -> Content:
    blueprint = choice.blueprint
    planned = sum(section.items for section in blueprint.sections)
    count = min(planned, choice.available)
    return Content.assemble(
        (f" {Mark.OPEN} {clean(blueprint.title)}", "bold"),
        f"  {span_words(blueprint.minutes * 60)}, {counted(count, 'question')}",
        "\n",
        (indented(clean(blueprint.summary), width), "$muted"),
    )


def indented(text: str, width: int) -> str:
    """Text broken to a width, each line under the title."""
    return textwrap.fill(text, max(20, width), initial_indent="   ", subsequent_indent="   ")


def _held(debrief: Debrief) -> Content:
    return Content.assemble(
        f"   {day_words(debrief.session.started)}  ",
        (f"{debrief.score:>4.0%}  ", "bold"),
        f"{debrief.standing}  ",
        (clean(debrief.session.title), "$muted"),
    )
