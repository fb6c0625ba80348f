"""A coding task of an interview: the practice desk under the clock, where checks tell whether and not why."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.content import Content

from quizapp.domain.items.identity import ItemId
from quizapp.domain.report import Verdict
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session
from quizapp.errors import NotFoundError, QuizAppError
from quizapp.services.interview import Clocks, Stand
from quizapp.services.lastrun import PracticeOutcome
from quizapp.ui import messages as to
from quizapp.ui.desks.judged import JudgedDesk
from quizapp.ui.keys import bindings
from quizapp.ui.modals.closing import closing_modal
from quizapp.ui.modals.filename import FilenameModal
from quizapp.ui.services import Services
from quizapp.ui.theme import STYLE_SHEET, Mark
from quizapp.ui.widgets.countdown import LOOK_EVERY, clock_line, is_last_minute, left_words
from quizapp.ui.widgets.desk import WIDE
from quizapp.ui.widgets.once import close_boxes
from quizapp.ui.widgets.output import OutputPane
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.pulse import Pulse
from quizapp.ui.widgets.trouble import Troubles
from quizapp.ui.widgets.verdict import VerdictPane
from quizapp.ui.widgets.workbench import Workbench

CLOSE = 3.0
"""Seconds before the end of the section in which everything is saved at every look."""


class WhetherPane(VerdictPane):
    """Whether each check passes; the reasons are for the debrief."""

    def _conclusion(self, outcome: PracticeOutcome, following: Listing | None) -> Content:  # noqa: ARG002 - as its base
        if outcome.report.verdict is Verdict.PASSED:
            return Content.styled(f"{Mark.RIGHT} Every check passes.", "bold $text-success")
        return Content("")


class CodingScreen(JudgedDesk):
    """Saved states count; the last one of the section is judged."""

    BINDINGS = bindings("coding")
    CSS_PATH: ClassVar = [STYLE_SHEET.with_name("practice.tcss")]

    def __init__(self, services: Services, session: Session) -> None:
        """The screen of the coding task at which an interview stands.

        Raises:
            QuizAppError: the task is gone, or its workspace cannot be made.
        """
        self._stand: Stand = services.interviews.stand(session)
        if not self._stand.task:
            raise NotFoundError("No coding task is asked now.", hint="Go on with the interview.")
        super().__init__(services, ItemId(self._stand.task), practice=services.interviews.desk(session))
        self.session = self._stand.session
        self._clock = clock_line(self._stand.clocks)
        self._pulse = Pulse(services.clock)
        self._is_leaving = False
        self._troubles = Troubles()

    def _verdict_pane(self) -> VerdictPane:
        checks = [check.model_copy(update={"why": ""}) for check in self._folder.task.checks]
        folder = self._folder.model_copy(update={"task": self._folder.task.model_copy(update={"checks": checks})})
        return WhetherPane(self._practice, folder, self.services.clock, id="checks")

    def _standing(self, badge: str = "") -> str:  # noqa: ARG002 - the clock stands there
        return self._clock

    async def on_mount(self) -> None:
        """Bring the files, wake the sandbox, look at the clock."""
        sections = self._stand.blueprint.sections
        place = self._stand.clocks.place
        self.bar.title = f"{place + 1}/{len(sections)} {self._folder.task.title}"
        self.set_interval(LOOK_EVERY, self._look)
        self._warm()
        with self.telling():
            await self.bench.load()
        if self.size.width >= WIDE:
            self._pane = "code"
        await self._arrange()
        self._focus()
        await self._look()

    # The clock

    async def _look(self) -> None:
        if self._is_leaving:
            return
        try:
            self._follow(self._stand.clocks)
        except QuizAppError as error:
            if self._troubles.is_new(error):
                tell(self, error)

    def _follow(self, shown: Clocks) -> None:
        clocks = self.services.interviews.clocks(self.session)
        if (clocks.phase, clocks.place) != (shown.phase, shown.place):
            close_boxes(self.app)
            self.notify("The section's time is up. What was saved last counts.", timeout=5)
            self._leave_for_interview()
            return
        self._paint(clocks)
        beats = self._pulse.is_due
        if beats or (clocks.section is not None and clocks.section < CLOSE):
            # Who types without a pause loses no more than this to a crash either.
            self.bench.overwrite(self.bench.unsaved)
        if beats:
            self.services.interviews.beat(self.session, seconds=self._pulse.since())

    def _paint(self, clocks: Clocks) -> None:
        self.bar.set_class(is_last_minute(clocks), "-last-minute")
        place = clocks.current
        marked = place < len(self._stand.marks) and self._stand.marks[place].marked
        self._clock = clock_line(clocks, marked="marked" if marked else "")
        self.bar.status = self._clock

    def _leave_for_interview(self) -> None:
        self._is_leaving = True
        self.post_message(to.InterviewRequested(resume=self.session).instead())

    # Working

    def _save(self) -> bool:
        """Write what is unsaved; False when not all of it could be written."""
        with self.telling():
            self.bench.overwrite(self.bench.unsaved)
        return not self.bench.unsaved

    async def action_check(self) -> None:
        """Save, and see whether it works."""
        if self._save():
            await self._judge()

    @on(VerdictPane.Ended)
    def end_run(self, event: VerdictPane.Ended) -> None:
        """A run is over."""
        if event.outcome is not None:
            self.query_one(OutputPane).show(event.outcome.report)

    @on(Workbench.ChangedOutside)
    def take_note(self) -> None:
        """Another program saved a file: that is a state like any other."""
        with self.telling():
            self.services.interviews.desk(self.session).note(self._folder)

    @on(Workbench.Clashed)
    def keep_mine(self, event: Workbench.Clashed) -> None:
        """Both sides changed a file: under the clock nobody is asked; what stands here wins, the other is kept."""
        with self.telling():
            self.bench.overwrite(event.paths)
            self.notify("Another program changed the same file; yours was kept.", timeout=6)

    async def action_pane(self, pane: str) -> None:
        """Turn to a pane."""
        await self._turn_to(pane)

    @work(group="ask")
    async def action_new_file(self) -> None:
        """Add a file."""
        name = await self.app.push_screen_wait(FilenameModal())
        if name is None or not self._save():
            return
        with self.telling():
            if name not in self.bench.paths:
                self._practice.write(self._folder, name, "")
                await self.bench.reload()
            await self.bench.show(name)
            await self._turn_to("code")

    # Moving on

    def action_done(self) -> None:
        """Go on; what is saved counts."""
        if self._save():
            with self.telling():
                self.services.interviews.done(self.session, self._stand.clocks.current, self._pulse.since())
                self._leave_for_interview()

    def action_overview(self) -> None:
        """All questions of the section."""
        if self._save():
            with self.telling():
                self.services.interviews.go_to(self.session, len(self._stand.marks), seconds=self._pulse.since())
                self._leave_for_interview()

    def action_mark(self) -> None:
        """Mark the task, to come back to it."""
        with self.telling():
            self.services.interviews.mark(self.session, self._stand.clocks.current)
            self._stand = self.services.interviews.stand(self.session)
            self._paint(self._stand.clocks)

    def action_pause(self) -> None:
        """Stop the clock and hide the task."""
        if self._save():
            with self.telling():
                self.services.interviews.pause(self.session, seconds=self._pulse.since())
                self._leave_for_interview()

    def action_close_section(self) -> None:
        """Close the section, once that is meant."""
        with self.telling():
            stand = self.services.interviews.stand(self.session)
            if stand.phase is self._stand.phase:  # else its time was up just now, which the next look tells
                self.app.push_screen(closing_modal(stand), self._decide)

    def _decide(self, answer: str | None) -> None:
        if answer in {"section", "all"} and self._save():
            with self.telling():
                self.services.interviews.beat(self.session, seconds=self._pulse.since())
                if answer == "all":
                    self.services.interviews.finish(self.session)
                else:
                    self.services.interviews.close_section(self.session)
                self._leave_for_interview()

    def action_back(self) -> None:
        """Leave; the clock runs on."""
        try:
            self.bench.overwrite(self.bench.unsaved)
            self.services.interviews.beat(self.session, seconds=self._pulse.since())
            left = left_words(self.services.interviews.clocks(self.session))
        except QuizAppError as error:
            tell(self, error)
            return
        self.notify(left, timeout=6)
        self._is_leaving = True
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer the keys that mean something now."""
        return action != "turn_file" or len(self.bench.paths) > 1
