"""Study: one item at a time, and everything explained after each answer."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Footer

from quizapp.domain.card import Rating
from quizapp.domain.grading import Response
from quizapp.domain.selection import EVERYDAY, Selection
from quizapp.domain.session import Session
from quizapp.errors import NotFoundError
from quizapp.services.answering import Outcome, Showing
from quizapp.services.proof import can_be_shown
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.modals.doubt import DoubtModal
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.modals.proof import ProofModal
from quizapp.ui.services import Services
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.coach import QuestionCoach
from quizapp.ui.widgets.feedback import Feedback
from quizapp.ui.widgets.page import TopBar
from quizapp.ui.widgets.points import Points
from quizapp.ui.widgets.question import Question
from quizapp.ui.widgets.session import SessionPage
from quizapp.ui.widgets.verdictbar import VerdictBar

TOLD = {"next", "rate", "note", "proof", "bookmark", "undo", "doubt"}


class StudyScreen(SessionPage):
    """An open session, an answer at a time."""

    BINDINGS = bindings("asking", "studying", "told")

    def __init__(self, services: Services, session: Session, *, touring: bool = False) -> None:
        super().__init__(services, session)
        self._touring = touring
        self._outcome: Outcome | None = None

    @classmethod
    def begin(cls, services: Services, wish: to.StudyRequested) -> StudyScreen:
        """The screen of the session asked for.

        Raises:
            NotFoundError: nothing is due and nothing is new there.
        """
        selection = wish.selection or Selection(topics=wish.topics, kinds=wish.kinds, size=wish.size)
        if selection.size is None and selection.minutes is None:
            selection = selection.model_copy(update={"size": services.settings.session_size})
        session = wish.resume or services.study.begin(selection, title=wish.title)
        if session is None and selection.sources == EVERYDAY:
            raise NotFoundError(
                "Nothing is due and nothing is new here.",
                hint=f"{spoken('home.choose', services.settings.keys)} on the home screen chooses something else.",
            )
        if session is None:
            raise NotFoundError("No question fits this choice.", hint="Choose more sources, topics or kinds.")
        return cls(services, session, touring=wish.touring)

    def compose(self) -> ComposeResult:
        """The page, with the verdict above the keys, and in the tour what is to be done below the bar."""
        for widget in super().compose():
            if isinstance(widget, Footer):
                yield VerdictBar()
            yield widget
            if self._touring and isinstance(widget, TopBar):
                yield QuestionCoach(self.services.settings.keys)

    async def on_mount(self) -> None:
        """Show the first item."""
        await self.action_next()

    async def action_next(self) -> None:
        """Show what comes next; at the end, go to the summary."""
        self.acknowledge()
        with self.telling():
            if self._touring and self._outcome is not None:
                # Once is enough to see how it goes; what was not known comes up soon, in a session of its own.
                self.action_back()
                return
            showing = self.services.study.showing(self.session)
            if showing is None:
                self.post_message(to.SummaryRequested(self.session).instead())
                return
            self._outcome = None
            self.query_one(VerdictBar).display = False
            self._paint_status(showing)
            await self.ask(showing)

    async def reload(self) -> None:
        """Ask the question as it reads now, unless it has been answered or reads as before."""
        if self._outcome is not None:
            return
        with self.telling():
            showing = self.services.study.showing(self.session)
            if self.showing is None or showing is None or showing.item != self.showing.item:
                await self.action_next()

    def _paint_status(self, showing: Showing) -> None:
        marked = f"{Mark.BOOKMARK} bookmarked {Mark.DOT} " if self.services.bookmarks.has(showing.id) else ""
        alone = "" if self.session.moves_schedule else f"schedule left alone {Mark.DOT} "
        self.bar.status = f"{alone}{marked}{showing.position} of {showing.total}"

    @property
    def asking(self) -> bool:
        """Until the answer is recorded."""
        return super().asking and self._outcome is None

    async def take(self, response: Response, seconds: float) -> None:
        """Record the answer. Only when it is on disk is anything told."""
        assert self.showing is not None
        with self.telling():
            self._outcome = self.services.study.answer(self.showing, response, seconds)
            await self._tell(self.showing, self._outcome)

    async def _tell(self, showing: Showing, outcome: Outcome) -> None:
        leech = self.services.leeches.after(outcome)
        advice = leech.in_words() if leech else ""
        feedback = Feedback(outcome.item, outcome.grade, showing.order, overrulable=True, advice=advice)
        async with self.batch():
            await self.query_one(Question).replace_field(feedback)
            self._tell_verdict(outcome)
            self.query_one(VerdictBar).display = True
            self.body.can_focus = True
            self.set_focus(self.body, scroll_visible=False)
            for points in feedback.query(Points):
                points.take_focus()
            self.refresh_bindings()
            await self.name_keys()
        self.call_after_refresh(feedback.scroll_visible, top=True, animate=False)

    def _tell_verdict(self, outcome: Outcome) -> None:
        repeated = not self._touring and self.services.study.comes_again(self.session, outcome.attempt.item)
        self.query_one(VerdictBar).tell(outcome, self.services.clock.now(), repeated=repeated)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys that mean something now."""
        if action in TOLD:
            outcome = self._outcome
            if outcome is None:
                return False
            return {"rate": outcome.review is not None, "proof": can_be_shown(outcome.item)}.get(action, True)
        if action == "undo_before":
            return self.asking and self.showing is not None and self.showing.position > 1
        return super().check_action(action, parameters)

    def action_rate(self, rating: int) -> None:
        """The learner's own rating takes the place of the earned one."""
        if self._outcome is None:
            return
        with self.telling():
            self._outcome = self.services.study.rerate(self._outcome, Rating(rating))
            self._tell_verdict(self._outcome)

    @on(Points.Overruled)
    def overrule(self, event: Points.Overruled) -> None:
        """The learner's word on a point takes the place of the grader's."""
        if self._outcome is None:
            return
        with self.telling():
            self._outcome = self.services.study.overrule(self._outcome, event.point, said=event.said)
            self.query_one(Points).tell(self._outcome.grade)
            self._tell_verdict(self._outcome)

    def action_bookmark(self) -> None:
        """Set or take away a bookmark."""
        if self.showing is None:
            return
        with self.telling():
            marked = self.services.bookmarks.toggle(self.showing.id)
            self._paint_status(self.showing)
            told = "Bookmarked. The home screen's c chooses bookmarks to study." if marked else "The bookmark is gone."
            self.notify(told, timeout=4, markup=False)

    async def action_undo(self) -> None:
        """Take the answer back and ask again."""
        with self.telling():
            if self.services.study.undo(self.session) is None:
                return
            self._outcome = None
            self.notify("Taken back: it is asked again, as if you had not answered.", timeout=5, markup=False)
            await self.action_next()

    async def action_undo_before(self) -> None:
        """The same for the answer before, while the next question is asked."""
        await self.action_undo()

    def action_doubt(self) -> None:
        """Ask what is doubtful, and write it down."""
        showing, outcome = self.showing, self._outcome
        if showing is None or outcome is None:
            return

        def keep(words: str | None) -> None:
            if words is not None:
                with self.telling():
                    path = self.services.doubts.report(showing, outcome, words)
                    self.notify(f"Written down in {path}", title="Thank you.", timeout=8, markup=False)

        self.app.push_screen(DoubtModal(), keep)

    def action_back(self) -> None:
        """Leave; what was answered is on disk."""
        self.acknowledge()
        with self.telling():
            if self._touring:
                self.services.study.finish(self.session)
            else:
                self.services.study.leave(self.session)
        self.dismiss()

    def action_note(self) -> None:
        """The topic's note."""
        if self.showing is not None:
            with self.telling():
                topic = self.services.overview.topic(self.showing.topic).topic
                self.app.push_screen(NoteModal(topic, self.services.settings))

    def action_proof(self) -> None:
        """Show that what was told is what happens."""
        if self.showing is not None:
            with self.telling():
                self.app.push_screen(ProofModal(self.services.proofs, self.showing.id, self.showing.item))
