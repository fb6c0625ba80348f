"""Before an interview: what is coming."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.pack import Blueprint
from quizapp.services.interview.debrief import TASK_WEIGHT
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.keys.own import spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.interval import section_line
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Row
from quizapp.ui.words import span_words


class BriefingScreen(Page):
    """The clock does not run yet."""

    BINDINGS = bindings("briefing")

    def __init__(self, services: Services, blueprint_id: str, *, seed: int | None = None) -> None:
        super().__init__(services)
        _, self._blueprint_id, self._blueprint = services.interviews.shelf.find(blueprint_id)
        self._seed = seed
        self.heading = self._blueprint.title

    def content(self) -> ComposeResult:
        """Sections, then the rules."""
        blueprint = self._blueprint
        yield Static(Content(clean(blueprint.summary)), id="summary", markup=False)
        for section in blueprint.sections:
            yield Static(section_line(section), markup=False)
        yield Static("How it goes", classes="heading")
        for position, rule in enumerate(_rules(blueprint, self.services.settings.keys)):
            yield Row(position, Content(f" {Mark.DOT}"), Content(rule))

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.body.can_focus = True
        self.body.focus()

    def action_begin(self) -> None:
        """Start the clock."""
        self.post_message(to.InterviewRequested(self._blueprint_id, seed=self._seed).instead())


def _rules(blueprint: Blueprint, own: Mapping[str, str]) -> list[str]:
    pause, mark, skip, every = (spoken(f"interview.{name}", own) for name in ("pause", "mark", "next", "overview"))
    several = len(blueprint.sections) > 1
    tasks = any(section.task_count for section in blueprint.sections)
    extra = ", and a minute for each step to the next section" if several else ""
    whole = span_words(blueprint.minutes * 60)
    rules = [
        f"You have {whole} in all{extra}. The clock starts when you begin and runs on if you leave.",
        f"{pause} pauses the clock and hides the question; the debrief tells for how long.",
        "Each section has its own clock. When it runs out the section closes, and what stands in the field counts.",
        f"Nothing is told until the end. Within a section you may mark ({mark}), skip ({skip}), come back ({every}).",
    ]
    if any(section.items and "open" in (section.kinds or ["open"]) for section in blueprint.sections):
        rules.append("An answer in your own words may be asked after; what you say then counts like the first answer.")
    if tasks:
        rules.append(
            f"A coding task counts like {TASK_WEIGHT:.0f} questions. Checks say whether they pass, not why; the last "
            "saved state is judged."
        )
    if blueprint.adaptive:
        rules.append("Each question's difficulty follows from your answers before it.")
    rules.append(f"The pass mark is {blueprint.pass_mark:.0%}. A question not reached counts nothing.")
    return rules
