"""Practice: the brief, the learner's files and the verdict, side by side where there is room."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import OptionList

from quizapp.domain.items.identity import ItemId
from quizapp.domain.report import Verdict
from quizapp.ui.desks.helped import HelpedDesk
from quizapp.ui.desks.served import ServedDesk
from quizapp.ui.desks.tried import TriedDesk
from quizapp.ui.desks.versioned import VersionedDesk
from quizapp.ui.keys import bindings
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import STYLE_SHEET
from quizapp.ui.widgets.brief import BriefPane
from quizapp.ui.widgets.coach import TaskCoach
from quizapp.ui.widgets.desk import WIDE
from quizapp.ui.widgets.output import OutputPane
from quizapp.ui.widgets.outside import Launch, OutsideError, edit_outside
from quizapp.ui.widgets.page import TopBar
from quizapp.ui.widgets.verdict import VerdictPane
from quizapp.ui.widgets.workbench import Workbench


class PracticeScreen(TriedDesk, VersionedDesk, HelpedDesk, ServedDesk):
    """One coding task."""

    BINDINGS = bindings("practice")
    CSS_PATH: ClassVar = [STYLE_SHEET.with_name("practice.tcss")]

    def __init__(
        self, services: Services, task: ItemId, *, launch: Launch | None = None, touring: bool = False
    ) -> None:
        """The screen of a task.

        Args:
            services: the use cases.
            task: which one.
            launch: starts the learner's own editor and waits for it; a real process unless a test says otherwise.
            touring: whether it is a step of the tour, and a line says what is to be done.

        Raises:
            QuizAppError: there is no such task, or its workspace cannot be made.
        """
        super().__init__(services, task)
        self._launch = launch
        self._touring = touring

    def compose(self) -> ComposeResult:
        """The desk, in the tour with what is to be done below the bar."""
        for widget in super().compose():
            yield widget
            if self._touring and isinstance(widget, TopBar):
                yield TaskCoach(self.services.settings.keys)

    async def on_mount(self) -> None:
        """Bring the files, the last run and the hints back, and wake the sandbox."""
        self._warm()
        with self.telling():
            await self.bench.load()
        with self.telling():
            self.query_one(BriefPane).open_hints(self._practice.hints_opened(self._folder).get(None, 0))
        if self.verdict.report is not None:
            if self.verdict.report.versions:  # the history alone does not tell what was printed
                self.query_one(OutputPane).show(self.verdict.report)
            self._side, self._pane = "checks", "code"
            self._judged = None if self.verdict.is_stale else self.texts()
        if self.size.width >= WIDE:
            self._pane = "code"
        await self._arrange()
        self._focus()

    async def action_pane(self, pane: str) -> None:
        """Turn to a pane."""
        if pane == "code" and self.services.settings.editor == "external" and not self.app.is_web:
            await self.action_edit_outside()
        else:
            await self._turn_to(pane)

    # Saving and checking

    async def action_save(self) -> None:
        """Save, and check if the settings say so."""
        if self._save():
            if self.services.settings.check_on_save:
                await self._judge()
            else:
                self.renew_server()
                self.notify("Saved. F5 checks it.")

    async def action_check(self) -> None:
        """Save and check."""
        if self._save():
            await self._judge()

    @on(VerdictPane.Ended)
    def end_run(self, event: VerdictPane.Ended) -> None:
        """A run is over; what it judged is what shall run."""
        self.renew_server()
        if event.outcome is not None:
            self.query_one(OutputPane).show(event.outcome.report)
            if event.outcome.report.verdict is Verdict.PASSED and "checks" not in self._visible():
                self.notify(f"Every check of {clean(self._folder.task.title)} passed.", title="Solved", markup=False)

    @on(VerdictPane.Turned)
    def offer(self) -> None:
        """Another check is under the cursor: it has a line to jump to, or hints, or neither."""
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#check-list")
    async def jump_from_list(self) -> None:
        """Enter on a check goes to the line that it found."""
        await self.action_jump()

    # Other programs at the same files

    @on(Workbench.ChangedOutside)
    async def take_note(self, event: Workbench.ChangedOutside) -> None:
        """Another program saved a file, and it is shown by now; who works that way wants the verdict, not a notice."""
        if self.services.settings.check_on_save:
            await self._judge(turn=self._pane != "code")
        else:
            self.renew_server()
            self.notify(f"{', '.join(event.paths)} was saved outside and is shown.", markup=False)

    @on(Workbench.Clashed)
    def ask_which(self, event: Workbench.Clashed) -> None:
        """Both sides changed the same file."""
        names = ", ".join(event.paths)
        question = f"Another program changed {names} while you had unsaved changes here."
        answers = (
            Answer("mine", "Keep mine", "Writes your text over the file; the other one is kept as a version (v)."),
            Answer("theirs", "Take the other", "Loads the file; undo (ctrl+z) brings your text back."),
        )
        if self.app.screen is not self:
            return  # a question is open already; the next save asks again
        self._ask_which(ConfirmModal("Changed in two places", question, *answers), event.paths)

    @work(group="ask")
    async def _ask_which(self, modal: ConfirmModal, paths: list[str]) -> None:
        answer = await self.app.push_screen_wait(modal)
        with self.telling():
            if answer == "mine":
                self.bench.overwrite(paths)
            elif answer == "theirs":
                await self.bench.reload()
        if answer is not None and self.services.settings.check_on_save:
            await self._judge(turn=self._pane != "code")
        await self._name_panes()

    async def action_edit_outside(self) -> None:
        """Hand the file over to the learner's editor, then take over what it saved."""
        if not self._save():
            return
        try:
            edit_outside(self.app, self._practice.workspace(self._folder) / self.bench.shown, launch=self._launch)
        except OutsideError as error:
            self.notify(str(error), title="Your own editor", severity="warning", markup=False)
            await self._turn_to("code")
        with self.telling():
            before = self.texts()
            await self.bench.reload()
            if self.texts() != before and self.services.settings.check_on_save:
                await self._judge()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self.is_mounted:
            return True
        match action:
            case "turn_file":
                return len(self.bench.paths) > 1
            case "edit_outside":
                return not self.app.is_web  # an editor of the terminal's cannot show itself in a browser
            case _:
                return super().check_action(action, parameters)
