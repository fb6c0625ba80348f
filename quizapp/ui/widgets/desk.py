"""A coding task's desk: brief, code, checks and output, as many of them side by side as there is room for."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from quizapp.domain.items.identity import ItemId
from quizapp.domain.run import Isolation, IsolationLevel
from quizapp.errors import QuizAppError
from quizapp.services.practice import PracticeService
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.brief import BriefPane
from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.foot import Foot
from quizapp.ui.widgets.output import OutputPane
from quizapp.ui.widgets.page import Page, TopBar, tell
from quizapp.ui.widgets.strip import Strip
from quizapp.ui.widgets.verdict import VerdictPane
from quizapp.ui.widgets.workbench import Workbench

WIDE = 110
"""Columns from which on code and one more pane stand side by side."""
BROAD = 165
"""Columns from which on the brief stays as a third one."""
EDGES = 2
"""Columns that the line at the foot leaves empty."""
ROOMY = 72
"""Columns from which on the bar tells a task's level and minutes too."""


class Desk(Page):
    """A page of panes, one of which has the keys."""

    PANES: ClassVar[dict[str, str]] = {"brief": "Brief", "code": "Code", "checks": "Checks", "output": "Output"}
    """Ids and names, in the order in which they are turned to."""

    def __init__(self, services: Services, task: ItemId, *, practice: PracticeService | None = None) -> None:
        """The panes of a task.

        Args:
            services: the use cases.
            task: which one.
            practice: where it is worked on, if not where everybody practises.

        Raises:
            QuizAppError: there is no such task, or its workspace cannot be made.
        """
        super().__init__(services)
        self._practice = services.practice if practice is None else practice
        self._folder = self._practice.open(task)
        self._pane = "brief"
        """The one that has the keys."""
        self._foot = Content.styled("The sandbox is being made ready…", "$muted")
        """What the line at the foot says when there is nothing else."""
        self._below: Content | None = None
        """What it says instead."""
        self._isolation: Isolation | None = None
        self._side = "brief"
        """The one that stands beside the code."""

    def compose(self) -> ComposeResult:
        """Bar, names of the panes, panes, what holds the code back, keys."""
        task = self._folder.task
        bar = TopBar()
        bar.title = task.title
        bar.status = self._standing()
        yield bar
        yield Strip(id="panes")
        with Horizontal(id="desk"):
            yield Workbench(self._practice, self._folder, id="code")
            yield BriefPane(task, id="brief")
            yield self._verdict_pane()
            yield OutputPane(id="output")
            yield from self.more_panes()
        yield Static(self._foot, id="isolation", markup=False)
        yield Foot()

    def more_panes(self) -> ComposeResult:
        """Panes beyond the four that every coding task has."""
        yield from ()

    def _verdict_pane(self) -> VerdictPane:
        return VerdictPane(self._practice, self._folder, self.services.clock, id="checks")

    def _standing(self, badge: str = "") -> str:
        task = self._folder.task
        of_task = [f"level {task.difficulty}", f"{task.minutes} min"] if self.size.width >= ROOMY else []
        return " · ".join(filter(None, [*of_task, badge]))

    @work(group="warm")
    async def _warm(self) -> None:
        try:
            isolation = await self._practice.warm()
        except QuizAppError as error:
            self._foot = Content.styled(f"! {clean(error.message)}", "$text-error")
            self.say_below(None)
            tell(self, error)
            return
        self._isolation = isolation
        self._below = None
        self._tell_isolation(isolation)

    def _tell_isolation(self, isolation: Isolation) -> None:
        """What holds the code back, in as many words as there is room for."""
        style = "$text-error" if isolation.level is IsolationLevel.NONE else "$muted"
        whole = len(isolation.sentence) <= self.size.width - EDGES
        self._foot = Content.styled(isolation.sentence if whole else isolation.brief, style)
        self.say_below(self._below)
        self.bar.status = self._standing(isolation.badge)

    def say_below(self, words: Content | None) -> None:
        """Say something in the line at the foot; None for what holds the code back, as always."""
        self._below = words
        self.query_one("#isolation", Static).update(self._foot if words is None else words)

    @property
    def bench(self) -> Workbench:
        """The files."""
        return self.query_one(Workbench)

    @property
    def verdict(self) -> VerdictPane:
        """The checks."""
        return self.query_one(VerdictPane)

    def _visible(self) -> list[str]:
        width = self.size.width
        if width < WIDE:
            return [self._pane]
        if width < BROAD:
            return ["code", self._side]
        return ["brief", "code", "checks" if self._side == "brief" else self._side]

    async def _arrange(self) -> None:
        """Show the panes that the width has room for."""
        visible = self._visible()
        for pane in self.PANES:
            self.query_one(f"#{pane}").display = pane in visible
        self.set_class(self.size.width >= WIDE, "-wide")
        self.set_class(self.size.width >= BROAD, "-broad")
        await self._name_panes()
        self.refresh_bindings()

    async def _name_panes(self) -> None:
        names = [
            (pane, Content.assemble((str(number), "$text-accent"), f" {name}", self._note(pane)))
            for number, (pane, name) in enumerate(self.PANES.items(), 1)
        ]
        await self.query_one("#panes", Strip).show(names, self._pane)

    def _note(self, pane: str) -> str:
        if pane == "checks":
            return f" {self.verdict.short}" if self.verdict.short else ""
        return " ●" if pane == "code" and self.bench.unsaved else ""

    async def _turn_to(self, pane: str, *, focus: bool = True) -> None:
        self._pane = pane
        if pane != "code":
            self._side = pane
        await self._arrange()
        if focus:
            self._focus()

    def _focus(self) -> None:
        """The pane that was turned to gets the keys."""
        if self._pane == "code":
            area = self.bench.area
            if area is not None:
                area.focus()
        elif self._pane == "checks":
            self.verdict.list.focus()
        else:
            self.query_one(f"#{self._pane}").focus()

    @on(Resize)
    async def rearrange(self) -> None:
        """There is more room, or less."""
        if self._isolation is not None:
            self._tell_isolation(self._isolation)
        if self.bench.paths:
            await self._arrange()
            if self.focused is None:
                self._focus()

    @on(Strip.Chosen)
    async def choose_pane(self, event: Strip.Chosen) -> None:
        """A pane's name was clicked."""
        await self._turn_to(event.tab)

    @on(CodeArea.Left)
    async def leave_text(self) -> None:
        """Escape in the text: letters become commands, and the verdict gets them."""
        await self._turn_to(self._side if self.size.width >= WIDE else "checks")

    async def action_turn_pane(self, step: int) -> None:
        """Turn to the next pane, or the one before."""
        panes = list(self.PANES)
        await self._turn_to(panes[(panes.index(self._pane) + step) % len(panes)])

    async def action_turn_file(self) -> None:
        """Show the next file."""
        await self.bench.turn(1)
