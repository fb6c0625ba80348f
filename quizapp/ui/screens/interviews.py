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
from quizapp.domain.wording import clock, plural
from quizapp.services.interview import BlueprintChoice, Held, Phase
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.page import Page
from quizapp.ui.words import day_words, span_words

MAX_HISTORY = 10
"""Earlier interviews that are listed here; all of them are one key away."""


class InterviewsScreen(Page):
    """One list: the interview that was left, blueprints, earlier ones."""

    BINDINGS = bindings("interviews")
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
        choices = service.shelf.all()
        results = service.results(MAX_HISTORY)
        self._held = {held.session.id: held.session for held in results}
        options: list[Option] = []
        if self._left is not None:
            clocks = service.clocks(self._left)
            left = clock(clocks.whole)
            stands = f"paused with {left} left" if clocks.phase is Phase.PAUSED else f"{left} left, the clock runs"
            options += [
                Option(Content("Left before its end"), disabled=True),
                Option(Content(f" {Mark.PARTLY} {clean(self._left.title)}: go on, {stands}"), id="resume"),
            ]
        if choices:
            options.append(Option(Content("Hold one"), disabled=True))
        options += [
            Option(_offer(choice, self.room), id=f"hold:{choice.id}", disabled=not choice.available)
            for choice in choices
        ]
        if results:
            options.append(Option(Content("Held before"), disabled=True))
            options += [Option(_held(held), id=f"held:{held.session.id}") for held in results]
        listed = self.query_one(OptionList)
        highlighted = listed.highlighted
        listed.clear_options()
        listed.add_options(options)
        last = len(options) - 1
        listed.highlighted = min(highlighted, last) if highlighted else (1 if last > 0 else None)
        own = spoken("interviews.build", self.services.settings.keys)
        none = f"No pack has an interview. {own} makes one of your own."
        said = "Held against the clock; nothing is told until the end." if choices else none
        self.query_one("#standing", Static).update(Content.styled(said, "$muted"))
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def offer_keys(self) -> None:
        """What is one's own can be deleted."""
        self.refresh_bindings()

    def _own(self) -> str:
        """The id of the blueprint under the cursor, if it is the learner's own."""
        option = self.query_one(OptionList).highlighted_option
        what, _, name = (option.id or "" if option else "").partition(":")
        return name if what == "hold" and name.startswith("own/") else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Only one's own blueprint can be deleted, and a trend takes interviews."""
        if action == "delete":
            return bool(self._own())
        return action != "history" or bool(self._held)

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

    def action_build(self) -> None:
        """Make a blueprint."""
        self.post_message(to.BlueprintRequested())

    def action_history(self) -> None:
        """To all interviews held."""
        self.post_message(to.HistoryRequested())

    def action_delete(self) -> None:
        """Forget a blueprint of one's own, once that is meant."""
        name = self._own()
        answers = (
            Answer("no", "Keep it", "Nothing changes."),
            Answer("yes", "Delete it", "Interviews held by it stay in the history."),
        )

        def decide(answer: str | None) -> None:
            if answer == "yes":
                with self.telling():
                    self.services.interviews.shelf.remove(name)
                    self._fill()

        self.app.push_screen(ConfirmModal("Delete this blueprint?", name, *answers), decide)


def _offer(choice: BlueprintChoice, width: int) -> Content:
    blueprint = choice.blueprint
    questions = sum(section.items for section in blueprint.sections)
    tasks = sum(section.task_count for section in blueprint.sections)
    parts = [plural(questions, "question") if questions else "", plural(tasks, "coding task") if tasks else ""]
    asked = " and ".join(filter(None, parts))
    short = f", of which {choice.available} are there" if choice.available < questions + tasks else ""
    notes = "".join([short, ", yours" if choice.own else "", ", adaptive" if blueprint.adaptive else ""])
    return Content.assemble(
        (f" {Mark.OPEN} {clean(blueprint.title)}", "bold"),
        f"  {span_words(blueprint.minutes * 60)}, {asked}{notes}",
        "\n",
        (indented(clean(blueprint.summary), width), "$muted"),
    )


def indented(text: str, width: int) -> str:
    """Text broken to a width, each line under the title."""
    return textwrap.fill(text, max(20, width), initial_indent="   ", subsequent_indent="   ")


def _held(held: Held) -> Content:
    return Content.assemble(
        f"   {day_words(held.session.started)}  ",
        (f"{held.result.mean:>4.0%}  ", "bold"),
        f"{held.standing}  ",
        (clean(held.session.title), "$muted"),
    )
