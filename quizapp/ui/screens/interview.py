"""A running interview: two clocks, one question after another, and no word about how it goes."""

from __future__ import annotations

from pydantic import TypeAdapter
from textual import on
from textual.containers import Vertical

from quizapp.domain.grading import Response
from quizapp.domain.session import Session
from quizapp.errors import QuizAppError
from quizapp.services.interview import Clocks, Phase, Stand
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.keys.own import spoken
from quizapp.ui.modals.closing import closing_modal
from quizapp.ui.services import Services
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.countdown import LOOK_EVERY, clock_line, is_last_minute, left_words
from quizapp.ui.widgets.interval import BreakPane, PausePane, ReviewPane, follow_up
from quizapp.ui.widgets.once import close_boxes
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.pulse import Pulse
from quizapp.ui.widgets.rows import Menu, Rows
from quizapp.ui.widgets.session import SessionPage
from quizapp.ui.widgets.trouble import Troubles

CLOSE = 6.0
"""Seconds before the end of a section in which every look keeps it."""
WHEN = {
    "submit": {Phase.ASKING},
    "give_up": {Phase.ASKING},
    "give_up_typing": {Phase.ASKING},
    "mark": {Phase.ASKING},
    "overview": {Phase.ASKING},
    "turn(1)": {Phase.ASKING},
    "turn(-1)": {Phase.ASKING, Phase.REVIEW},
    "begin_section": {Phase.BREAK},
    "unpause": {Phase.PAUSED},
    "pause": {Phase.ASKING, Phase.REVIEW, Phase.BREAK},
    "close_section": {Phase.ASKING, Phase.REVIEW},
}
"""In which phases a key means something."""
_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


class InterviewScreen(SessionPage):
    """Time out closes the section, and at the end the interview."""

    BINDINGS = bindings("asking", "interview")

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services, session)
        self._stand: Stand | None = None
        self._pulse = Pulse(services.clock)
        self._troubles = Troubles()
        self._left: int | None = None
        """The place of the question from which all of them were listed."""

    async def on_mount(self) -> None:
        """Show where the interview stands, and start to look at the clock."""
        self.set_interval(LOOK_EVERY, self._look)
        await self._show()

    # Showing

    @property
    def phase(self) -> Phase | None:
        """What is shown."""
        return self._stand.phase if self._stand else None

    async def _show(self) -> None:
        with self.telling():
            stand = self.services.interviews.stand(self.session)
            self.session, self._stand = stand.session, stand
            self.bar.title = self._title(stand)
            self.showing = None
            match stand.phase:
                case Phase.ENDED:
                    self.post_message(to.DebriefRequested(self.session).instead())
                case Phase.CODING:
                    self.post_message(to.InterviewRequested(resume=self.session).instead())
                case Phase.ASKING:
                    await self._ask(stand)
                case Phase.REVIEW:
                    await self._put(ReviewPane(stand))
                case Phase.BREAK:
                    await self._put(BreakPane(stand))
                case Phase.PAUSED:
                    await self._put(PausePane())
            self._paint(stand.clocks)
            self.refresh_bindings()

    @staticmethod
    def _title(stand: Stand) -> str:
        sections = stand.blueprint.sections
        place = min(stand.clocks.place, len(sections) - 1)
        if stand.phase in {Phase.BREAK, Phase.ENDED}:
            return stand.blueprint.title
        return f"{place + 1}/{len(sections)} {sections[place].title}"

    async def _ask(self, stand: Stand) -> None:
        assert stand.showing is not None
        entered = _RESPONSE.validate_python(stand.entered) if stand.entered else None
        if stand.ask:
            # Its own words are the question; the item is there for its topic and for the shape of the answer.
            item = stand.showing.item.model_copy(update={"stem": follow_up(stand, self._key("next"))})
            stand = stand.model_copy(update={"showing": stand.showing.model_copy(update={"item": item})})
        assert stand.showing is not None
        self._pulse.since()  # what went by before this question is none of its time
        await self.ask(stand.showing, entered=entered)

    def _key(self, name: str) -> str:
        return spoken(f"interview.{name}", self.services.settings.keys)

    async def _put(self, pane: Vertical) -> None:
        self.showing = None
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(pane)
        self.body.scroll_home(animate=False)
        menu = pane.query(Menu)
        if menu:
            menu.first().focus(scroll_visible=False)
        else:
            self.body.can_focus = True
            self.body.focus()

    # The clock

    async def _look(self) -> None:
        """Paint the time that is left; when a section or the whole is over, show that."""
        if self._stand is None or self.session.ended is not None:
            return
        try:
            await self._follow(self._stand.clocks)
        except QuizAppError as error:
            if self._troubles.is_new(error):
                tell(self, error)

    async def _follow(self, shown: Clocks) -> None:
        clocks = self.services.interviews.clocks(self.session)
        if (clocks.phase, clocks.place) != (shown.phase, shown.place):
            await self._time_out(clocks)
            return
        self._paint(clocks)
        near_end = clocks.section is not None and clocks.section < CLOSE
        if near_end or self._pulse.is_due:
            self._beat()

    async def _time_out(self, clocks: Clocks) -> None:
        """The section is over, or all of it: a box that lies over the screen goes first."""
        close_boxes(self.app)
        whole = clocks.phase is Phase.ENDED
        self.notify("Time is up." if whole else "The section's time is up.", timeout=4)
        await self._show()

    def _beat(self) -> None:
        self.services.interviews.beat(self.session, seconds=self._pulse.since(), draft=self._standing())

    def _standing(self) -> Response | None:
        """What stands in the answer field."""
        for field in self.query(AnswerField):
            return field.response()
        return None

    def _paint(self, clocks: Clocks) -> None:
        self.bar.set_class(is_last_minute(clocks), "-last-minute")
        where = f"{self.showing.position} of {self.showing.total}" if self.showing else ""
        marked = self._stand is not None and any(
            mark.marked and mark.number == clocks.current + 1 for mark in self._stand.marks
        )
        self.bar.status = clock_line(clocks, where, marked="marked" if marked and self.showing else "")

    # Answering

    async def take(self, response: Response, seconds: float) -> None:  # noqa: ARG002 - counted since the last beat here
        """Record the answer, unless time is up, and go on."""
        assert self._stand is not None
        with self.telling():
            place = self._stand.clocks.current
            if not self.services.interviews.answer(self.session, place, response, self._pulse.since()):
                await self._look()
                return
            await self._show()

    async def action_mark(self) -> None:
        """Mark the question, to come back to it."""
        if self._stand is None:
            return
        with self.telling():
            self._beat()
            self.services.interviews.mark(self.session, self._stand.clocks.current)
            stand = self.services.interviews.stand(self.session)
            self._stand = stand
            self._paint(stand.clocks)

    async def action_turn(self, step: int) -> None:
        """To the next question, or the one before, as this one stands."""
        if self._stand is not None:
            await self._go_to(max(0, self._stand.clocks.current + step))

    async def action_overview(self) -> None:
        """All questions of the section."""
        if self._stand is not None:
            place = self._stand.clocks.current
            await self._go_to(len(self._stand.marks))
            self._left = place

    async def _go_to(self, place: int) -> None:
        self._left = None
        self.acknowledge()
        with self.telling():
            self.services.interviews.go_to(
                self.session, place, seconds=self._pulse.since(), draft=self._standing() if self.showing else None
            )
            await self._show()

    @on(Rows.Picked, "#review")
    async def choose(self, event: Rows.Picked) -> None:
        """Close the section, or open one of its questions."""
        event.stop()
        if event.position == 0:
            await self._close_section()
        else:
            await self._go_to(event.position - 1)

    async def _close_section(self) -> None:
        with self.telling():
            if self.showing is not None:
                self._beat()
            self.services.interviews.close_section(self.session)
            await self._show()

    def action_close_section(self) -> None:
        """Close the section before its time is up, once that is meant."""
        if self._stand is None:
            return
        with self.telling():
            if self.showing is not None:
                self._beat()
            stand = self.services.interviews.stand(self.session)
            if stand.phase is self._stand.phase:  # else its time was up just now, which the next look tells
                self.app.push_screen(closing_modal(stand), self._decide)

    async def _decide(self, answer: str | None) -> None:
        if answer == "section":
            await self._close_section()
        elif answer == "all":
            with self.telling():
                if self.showing is not None:
                    self._beat()
                self.session = self.services.interviews.finish(self.session)
                await self._show()

    # Breaks and pauses

    async def action_begin_section(self) -> None:
        """Start the next section."""
        with self.telling():
            self.services.interviews.begin_section(self.session)
            await self._show()

    async def action_pause(self) -> None:
        """Stop the clock and hide the question."""
        with self.telling():
            draft = self._standing() if self.showing else None
            self.services.interviews.pause(self.session, seconds=self._pulse.since(), draft=draft)
            await self._show()

    async def action_unpause(self) -> None:
        """Let the clock run again."""
        with self.telling():
            self.services.interviews.unpause(self.session)
            await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys that mean something now."""
        name = f"{action}({parameters[0]})" if action == "turn" else action
        if name in WHEN and self.phase not in WHEN[name]:
            return False
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """From the list of questions to the one it was opened on; else leave, and the clock runs on."""
        if self._left is not None and self.phase is Phase.REVIEW:
            self.call_later(self._go_to, self._left)
            return
        self.acknowledge()
        with self.telling():
            clocks = self.services.interviews.clocks(self.session)
            if clocks.phase is Phase.ASKING:
                self._beat()
            self.notify(left_words(clocks), timeout=6)
        super().action_back()
