"""Interviews held: begun, timed, answered. Nothing is told before the end."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from quizapp.domain.grading import Response
from quizapp.domain.interview.course import Course, total_seconds
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.session import Session, SessionKind
from quizapp.errors import NotFoundError, UsageError
from quizapp.services.answering import new_id
from quizapp.services.interview.archive import Archive
from quizapp.services.interview.coding import CodingDesk, Room
from quizapp.services.interview.debriefing import Debriefing
from quizapp.services.interview.keeping import Keeper
from quizapp.services.interview.ledger import Ledger
from quizapp.services.interview.questions import Questions, opened
from quizapp.services.interview.shelf import Shelf
from quizapp.services.interview.standing import clocks_of, marks_of, regiven, showing_of, timed
from quizapp.services.interview.view import Clocks, Phase, Stand


class InterviewService(Archive):
    """Draws interviews, keeps their time, takes their answers."""

    def __init__(
        self,
        library: Library,
        progress: Progress,
        scheduler: Scheduler,
        clock: Clock,
        *,
        records: InterviewRecords,
        room: Callable[[], Room] | None = None,
        reports: Path = Path(),
        rng: random.Random | None = None,
    ) -> None:
        """A service.

        Args:
            library: from which questions and tasks are drawn.
            progress: where sessions and attempts go.
            scheduler: moves the cards.
            clock: both clocks.
            records: where interviews are kept.
            room: makes what coding tasks need, when one is first opened.
            reports: the folder into which debriefs are exported.
            rng: draws seeds.
        """
        keeper = Keeper(progress, scheduler)
        ledger = Ledger(library, progress, records, keeper=keeper, clock=clock)
        super().__init__(
            progress, records, ledger, Debriefing(library, progress, records, keeper, clock), reports=reports
        )
        self._library = library
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311 - no secret hangs on it
        self._keeper = keeper
        self._make_room = room
        self._desks: dict[str, CodingDesk] = {}
        self._questions = Questions(library, progress, self._ledger)
        self.shelf = Shelf(library, records, clock)
        """Blueprints to choose from."""

    def attend(self) -> None:
        """From now on somebody sits before it though no sign of life comes, as when lines are read from a terminal."""
        self._ledger.attended = True

    # Beginning

    def start(self, blueprint_id: str, *, seed: int | None = None) -> Session:
        """A new interview; its clock runs from now on, and its first section begins.

        Args:
            blueprint_id: `pack/blueprint`, or the blueprint's bare id.
            seed: draws the same questions again from the same library.

        Raises:
            NotFoundError: no such blueprint, or the library has nothing that fits it.
            UsageError: it has coding tasks, and this program runs none.
        """
        pack, name, blueprint = self.shelf.find(blueprint_id)
        seed = self._rng.getrandbits(32) if seed is None else seed
        plan = self._questions.plan(blueprint, pack, seed)
        fitting = bool(self.shelf.drawable(blueprint, pack)) if blueprint.adaptive else any(plan)
        if not fitting:
            raise NotFoundError(
                f"No item fits the blueprint {blueprint_id}.", hint="Add a pack with items for its topics."
            )
        now = self._clock.now()
        session = Session(
            id=new_id(),
            kind=SessionKind.INTERVIEW,
            title=blueprint.title,
            plan=[listing.id for part in plan for listing in part],
            seed=seed,
            started=now,
            deadline=now + timedelta(seconds=total_seconds(blueprint)),
            blueprint=name,
        )
        course = opened(session.id, blueprint, plan, pack=pack, now=self._clock.reading())
        self._progress.save_session(session)
        self._ledger.ask(session.id, session.plan)
        course = self._questions.fill(course.begin(), session)
        self._records.save(course)
        return self._progress.session(session.id) or session

    def clocks(self, session: Session) -> Clocks:
        """How much time is left; to be asked as often as one likes."""
        return clocks_of(self._ledger.look(session.id))

    def beat(self, session: Session, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """A sign of life every few seconds: time on the question, and what stands in its answer field.

        Args:
            session: the interview.
            seconds: since the last sign, on the question that is shown.
            draft: what stands in the field and was not given yet.
        """
        course = self._ledger.look(session.id)
        self._ledger.keep(timed(course, seconds, draft))

    # Standing

    def stand(self, session: Session) -> Stand:
        """Where the interview stands now, with the question to be shown."""
        course = self._ledger.look(session.id)
        session = self._progress.session(session.id) or session
        clocks = clocks_of(course)
        stretch = course.stretch
        stand = Stand(session=session, blueprint=course.blueprint, clocks=clocks)
        if clocks.phase is Phase.BREAK and course.place > 0:
            before = course.stretches[course.place - 1]
            answered = sum(entry.response is not None for entry in before.entries)
            return stand.model_copy(update={"closed": before.closing, "answered": answered})
        if stretch is None:
            return stand
        stand = stand.model_copy(update={"marks": marks_of(stretch), "to_draw": stretch.to_draw})
        if clocks.phase is Phase.CODING:
            return stand.model_copy(update={"task": stretch.entries[stretch.current].item})
        if clocks.phase is Phase.ASKING:
            item = self._ledger.texts(session.id)[stretch.entries[stretch.current].item]
            return showing_of(stand, stretch, session, item)
        return stand

    # Moving

    def begin_section(self, session: Session) -> None:
        """Begin the section that comes next; its clock runs from now on."""
        course = self._ledger.look(session.id).begin()
        self._ledger.keep(self._questions.fill(course, session))

    def answer(self, session: Session, place: int, response: Response, seconds: float = 0.0) -> bool:
        """Take an answer and go on; False if its section closed before, so that it does not count.

        Args:
            session: the interview.
            place: of the question within the section.
            response: the answer; may be given anew while the section is open.
            seconds: since the last sign of life, on this question.
        """
        course = self._ledger.look(session.id)
        stretch = course.stretch
        if stretch is None or course.paused or stretch.current != place or place >= len(stretch.entries):
            return False
        entry = stretch.entries[place]
        body = response.model_dump(mode="json")
        changed = {
            "response": body,
            "draft": None,
            "seconds": entry.seconds + max(0.0, seconds),
            "at": self._clock.now(),
            "changes": entry.changes + (entry.response is not None and entry.response != body),
        }
        course = course.put(place, entry.model_copy(update=changed))
        course = self._questions.follow_up(course, place, response)
        self._ledger.keep(self._go_on(course, session, place))
        return True

    def _go_on(self, course: Course, session: Session, place: int) -> Course:
        """To the next question that is not answered; to the review when there is none."""
        stretch = course.stretch
        assert stretch is not None
        later = range(place + 1, len(stretch.entries))
        following = next((one for one in later if stretch.entries[one].response is None), len(stretch.entries))
        return self._questions.fill(course.go_to(following), session)

    def go_to(self, session: Session, place: int, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """Show another question of the open section; `place` after the last one shows the review.

        What stands in the field of the one that is left is kept, and counts if the section closes.
        """
        course = regiven(timed(self._ledger.look(session.id), seconds, draft), self._clock.now())
        if not course.paused:
            course = self._questions.fill(course.go_to(place), session)
        self._ledger.keep(course)

    def done(self, session: Session, place: int, seconds: float = 0.0) -> None:
        """Leave a coding task as it is saved, and go on; one may come back while the section is open."""
        course = self._ledger.look(session.id)
        stretch = course.stretch
        if stretch is None or course.paused or stretch.current != place or place >= len(stretch.entries):
            return
        entry = stretch.entries[place]
        changed = {"response": {"kind": "code"}, "seconds": entry.seconds + seconds, "at": self._clock.now()}
        self._ledger.keep(self._go_on(course.put(place, entry.model_copy(update=changed)), session, place))

    def mark(self, session: Session, place: int) -> bool:
        """Mark a question for review, or take the mark off; tells whether it is marked now."""
        course = self._ledger.look(session.id)
        stretch = course.stretch
        if stretch is None or not 0 <= place < len(stretch.entries):
            return False
        entry = stretch.entries[place]
        entry = entry.model_copy(update={"marked": not entry.marked})
        self._ledger.keep(course.put(place, entry))
        return entry.marked

    def close_section(self, session: Session) -> None:
        """Close the open section; there is no way back into it."""
        self._ledger.keep(self._ledger.look(session.id).close())

    def pause(self, session: Session, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """Stop the clock; the debrief tells when and for how long."""
        self._ledger.keep(timed(self._ledger.look(session.id), seconds, draft).pause())

    def unpause(self, session: Session) -> None:
        """Let the clock run again."""
        self._ledger.keep(self._ledger.look(session.id).unpause())

    def finish(self, session: Session) -> Session:
        """End an interview, at the latest at its limit."""
        self._ledger.keep(self._ledger.look(session.id).end())
        return self._progress.session(session.id) or session

    # Going on

    def resumable(self) -> Session | None:
        """The latest interview that was left before its end and still has time; ones out of time are ended."""
        found = None
        for session in self._progress.sessions(open_only=True, kind=SessionKind.INTERVIEW):
            if self._records.course(session.id) is None:
                # It was begun and never recorded: the program was cut off between the two.
                self._progress.save_session(session.model_copy(update={"ended": session.started}))
                continue
            if self._ledger.look(session.id).ended is None and found is None:
                found = self._progress.session(session.id)
        return found

    # Coding

    def desk(self, session: Session) -> CodingDesk:
        """Where the coding tasks of an interview are worked on.

        Raises:
            UsageError: this program runs no coding tasks.
        """
        if session.id not in self._desks:
            if self._make_room is None:
                raise UsageError("Coding tasks cannot be run here.")
            self._desks[session.id] = CodingDesk(
                self._make_room(),
                session.id,
                records=self._records,
                progress=self._progress,
                keeper=self._keeper,
                clock=self._clock,
                look=self._ledger.look,
            )
        return self._desks[session.id]

    async def judge_code(self, session: Session) -> bool:
        """Check the last saved state of every coding task of an interview that is over; True if there was one to check.

        May be asked again: what was judged is not judged again.

        Raises:
            SandboxError: nothing can be run here; the tasks stay unjudged, to be judged later.
        """
        course = self._ledger.look(session.id)
        pending = CodingDesk.pending(course, self._records)
        for section, place, task in pending:
            await self.desk(session).judge(course, section, place, task)
        return bool(pending)
