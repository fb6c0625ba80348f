"""Study: one item at a time, and everything explained after each answer."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Footer

from quizapp.domain.card import Rating
from quizapp.domain.grading import Passed, Response
from quizapp.domain.session import Session
from quizapp.errors import NotFoundError
from quizapp.services.answering import Outcome, Showing
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.services import Services
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.feedback import Feedback
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.question import Question
from quizapp.ui.widgets.verdictbar import VerdictBar

ASKING = {"submit", "give_up", "give_up_typing"}
TOLD = {"next", "rate", "note"}


class StudyScreen(Page):
    """An open session. It may be left at any time: what was answered is on disk, the rest is still to come."""

    BINDINGS = bindings("asking", "told")

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services)
        self._session = session
        self._showing: Showing | None = None
        self._outcome: Outcome | None = None
        self._shown_at = 0.0
        self.heading = session.title

    @classmethod
    def begin(cls, services: Services, wish: to.StudyRequested) -> StudyScreen:
        """The screen of the session asked for.

        Raises:
            NotFoundError: nothing is due and nothing is new there.
        """
        session = wish.resume or services.study.start(
            size=wish.size or services.settings.session_size, topics=wish.topics, kinds=wish.kinds, title=wish.title
        )
        if session is None:
            raise NotFoundError(
                "Nothing is due and nothing is new here.",
                hint="Choose another topic, or come back when something is due.",
            )
        return cls(services, session)

    def compose(self) -> ComposeResult:
        """The page, with the verdict above the keys."""
        for widget in super().compose():
            if isinstance(widget, Footer):
                yield VerdictBar()
            yield widget

    async def on_mount(self) -> None:
        """Show the first item."""
        await self._show()

    async def _show(self) -> None:
        """Show what comes next; at the end, go to the summary."""
        with self.telling():
            showing = self.services.study.showing(self._session)
            if showing is None:
                self.post_message(to.SummaryRequested(self._session).instead())
                return
            self._showing, self._outcome = showing, None
            self.query_one(VerdictBar).display = False
            self.bar.status = f"{showing.position} of {showing.total}"
            await self._ask(showing)
            self._shown_at = self.services.clock.monotonic()

    async def _ask(self, showing: Showing) -> None:
        topic = self.services.overview.topic(showing.topic)
        question = Question(showing, topic=topic.topic.title)
        self.body.can_focus = False
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(question)
        self.body.scroll_home(animate=False)
        question.field.take_focus()
        self.refresh_bindings()

    @on(AnswerField.Submitted)
    async def answer(self) -> None:
        """Record what was answered, then tell."""
        response = self.query_one(AnswerField).response()
        if response is not None:
            await self._answer(response)

    @on(AnswerField.Incomplete)
    def say_what_is_missing(self, event: AnswerField.Incomplete) -> None:
        """Enter came too early."""
        self.notify(event.missing, timeout=4, markup=False)

    async def _answer(self, response: Response) -> None:
        if self._showing is None or self._outcome is not None:
            return
        seconds = self.services.clock.monotonic() - self._shown_at
        with self.telling():
            outcome = self.services.study.answer(self._showing, response, seconds)
            # From here on the answer is on disk; only now is anything told.
            self._outcome = outcome
            await self._tell(self._showing, outcome)

    async def _tell(self, showing: Showing, outcome: Outcome) -> None:
        feedback = Feedback(outcome.item, outcome.grade, showing.order)
        question = self.query_one(Question)
        async with self.batch():
            await question.replace_field(feedback)
        bar = self.query_one(VerdictBar)
        bar.tell(outcome, self.services.clock.now())
        bar.display = True
        self.body.can_focus = True
        self.body.focus(scroll_visible=False)
        self.call_after_refresh(feedback.scroll_visible, top=True, animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer the keys that mean something now."""
        if action in TOLD:
            return self._outcome is not None and (action != "rate" or self._outcome.review is not None)
        if action in ASKING:
            if self._outcome is not None or self._showing is None:
                return False
            typing = any(field.typing for field in self.query(AnswerField))
            return action == "submit" or (action == "give_up_typing") == typing
        return True

    def action_submit(self) -> None:
        """Enter, wherever the keys go."""
        self.query_one(AnswerField).enter()

    async def action_give_up(self) -> None:
        """The learner does not know."""
        await self._answer(Passed())

    async def action_give_up_typing(self) -> None:
        """The same while letters are typed."""
        await self._answer(Passed())

    async def action_next(self) -> None:
        """On to the next item."""
        await self._show()

    def action_rate(self, rating: int) -> None:
        """The learner's own rating takes the place of the earned one."""
        if self._outcome is None:
            return
        with self.telling():
            self._outcome = self.services.study.rerate(self._outcome, Rating(rating))
            self.query_one(VerdictBar).tell(self._outcome, self.services.clock.now())

    def action_note(self) -> None:
        """The topic's note."""
        if self._showing is not None:
            with self.telling():
                topic = self.services.overview.topic(self._showing.topic).topic
                self.app.push_screen(NoteModal(topic, language=self.services.settings.language))

    def action_scroll_body(self, pages: int) -> None:
        """Scroll while the keys go to the answer."""
        self.body.scroll_relative(y=pages * max(1, self.body.size.height - 2), animate=False)
