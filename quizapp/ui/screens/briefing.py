"""Before an interview: what is coming."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.errors import NotFoundError
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Row
from quizapp.ui.words import counted, span_words


class BriefingScreen(Page):
    """The clock does not run yet."""

    BINDINGS = bindings("briefing")

    def __init__(self, services: Services, blueprint_id: str) -> None:
        super().__init__(services)
        choices = services.interviews.blueprints()
        found = next((choice for choice in choices if blueprint_id in {choice.id, choice.blueprint.id}), None)
        if found is None:
            known = ", ".join(choice.id for choice in choices) or "none"
            raise NotFoundError(f"no interview blueprint is called {blueprint_id}", hint=f"there are: {known}")
        self._choice = found
        self.heading = found.blueprint.title

    def content(self) -> ComposeResult:
        """Sections, then the rules."""
        blueprint = self._choice.blueprint
        yield Static(Content(clean(blueprint.summary)), id="summary", markup=False)
        for section in blueprint.sections:
            yield Static(
                Content.assemble(
                    (f" {Mark.OPEN} {clean(section.title)}", "bold"),
                    (f"  {counted(section.items, 'question')}, {span_words(section.minutes * 60)}", "$muted"),
                ),
                markup=False,
            )
        whole = span_words(blueprint.minutes * 60)
        rules = (
            f"You have {whole} in all. The clock starts when you begin, and runs on if you leave.",
            "Nothing is told until the end: no right, no wrong, no way back to a question.",
            f"The pass mark is {blueprint.pass_mark:.0%}. A question not reached counts nothing.",
            "Afterwards you see every question again, with what you said and what is right.",
        )
        yield Static("How it goes", classes="heading")
        for position, rule in enumerate(rules):
            yield Row(position, Content(f" {Mark.DOT}"), Content(rule))

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.body.can_focus = True
        self.body.focus()

    def action_begin(self) -> None:
        """Start the clock."""
        self.post_message(to.InterviewRequested(self._choice.id).instead())
