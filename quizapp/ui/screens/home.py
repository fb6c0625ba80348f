"""The home screen: where the learner stands, and the three ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.work import Advance
from quizapp.errors import QuizAppError, StoreError
from quizapp.logbook import note_error
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.outlook import OutlookLine
from quizapp.ui.widgets.way import Way
from quizapp.ui.widgets.work import Work, WorkPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizapp.ui.standing import Standing

LOOK_SECONDS = 2.0
"""Between two looks whether another window has answered; it costs one small query."""
RECOUNT_SECONDS = 60.0
"""After so long it is counted anew in any case: time passes, and items come due."""
COUNTING = "Counting what is due …"
QUESTIONS = "Questions, each explained"


class HomeScreen(WorkPage):
    """What is due, what is new, the roadmap."""

    BINDINGS = bindings("home")
    heading = "quizapp"

    def __init__(self, services: Services | None, own_keys: Mapping[str, str]) -> None:
        """Home; without services it waits to be opened, and says so. It tells the person's own keys where it has to."""
        super().__init__(services)
        self._own_keys = own_keys
        self._waiting = services is None
        self._standing: Standing | None = None
        self._study_first = False
        self._trouble: QuizAppError | None = None
        self._looked = 0.0

    def content(self) -> ComposeResult:
        """Numbers, ways in, topics."""
        yield Work(lambda: self.services.clock)
        yield Static(id="standing", markup=False)
        yield OutlookLine(id="outlook")
        for way in ("Resume", "Study", "Practice", "Interview"):
            name = way.lower()
            yield Way(self._key(f"home.{name}"), way, action=name, id=name)
        yield Choices(id="roadmap")

    def _key(self, identity: str) -> str:
        return spoken(identity, self._own_keys)

    def on_mount(self) -> None:
        """The roadmap has the keys at first."""
        self.query_one("#roadmap").focus()
        if self._waiting:
            self.query_one("#standing", Static).update(Content.styled(COUNTING, "$muted"))
            self.query_one("#resume").display = False
            self._tell_ways(QUESTIONS)
        self.set_interval(LOOK_SECONDS, self._look_again)

    def wait(self, files: int, of: int) -> None:
        """Say how far the packs have been read that are new, or have changed."""
        if self._waiting:
            words = f"Reading packs that are new or have changed: {files} of {of} files …"
            self.query_one("#standing", Static).update(Content.styled(words, "$muted"))

    def open(self, services: Services, standing: Standing | QuizAppError) -> None:
        """Go on with what was waited for."""
        self.services = services
        self._waiting = False
        self._looked = services.clock.monotonic()
        self._take(standing)

    def on_screen_resume(self) -> None:
        """Be there at once, as it was left, and count again then."""
        if self._standing is None:
            self.recount()
        else:
            self.call_after_refresh(self._look_again)

    def recount(self) -> None:
        """Count again, if another screen or another window has changed anything, or some time has passed."""
        if self._waiting:
            return
        from quizapp.ui.standing import Standing  # noqa: PLC0415 - the frame is painted without the services' models

        now = self.services.clock.monotonic()
        try:
            known = self._standing
            if known is not None and now - self._looked < RECOUNT_SECONDS and known.holds(self.services):
                return
            standing: Standing | QuizAppError = Standing.of(self.services)
        except QuizAppError as error:
            standing = error
        self._looked = now
        self._take(standing)

    def _take(self, standing: Standing | QuizAppError) -> None:
        if isinstance(standing, QuizAppError):
            self._fail(standing)
            return
        self._trouble = None
        self._standing = standing
        self._paint(standing)

    def _fail(self, error: QuizAppError) -> None:
        """It stays on the screen: without the history nothing here can be done but to mend it, or do without."""
        self._standing = None
        self._trouble = error
        note_error(error, "home")
        self.query_one("#standing", Static).update(
            Content.assemble(
                (f"{Mark.WRONG} {clean(str(error))}", "$text-error"),
                (f"\n\n{self._key('home.retry')} ", "bold $accent"),
                "try again   ",
                (f"{self._key('home.backups')} ", "bold $accent"),
                "go back to a backup   ",
                (f"{self._key('home.unsaved')} ", "bold $accent"),
                "study on unsaved, save later",
            )
        )
        self.query_one("#roadmap", OptionList).clear_options()
        self.refresh_bindings()

    def _look_again(self) -> None:
        """Count again when another window has answered, or when more has come due."""
        if self._standing is not None and self.app.screen is self:
            with self.telling():
                self.recount()

    @on(Resize)
    def repaint(self) -> None:
        """Fit the topics to the new width."""
        if self._standing is not None:
            self._paint_topics(self._standing)

    def _paint(self, standing: Standing) -> None:
        overview = standing.overview
        self.bar.status = f"{overview.answered_today} answered today" if overview.answered_today else ""
        self.query_one("#standing", Static).update(standing.words(self._key))
        left = standing.left_in_words(self.services.clock.now())
        way = self.query_one("#resume", Way)
        way.display = bool(left)
        if left:
            way.tell(left, first=True)
        self._study_first = not left and not standing.fresh
        # The welcome says already which key is the first.
        self._tell_ways("What is due, then what is new" if overview.due_questions else QUESTIONS)
        if self.services.settings.interview_date:
            self.query_one(OutlookLine).foresee(self.services.plan)
        else:
            self.query_one(OutlookLine).display = False
        self._paint_topics(standing)
        self.refresh_bindings()

    def _tell_ways(self, study: str) -> None:
        self.query_one("#study", Way).tell(study, first=self._study_first)
        self.query_one("#practice", Way).tell("Coding tasks, judged by real requests")
        self.query_one("#interview", Way).tell("Against the clock, feedback at the end")

    @on(OutlookLine.Foreseen)
    def go_by_plan(self, event: OutlookLine.Foreseen) -> None:
        """Until the day's minutes are done, to study is to follow the plan."""
        if event.outlook.left_today > 0:
            self.query_one("#study", Way).tell("Today's plan towards your interview", first=self._study_first)

    def _paint_topics(self, standing: Standing) -> None:
        topics = self.query_one("#roadmap", OptionList)
        highlighted = topics.highlighted
        lines = standing.topics(max(30, self.room))
        options = [Option(line, id=topic, disabled=topic is None) for line, topic in lines]
        topics.clear_options()
        topics.add_options(options)
        topics.highlighted = highlighted if highlighted is not None else (1 if options else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Resume is offered only when there is something to resume, a preview only to an author."""
        if action == "resume":
            return self._standing is not None and self._standing.left(self.services.clock.now()) is not None
        if action in {"preview", "packs"}:
            # What would be installed during a preview would be forgotten with it.
            return (not self._waiting and self.services.preview is not None) == (action == "preview")
        if action in {"retry", "unsaved"}:
            return isinstance(self._trouble, StoreError) and not self.work.is_busy
        if action == "save":
            return not self._waiting and self.services.safekeeping.unsaved is not None and not self.work.is_busy
        if action == "back":  # there is nowhere to go back to
            return self.is_mounted and self.work.is_busy
        return True

    @on(OptionList.OptionSelected, "#roadmap")
    def open_topic(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a topic opens it."""
        if event.option_id:
            self.post_message(to.TopicRequested(event.option_id))

    def action_resume(self) -> None:
        """Go on with what was left."""
        wish = self._standing.resuming(self.services.clock.now()) if self._standing else None
        if wish is not None:
            self.post_message(wish)

    def action_retry(self) -> None:
        """Look whether the history can be opened by now."""
        self.recount()

    def action_unsaved(self) -> None:
        """Study on in a temporary copy."""
        trouble = self._trouble
        if isinstance(trouble, StoreError):
            self.work.begin(
                "The copy",
                lambda _: self.services.safekeeping.study_unsaved(trouble),
                lambda _: self.recount(),
                doing=Advance("copying your history to a temporary place", stoppable=False),
            )

    def action_save(self) -> None:
        """Save what could not be saved."""
        self.work.begin(
            "The saving",
            lambda watch: self.services.safekeeping.save(watch=watch),
            lambda _: self._tell_saved(),
            doing=Advance("saving"),
        )

    def _tell_saved(self) -> None:
        self.app.notify("Everything is in your history now.", title="Saved", markup=False)
        self.recount()

    def action_backups(self) -> None:
        """To the backups."""
        self.post_message(to.BackupsRequested())

    def action_study(self) -> None:
        """Study what is due and new."""
        self.post_message(to.StudyRequested())

    def action_tour(self) -> None:
        """Be shown around."""
        self.post_message(to.TourRequested())

    def action_choose(self) -> None:
        """Choose what to study."""
        self.post_message(to.ChooserRequested())

    def action_search(self) -> None:
        """Look for words."""
        self.post_message(to.SearchRequested())

    def action_glossary(self) -> None:
        """Say what words mean."""
        self.post_message(to.GlossaryRequested())

    def action_practice(self) -> None:
        """To the coding tasks."""
        self.post_message(to.TasksRequested())

    def action_progress(self) -> None:
        """To how one is doing."""
        self.post_message(to.ProgressRequested())

    def action_settings(self) -> None:
        """To the settings."""
        self.post_message(to.SettingsRequested())

    async def reload(self) -> None:
        """Count again: packs have changed."""
        self.recount()

    def action_packs(self) -> None:
        """To the packs."""
        self.post_message(to.PacksRequested())

    def action_preview(self) -> None:
        """Back to the pack that is being written."""
        self.post_message(to.PreviewRequested())

    def action_interview(self) -> None:
        """To the interviews."""
        self.post_message(to.InterviewsRequested())
