"""Every interview held, the latest first: a trend with its ranges, and two to be put side by side."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.session import Session
from quizapp.domain.wording import plural
from quizapp.services.interview import Held
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Rows
from quizapp.ui.widgets.scale import scale
from quizapp.ui.words import day_words

BAR = 20
SHOWN = 100
"""Interviews that are drawn; there is no more room in a head either."""


class HeldRows(Rows, inherit_bindings=False):
    """Interviews under a cursor; every key is the screen's."""


class HistoryScreen(Page):
    """Space chooses, c compares, Enter opens."""

    BINDINGS = bindings("history")
    heading = "Interviews held"

    def __init__(self, services: Services, chosen: Session | None = None) -> None:
        super().__init__(services)
        self._held: list[Held] = services.interviews.results(SHOWN)
        self._chosen: list[str] = [chosen.id] if chosen else []

    def content(self) -> ComposeResult:
        """What can be said of the trend, then a row each."""
        yield Static(Content(_trend(self._held)), id="standing", markup=False)
        yield HeldRows([self._row(held) for held in self._held], id="held")

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.bar.status = plural(len(self._held), "interview")
        if self._held:
            self.query_one(Rows).focus()

    def _row(self, held: Held) -> tuple[Content, Content]:
        chosen = held.session.id in self._chosen
        box = Content.styled(" [x] " if chosen else " [ ] ", "bold $text-accent" if chosen else "$muted")
        told = Content.assemble(
            scale(held.result, BAR, mark=held.blueprint.pass_mark),
            (f" {held.result.mean:>4.0%}", "bold"),
            f"  {held.standing}\n",
            (f"{day_words(held.session.started)}  {clean(held.session.title)}", "$muted"),
        )
        return box, told

    def _repaint(self) -> None:
        for row, held in zip(self.query_one(Rows).rows, self._held, strict=True):
            row.tell(*self._row(held))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Two make a comparison."""
        return len(self._chosen) == 2 if action == "compare" else True

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Rows).cursor += by

    def action_choose(self) -> None:
        """Choose an interview, or take the choice back; of three the oldest choice goes."""
        if not self._held:
            return
        name = self._held[self.query_one(Rows).cursor].session.id
        if name in self._chosen:
            self._chosen.remove(name)
        else:
            self._chosen = [*self._chosen[-1:], name]
        self._repaint()

    def action_compare(self) -> None:
        """Put the two side by side."""
        sessions = {held.session.id: held.session for held in self._held}
        one, other = (sessions[name] for name in self._chosen)
        self.post_message(to.ComparisonRequested(one, other))

    def action_open(self) -> None:
        """Open the debrief."""
        if self._held:
            self.post_message(to.DebriefRequested(self._held[self.query_one(Rows).cursor].session))


def _trend(results: list[Held]) -> str:
    """What the row of results says, and what it does not."""
    if not results:
        return "None yet. Each one that you hold is kept here: Esc goes back to where they begin."
    title = clean(results[0].session.title)
    alike = [held for held in results if held.session.blueprint == results[0].session.blueprint]
    if len(alike) == 1:
        return f"One interview “{title}” is no trend yet. The line is the range of the score, ╎ the pass mark."
    last, first = alike[0].result, alike[-1].result
    of = "" if len(alike) == len(results) else f"“{title}”, held {len(alike)} times: "
    moved = f"{of}from {first.mean:.0%} to {last.mean:.0%}"
    moved = moved[:1].upper() + moved[1:]
    if first.high < last.low:
        return f"{moved}: better, and more than chance would explain."
    if last.high < first.low:
        return f"{moved}: worse, and more than chance would explain."
    return f"{moved}; the ranges overlap, so it may be chance. The line is the range, ╎ the pass mark."
