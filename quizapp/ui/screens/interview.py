"""A running interview: the clock, one question after another, and no word about how it goes."""

from __future__ import annotations

from quizapp.domain.grading import Response
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.services import Services
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.session import SessionPage
from quizapp.ui.words import clock_words, counted

LOOK_EVERY = 0.5
"""Seconds between two looks at the clock. The deadline is stored; a look that comes late loses nothing."""
LAST_MINUTE = 60.0


class InterviewScreen(SessionPage):
    """Time out ends it."""

    BINDINGS = bindings("asking", "interview")

    @classmethod
    def begin(cls, services: Services, wish: to.InterviewRequested) -> InterviewScreen:
        """The screen of the interview asked for; a new one's clock runs from here.

        Raises:
            NotFoundError: no such blueprint, or nothing fits it.
        """
        return cls(services, wish.resume or services.interviews.start(wish.blueprint))

    async def on_mount(self) -> None:
        """Show the first question, and start to look at the clock."""
        self.set_interval(LOOK_EVERY, self._look)
        await self._show()

    async def _show(self) -> None:
        with self.telling():
            showing = self.services.interviews.showing(self.session)
            if showing is None:
                self._end()
                return
            await self.ask(showing)
            self._look()

    def _look(self) -> None:
        """Paint the time that is left; at its end, end."""
        left = self.services.interviews.time_left(self.session)
        if left <= 0:
            self.notify("Time is up.", timeout=4)
            self._end()
            return
        if self.showing is not None:
            self.bar.set_class(left <= LAST_MINUTE, "-last-minute")
            words = "left, last minute" if left <= LAST_MINUTE else "left"
            self.bar.status = f"{self.showing.position} of {self.showing.total} {Mark.DOT} {clock_words(left)} {words}"

    def _end(self) -> None:
        if self.session.ended is not None:
            return
        with self.telling():
            self.session = self.services.interviews.finish(self.session)
            self.showing = None
            self.post_message(to.DebriefRequested(self.session).instead())

    async def take(self, response: Response, seconds: float) -> None:
        """Record the answer, unless time is up, and go on."""
        assert self.showing is not None
        with self.telling():
            if self.services.interviews.time_left(self.session) <= 0:
                self._end()
                return
            self.services.interviews.answer(self.showing, response, seconds)
            await self._show()

    def action_end(self) -> None:
        """End before time is up, once that is meant."""
        if self.showing is None:
            return
        left = counted(self.showing.total - self.showing.position + 1, "question")
        question = f"{left} not answered yet: they would count nothing, and there is no way back."
        answers = (
            Answer("stay", "Go on", "The clock is running."),
            Answer("end", "End now", "On to the debrief."),
        )
        self.app.push_screen(ConfirmModal("End the interview?", question, *answers), self._decide)

    def _decide(self, answer: str | None) -> None:
        if answer == "end":
            self._end()

    def action_back(self) -> None:
        """Leave; the clock runs on."""
        left = clock_words(self.services.interviews.time_left(self.session))
        self.notify(f"The clock runs on: {left} left. Resume it from the home screen.", timeout=6)
        super().action_back()
