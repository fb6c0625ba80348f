"""What study and interview screens share: asking a question and taking the answer."""

from __future__ import annotations

from textual import on

from quizapp.domain.grading import Passed, Response
from quizapp.domain.session import Session
from quizapp.services.answering import Showing
from quizapp.ui.services import Services
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.question import Question

TOLD_FOR = 4.0
"""Seconds for which it stands below the answer what is missing."""
ASKING = {"submit", "give_up", "give_up_typing"}


class SessionPage(Page):
    """One question at a time. It may be left at any time: what was answered is on disk, the rest is still to come."""

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services)
        self.session = session
        self.showing: Showing | None = None
        self._shown_at = 0.0
        self.heading = session.title

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self.showing is not None

    async def take(self, response: Response, seconds: float) -> None:
        """Record a response, then go on. Subclasses do it."""
        raise NotImplementedError

    async def ask(self, showing: Showing, *, entered: Response | None = None) -> None:
        """Put a question into the body, the keys on its answer, and start counting the time."""
        topic = self.services.overview.topic(showing.topic)
        question = Question(showing, topic=topic.topic.title, entered=entered)
        self.showing = showing
        self.body.can_focus = False
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(question)
            self.body.scroll_home(animate=False, immediate=True)  # never painted as the one before was scrolled
            question.field.take_focus()
            self.refresh_bindings()
            await self.name_keys()
        self._shown_at = self.services.clock.monotonic()

    async def _take(self, response: Response) -> None:
        if self.asking:
            self.acknowledge()
            await self.take(response, self.services.clock.monotonic() - self._shown_at)

    @on(AnswerField.Submitted)
    async def answer(self, event: AnswerField.Submitted) -> None:
        """Take what was answered; a second Enter on a question that has gone since is no answer to the next one."""
        if event.field.is_attached:
            await self._take(event.response)

    @on(AnswerField.Incomplete)
    def say_what_is_missing(self, event: AnswerField.Incomplete) -> None:
        """Enter came too early."""
        for question in self.query(Question):
            question.say(event.missing, TOLD_FOR)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer the keys that mean something now."""
        if action not in ASKING:
            return True
        if not self.asking:
            return False
        typing = any(field.typing for field in self.query(AnswerField))
        if action == "submit":
            return all(field.entering for field in self.query(AnswerField))
        return (action == "give_up_typing") == typing

    def action_submit(self) -> None:
        """Enter, wherever the keys go."""
        self.query_one(AnswerField).enter()

    async def action_give_up(self) -> None:
        """The learner does not know."""
        await self._take(Passed())

    async def action_give_up_typing(self) -> None:
        """The same while letters are typed."""
        await self._take(Passed())

    def action_scroll_body(self, pages: int) -> None:
        """Scroll while the keys go to the answer."""
        self.body.scroll_relative(y=pages * max(1, self.body.size.height - 2), animate=False)
