"""How the learner is doing, and what would help most."""

from __future__ import annotations

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual.worker import get_current_worker

from quizapp.domain.selection import Selection, Source
from quizapp.domain.statistics import Statistics, WeakSpot
from quizapp.domain.work import Advance, Watch
from quizapp.errors import QuizAppError
from quizapp.services.optimisation import Optimisation
from quizapp.services.statistics import WINDOW_DAYS
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.lines import LinesModal
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.panels import NEXT, PANELS, STREAK_RULE, spot, standing, window_words
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.figure import Figure, painted
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.rows import Rows
from quizapp.ui.widgets.work import Work, WorkPage

WINDOWS = (30, 90, 365, None)
LEFT = ("activity", "weak", "pace")
"""Panels of the left column on a wide screen."""


class Spots(Rows, inherit_bindings=False):
    """The weak spots under a cursor. Enter takes the next step; Space is left to the page, which scrolls."""

    BINDINGS = bindings("spots")


class ProgressScreen(WorkPage):
    """Calendar and streak, weak spots, forecast, retention, calibration, time; counted in a thread of its own."""

    BINDINGS = bindings("progress")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-normal"), (110, "-wide")]
    heading = "Progress"
    advice = f"The streak: {STREAK_RULE} Keys 1 to 6 go to the parts of this page."
    window: reactive[int | None] = reactive(WINDOW_DAYS, init=False)

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.statistics: Statistics | None = None
        self.is_counted = False
        """Whether what is shown is of now."""

    def content(self) -> ComposeResult:
        """The streak, then the parts, in two columns where there is room."""
        yield Work(lambda: self.services.clock)
        yield Static("Counting…", id="standing", markup=False)
        with Vertical(id="columns"):
            with Vertical(classes="column"):
                for place, (name, title, _) in enumerate(PANELS, start=1):
                    if name in LEFT:
                        yield from self._panel(place, name, title)
            with Vertical(classes="column"):
                for place, (name, title, _) in enumerate(PANELS, start=1):
                    if name not in LEFT:
                        yield from self._panel(place, name, title)

    @staticmethod
    def _panel(place: int, name: str, title: str) -> ComposeResult:
        with Vertical(id=f"panel-{place}", classes="column"):
            yield Static(Content.assemble(title, (f"  {place}", "not bold $muted")), classes="heading", markup=False)
            yield Figure(id=name)

    def on_mount(self) -> None:
        """Nothing to see before there is something to show."""
        self.query_one("#columns").display = False

    def on_screen_resume(self) -> None:
        """Count again: there may have been studying in between."""
        self._count()

    def watch_window(self) -> None:
        """Count what the new window holds."""
        self._count()

    @work(thread=True, exclusive=True)
    def _count(self) -> None:
        worker = get_current_worker()
        self.is_counted = False
        try:
            found = self.services.statistics.statistics(self.window)
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.call_later, self._excuse, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self.call_next, self._show, found)

    def _excuse(self, error: QuizAppError) -> None:
        self.query_one("#standing", Static).update(
            Content.styled(f"{Mark.WRONG} {clean(error.message)}", "$text-error")
        )
        tell(self, error)

    async def _show(self, found: Statistics) -> None:
        self.statistics = found
        self.is_counted = True
        self.bar.status = window_words(found.window_days)
        top = self.query_one("#standing", Static)
        self.query_one("#columns").display = not found.is_empty
        if found.is_empty:
            top.update(
                Content.assemble(
                    ("Nothing has been answered yet. ", "bold"),
                    "After a first session this page shows your days, what you remember, and what would help most.",
                    " Press ",
                    ("s", "bold $accent"),
                    " to begin.",
                )
            )
        else:
            top.update(painted([standing(found)]))
            for name, _, draw in PANELS:
                self.query_one(f"#{name}", Figure).show(partial(draw, found))
            await self._show_spots(found)
        self.refresh_bindings()

    async def _show_spots(self, found: Statistics) -> None:
        panel = self.query_one("#panel-2")
        cursor = next((spots.cursor for spots in panel.query(Spots)), 0)
        await panel.query(Spots).remove()
        self.query_one("#weak").display = not found.weak_spots
        if not found.weak_spots:
            self.body.can_focus = True
            self.body.focus()
        else:
            spots = Spots([_row(each) for each in found.weak_spots])
            await panel.mount(spots)
            spots.focus(scroll_visible=False)
            spots.cursor = cursor

    @property
    def _spot(self) -> WeakSpot | None:
        """The weak spot under the cursor."""
        spots = self.query(Spots)
        if self.statistics is None or not self.statistics.weak_spots or not spots:
            return None
        return self.statistics.weak_spots[spots.first().cursor]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Note and tasks belong to a weak spot; parts can be gone to when they are there."""
        if action in {"note", "tasks"}:
            return self._spot is not None
        if action == "fit":
            return not (self.is_mounted and self.work.is_busy)
        if action in {"jump", "turn_window", "scroll_body"}:
            return self.statistics is not None and not self.statistics.is_empty
        return True

    @on(Rows.Picked)
    def take_next_step(self) -> None:
        """Do what is said to be next."""
        found = self._spot
        if found is None:
            return
        if found.next_step == "task" and found.task is not None:
            self.post_message(to.TaskRequested(found.task))
        elif found.next_step == "note":
            self.action_note()
        else:
            self.action_study()

    def action_study(self) -> None:
        """Study the weak spot, due or not, or else whatever is due and new."""
        found = self._spot
        if found is None:
            self.post_message(to.StudyRequested())
            return
        selection = Selection(sources=(Source.DUE, Source.WEAK, Source.NEW), topics=(found.topic,))
        self.post_message(to.StudyRequested(selection=selection, title=found.title))

    def action_note(self) -> None:
        """Read the weak spot's note."""
        found = self._spot
        if found is None:
            return
        with self.telling():
            topic = self.services.overview.topic(found.topic).topic
            self.app.push_screen(NoteModal(topic, self.services.settings))

    def action_tasks(self) -> None:
        """The weak spot's coding tasks."""
        found = self._spot
        if found is not None:
            self.post_message(to.TasksRequested(found.topic))

    def action_fit(self) -> None:
        """Fit the schedule to the learner's own memory."""
        self.work.begin("The fit", self._fit, self._tell_fit, doing=Advance("reading your reviews"))

    def _fit(self, watch: Watch) -> Optimisation:
        return self.services.optimisation.optimise(watch)

    def _tell_fit(self, found: Optimisation) -> None:
        self.app.push_screen(LinesModal("Your memory's parameters", found.told))
        if found.was_kept and self.is_attached:
            self._count()

    def action_turn_window(self) -> None:
        """Look back further, or from the beginning again."""
        self.window = WINDOWS[(WINDOWS.index(self.window) + 1) % len(WINDOWS)]

    def action_jump(self, place: int) -> None:
        """Bring a part of the page to the top."""
        self.query_one(f"#panel-{place}").scroll_visible(animate=False, top=True)

    def action_scroll_body(self, pages: int) -> None:
        """Scroll by a page."""
        self.body.scroll_relative(y=pages * max(1, self.body.size.height - 2), animate=False)


def _row(each: WeakSpot) -> tuple[Content, Content]:
    """A weak spot in two lines: what it is and what to do next, then what it is like."""
    head = Content.assemble((clean(each.title), "bold"), (f" {Mark.DOT} next: {NEXT[each.next_step]}", "$text-accent"))
    return Content.styled(Mark.PARTLY, "$text-warning"), Content("\n").join([head, painted([spot(each)])])
