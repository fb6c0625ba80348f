"""The home screen: where the learner stands, and the three ways in."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.domain.session import Session, SessionKind
from quizapp.errors import QuizAppError, StoreError
from quizapp.logbook import note_error
from quizapp.services.overview import Overview, TopicProgress
from quizapp.services.plan import Outlook
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.words import counted

LOOK_SECONDS = 2.0
"""Between two looks whether another window has answered; it costs one small query."""
RECOUNT_SECONDS = 60.0
"""After so long it is counted anew in any case: time passes, and items come due."""
BAR = 10
"""Cells of a topic's bar."""


class Way(Static):
    """One way in: its key, its name, what it is."""

    def __init__(self, key: str, name: str, *, action: str, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, markup=False)
        self._key = key
        self._name = name
        self._action = action

    def tell(self, what: str, *, first: bool = False) -> None:
        """Say what is behind it, and of one way that it is the one to begin with."""
        self.update(
            Content.assemble(
                (f" {self._key} ", "bold $accent"),
                (f" {self._name:<10}", "bold"),
                (clean(what), "$muted"),
                (f"  ← press {self._key} first" if first else "", "bold $text-accent"),
            )
        )

    async def on_click(self) -> None:
        """A click does what the key does."""
        await self.screen.run_action(self._action)


class HomeScreen(Page):
    """What is due, what is new, the roadmap."""

    BINDINGS = bindings("home")
    heading = "quizapp"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._overview: Overview | None = None
        self._study_first = False
        self._trouble: QuizAppError | None = None
        self._state: Hashable = None
        self._looked = 0.0

    def content(self) -> ComposeResult:
        """Numbers, ways in, topics."""
        yield Static(id="standing", markup=False)
        yield Static(id="outlook", markup=False)
        yield Way("r", "Resume", action="resume", id="resume")
        yield Way("s", "Study", action="study", id="study")
        yield Way("p", "Practice", action="practice", id="practice")
        yield Way("i", "Interview", action="interview", id="interview")
        yield Choices(id="roadmap")

    def on_mount(self) -> None:
        """The roadmap has the keys at first."""
        self.query_one("#outlook").display = False
        self.query_one("#roadmap").focus()
        self.set_interval(LOOK_SECONDS, self._look_again)

    def on_screen_resume(self) -> None:
        """Count again: another screen may have changed everything."""
        self._looked = self.services.clock.monotonic()
        try:
            self._overview = self.services.overview.overview()
            if is_overdue(self._overview, self.services.clock.now()):
                # Its answers count from the moment at which its time was up, not from when somebody looks.
                self.services.interviews.resumable()
                self._overview = self.services.overview.overview()
        except QuizAppError as error:
            self._fail(error)
        else:
            self._trouble = None
            self._state = self.services.overview.state()
            self._paint()

    def _fail(self, error: QuizAppError) -> None:
        """It stays on the screen: without the history nothing here can be done but to mend it, or do without."""
        self._overview = None
        self._trouble = error
        note_error(error, "home")
        self.query_one("#standing", Static).update(
            Content.assemble(
                (f"{Mark.WRONG} {clean(str(error))}", "$text-error"),
                ("\n\na ", "bold $accent"),
                "try again   ",
                ("b ", "bold $accent"),
                "go back to a backup   ",
                ("m ", "bold $accent"),
                "study on unsaved, save later",
            )
        )
        self.query_one("#roadmap", OptionList).clear_options()
        self.refresh_bindings()

    def _look_again(self) -> None:
        """Count again when another window has answered, or when more has come due."""
        if self._overview is None or not self.is_current:
            return
        with self.telling():
            now = self.services.clock.monotonic()
            if self.services.overview.state() != self._state or now - self._looked > RECOUNT_SECONDS:
                self.on_screen_resume()

    @on(Resize)
    def repaint(self) -> None:
        """Fit the topics to the new width."""
        if self._overview is not None:
            self._paint_topics(self._overview)

    def _paint(self) -> None:
        overview = self._overview
        assert overview is not None
        self.bar.status = f"{overview.answered_today} answered today" if overview.answered_today else ""
        self.query_one("#standing", Static).update(_standing(overview))
        left = resumable(overview, self.services.clock.now())
        way = self.query_one("#resume", Way)
        way.display = left is not None
        if left is not None:
            session, count = left
            way.tell(left_words(session, count), first=True)
        fresh = is_fresh(overview)
        self._study_first = left is None and not fresh
        what = "What is due first, then new questions" if overview.due_questions else "Questions, one at a time"
        # The welcome says already which key is the first.
        explained = "; each answer explained" if fresh else ""
        self.query_one("#study", Way).tell(f"{what}{explained}", first=self._study_first)
        self.query_one("#practice", Way).tell("Coding tasks, judged on your running app")
        self.query_one("#interview", Way).tell("Against the clock, feedback at the end")
        if self.services.settings.interview_date:
            self._foresee()
        else:
            self.query_one("#outlook").display = False
        self._paint_topics(overview)
        self.refresh_bindings()

    @work(thread=True, exclusive=True, group="outlook")
    def _foresee(self) -> None:
        """Rehearsing the days to an interview takes a moment: not in the loop that paints."""
        worker = get_current_worker()
        try:
            outlook = self.services.plan.outlook()
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(tell, self, error)
            return
        if outlook is not None and not worker.is_cancelled:
            self.app.call_from_thread(self._show_outlook, outlook)

    def _show_outlook(self, outlook: Outlook) -> None:
        line = self.query_one("#outlook", Static)
        words = outlook.in_words(line.size.width or self.size.width - 4)
        line.update(Content.styled(words, "$text-warning" if outlook.passed else "$text-accent"))
        line.display = True
        if outlook.left_today > 0:
            self.query_one("#study", Way).tell("Today's plan towards your interview", first=self._study_first)

    def _paint_topics(self, overview: Overview) -> None:
        topics = self.query_one("#roadmap", OptionList)
        highlighted = topics.highlighted
        width = max(30, (self.size.width or 80) - 8)
        options: list[Option] = []
        for phase, members in overview.phases:
            known, total = sum(topic.known for topic in members), sum(topic.total for topic in members)
            tail = Content.styled(f"  {known} of {total}", "$muted")
            options.append(Option(Content.assemble(clean(phase), tail), disabled=True))
            options += [Option(topic_line(topic, width), id=topic.id) for topic in members]
        topics.clear_options()
        topics.add_options(options)
        topics.highlighted = highlighted if highlighted is not None else (1 if options else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Resume is offered only when there is something to resume, a preview only to an author."""
        if action == "resume":
            return self._overview is not None and resumable(self._overview, self.services.clock.now()) is not None
        if action in {"preview", "packs"}:
            # What would be installed during a preview would be forgotten with it.
            return (self.services.preview is not None) == (action == "preview")
        if action in {"retry", "unsaved"}:
            return isinstance(self._trouble, StoreError)
        if action == "save":
            return self.services.safekeeping.unsaved is not None
        return action != "back"

    @on(OptionList.OptionSelected, "#roadmap")
    def open_topic(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a topic opens it."""
        if event.option_id:
            self.post_message(to.TopicRequested(event.option_id))

    def action_resume(self) -> None:
        """Go on with what was left."""
        left = resumable(self._overview, self.services.clock.now()) if self._overview else None
        if left is None:
            return
        session, _ = left
        wish = to.InterviewRequested if session.kind is SessionKind.INTERVIEW else to.StudyRequested
        self.post_message(wish(resume=session))

    def action_retry(self) -> None:
        """Look whether the history can be opened by now."""
        self.on_screen_resume()

    def action_unsaved(self) -> None:
        """Study on in a temporary copy."""
        if isinstance(self._trouble, StoreError):
            with self.telling():
                self.services.safekeeping.study_unsaved(self._trouble)
                self.on_screen_resume()

    def action_save(self) -> None:
        """Save what could not be saved."""
        with self.telling():
            self.services.safekeeping.save()
            self.notify("Everything is in your history now.", title="Saved", markup=False)
            self.on_screen_resume()

    def action_backups(self) -> None:
        """To the backups."""
        self.post_message(to.BackupsRequested())

    def action_study(self) -> None:
        """Study what is due and new."""
        self.post_message(to.StudyRequested())

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
        self.on_screen_resume()

    def action_packs(self) -> None:
        """To the packs."""
        self.post_message(to.PacksRequested())

    def action_preview(self) -> None:
        """Back to the pack that is being written."""
        self.post_message(to.PreviewRequested())

    def action_interview(self) -> None:
        """To the interviews."""
        self.post_message(to.InterviewsRequested())


def resumable(overview: Overview, now: datetime) -> tuple[Session, int] | None:
    """The latest session that can still be gone on with; an interview whose time is up cannot."""
    return next(
        (left for left in overview.open_sessions if left[0].deadline is None or left[0].deadline > now),
        None,
    )


def is_overdue(overview: Overview, now: datetime) -> bool:
    """Whether an interview was left whose time has run out since."""
    return any(session.deadline is not None and session.deadline <= now for session, _ in overview.open_sessions)


def left_words(session: Session, count: int) -> str:
    """What is left of a session: its questions, or of an interview its time."""
    if session.kind is not SessionKind.INTERVIEW:
        return f"{session.title}: {count} to come"
    if session.deadline is None:
        return f"{session.title}: paused"
    return f"{session.title}: the clock runs, until {session.deadline.astimezone():%H:%M}"


def is_fresh(overview: Overview) -> bool:
    """Whether nothing has been answered yet."""
    return overview.new == overview.total and not overview.due


def _standing(overview: Overview) -> Content:
    if is_fresh(overview):
        return Content.assemble(
            ("Welcome. ", "bold"),
            f"{overview.total} questions and tasks are waiting: press ",
            ("s", "bold $accent"),
            " to begin.",
        )
    return Content.assemble(
        (f"{Mark.DUE} {due_words(overview)}", "bold $text-warning" if overview.due else "$muted"),
        "   ",
        (f"{Mark.OPEN} {overview.new} new", ""),
        "   ",
        (f"{Mark.RIGHT} {overview.known} of {overview.total} known", "$muted"),
        (f"   {Mark.FLAG} {overview.leeches} forgotten often" if overview.leeches else "", "$text-warning"),
    )


def due_words(overview: Overview) -> str:
    """What is due: `12 questions and 1 task due`. A study session asks the questions, practice the tasks."""
    counts = [
        counted(count, noun)
        for count, noun in ((overview.due_questions, "question"), (overview.due_tasks, "task"))
        if count
    ]
    return f"{' and '.join(counts)} due" if counts else "nothing due"


def topic_line(topic: TopicProgress, width: int) -> Content:
    """A topic in one line: mark, title, bar, words."""
    if not topic.total:
        mark, style, word = Mark.BLOCKED, "$muted", "empty"
    elif topic.due:
        mark, style, word = Mark.DUE, "$text-warning", f"{topic.due} due"
    elif topic.known >= topic.total:
        mark, style, word = Mark.RIGHT, "$text-success", "known"
    elif topic.seen:
        mark, style, word = Mark.PARTLY, "$text-primary", "begun"
    else:
        mark, style, word = Mark.OPEN, "$muted", "new"
    filled = round(BAR * topic.known / topic.total) if topic.total else 0
    tail = f"{topic.known:>3} of {topic.total:<3} {word:<8}"
    room = max(8, width - BAR - len(tail) - 6)
    title = clean(topic.title)
    title = title if len(title) <= room else title[: room - 1] + "…"
    return Content.assemble(
        (f" {mark} ", style),
        f"{title:<{room}} ",
        ("━" * filled, "$success"),
        ("─" * (BAR - filled), "$border"),
        (f" {tail}", style if topic.due else "$muted"),
    )
