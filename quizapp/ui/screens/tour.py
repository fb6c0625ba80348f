"""A newcomer's tour: three real steps on the real screens, explained here before each."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.selection import Selection
from quizapp.errors import QuizAppError
from quizapp.services.tour import How, Step, Tour
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Row

TITLES = {Step.QUESTION: "One question", Step.TASK: "One coding task", Step.NOTE: "One note"}
PAST = {
    How.DONE: (Mark.RIGHT, "$text-success", "done"),
    How.SKIPPED: (Mark.BLOCKED, "$muted", "skipped"),
    How.IMPOSSIBLE: (Mark.BLOCKED, "$muted", "not on this machine"),
}


class TourScreen(Page):
    """What is behind, what comes, and a way out at every moment."""

    BINDINGS = bindings("tour")
    heading = "A tour of two minutes"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._tour: Tour | None = None
        self._opened: Step | None = None
        """The step that is being taken on another screen."""
        self._trouble: QuizAppError | None = None
        """Why no coding task runs here."""

    def content(self) -> ComposeResult:
        """The steps, then the words about the one to come."""
        yield Static("")
        for place, step in enumerate(Step):
            yield Row(place, Content(""), Content(TITLES[step]))
        yield Static(id="tour-words", markup=False)

    def on_screen_resume(self) -> None:
        """At the start, and back from a step."""
        with self.telling():
            tour = self._tour or self.services.tour.take()
            opened, self._opened = self._opened, None
            while tour.step is not None and (tour.step is opened or self.services.tour.has_done(tour, tour.step)):
                done = tour.step is Step.NOTE or self.services.tour.has_done(tour, tour.step)
                tour = self._passed(tour, tour.step, How.DONE if done else How.SKIPPED)
            self._show(tour)

    def _passed(self, tour: Tour, step: Step, how: How) -> Tour:
        self.services.tour.pass_by(step, how)
        return tour.model_copy(update={"past": {**tour.past, step: how}})

    def _show(self, tour: Tour) -> None:
        self._tour = tour
        place = tour.steps.index(tour.step) + 1 if tour.step else len(tour.steps)
        self.bar.status = f"{place} of {len(tour.steps)}"
        for step, row in zip(Step, self.query(Row), strict=True):
            row.display = step in tour.steps
            row.tell(*self._line(tour, step))
        if tour.step is Step.TASK and self._trouble is None:
            self._try_sandbox()
        self._tell()
        self.refresh_bindings()

    def _line(self, tour: Tour, step: Step) -> tuple[Content, Content]:
        if step in tour.past:
            mark, style, word = PAST[tour.past[step]]
            return Content.styled(f" {mark} ", style), Content.assemble(TITLES[step], (f"  {word}", "$muted"))
        if step is tour.step:
            return Content.styled(f" {Mark.CURSOR} ", "bold $text-accent"), Content.styled(TITLES[step], "bold")
        return Content.styled(f" {Mark.OPEN} ", "$muted"), Content.styled(TITLES[step], "$muted")

    def _tell(self) -> None:
        tour = self._tour
        if tour is None:
            return
        go, leave = self._key("tour.go"), self._key("page.back")
        ways = f"{go} begins. {self._key('tour.skip')} skips this step, {leave} the whole tour."
        match tour.step:
            case Step.QUESTION:
                words = (
                    "quizapp asks, you answer, and every option says why it is right or wrong. "
                    "This counts: the question comes back when you are about to forget it."
                )
            case Step.TASK if self._trouble is not None:
                hint = f" {clean(self._trouble.hint)}" if self._trouble.hint else ""
                words = f"Here would be a coding task. {clean(self._trouble.message)}{hint}"
                ways = f"{go} goes on without it. {leave} leaves the tour."
            case Step.TASK:
                words = (
                    "A small app is wrong, and you mend it by a few letters. "
                    "When you save, it is started in a sandbox and gets real HTTP requests."
                )
            case Step.NOTE:
                words = (
                    "Every topic has a note that takes a minute to read. "
                    f"After any answer {self._key('told.note')} opens it, and {self._key('modal.close')} closes it."
                )
            case None:
                words = (
                    f"That was all. From the home screen {self._key('home.study')} studies, "
                    f"{self._key('home.practice')} lists the coding tasks and {self._key('home.interview')} holds an "
                    f"interview. {self._key('app.help')} shows the keys of any screen."
                )
                ways = f"{go} goes home."
        self.query_one("#tour-words", Static).update(Content.assemble(words, "\n\n", (ways, "bold")))

    def _key(self, identity: str) -> str:
        return spoken(identity, self.services.settings.keys)

    @work(exclusive=True)
    async def _try_sandbox(self) -> None:
        """Whoever cannot run a coding task hears so before it is opened; for the others the sandbox is warm by then."""
        try:
            await self.services.practice.warm()
        except QuizAppError as error:
            self._trouble = error
            self._tell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """At the end there is nothing to skip."""
        return action != "skip" or (self._tour is not None and self._tour.step is not None)

    def action_go_on(self) -> None:
        """Take the step, or end the tour after the last one."""
        tour = self._tour
        if tour is None or tour.step is None:
            self.action_back()
            return
        with self.telling():
            if tour.step is Step.TASK and self._trouble is not None:
                self._show(self._passed(tour, Step.TASK, How.IMPOSSIBLE))
                return
            self._opened = tour.step
            self._take(tour, tour.step)

    def _take(self, tour: Tour, step: Step) -> None:
        match step:
            case Step.QUESTION:
                assert tour.question is not None
                selection = Selection(items=(tour.question,), size=1)
                left = self.services.tour.left(tour)
                self.post_message(to.StudyRequested(selection=selection, resume=left, title="The tour", touring=True))
            case Step.TASK:
                assert tour.task is not None
                self.post_message(to.TaskRequested(tour.task, touring=True))
            case Step.NOTE:
                topic = self.services.overview.topic(tour.topic).topic
                self.app.push_screen(NoteModal(topic, self.services.settings))

    def action_skip(self) -> None:
        """Pass over this step."""
        tour = self._tour
        if tour is not None and tour.step is not None:
            with self.telling():
                self._show(self._passed(tour, tour.step, How.SKIPPED))

    def action_back(self) -> None:
        """Leave the tour, for good."""
        with self.telling():
            self.services.tour.end()
        self.dismiss()
