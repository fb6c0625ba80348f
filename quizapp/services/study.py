"""Study: sessions of due and new items, with everything explained after each answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.fields import Model
from quizapp.domain.grading import Response
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.selection import Selection
from quizapp.domain.session import Attempt, Session, SessionKind, upcoming
from quizapp.services.answering import Answering, Outcome, Showing, new_id
from quizapp.services.choosing import Chooser, Offer
from quizapp.services.overrule import effective


class Line(Model):
    """One item of a finished session."""

    item: ItemId
    title: str
    topic: str
    score: float
    rating: Rating
    tries: int


class Left(Model):
    """A session that was left before its end."""

    session: Session
    answered: int
    coming: int


class Summary(Model):
    """What a session came to."""

    session: Session
    answered: int
    right_at_once: int
    lines: list[Line]


class StudyService:
    """Builds sessions, shows items one after another, records answers."""

    def __init__(
        self,
        library: Library,
        progress: Progress,
        scheduler: Scheduler,
        clock: Clock,
        *,
        new_per_day: int = 20,
        planned: Callable[[], Sequence[ItemId]] = tuple,
        rng: random.Random | None = None,
    ) -> None:
        self._library = library
        self._progress = progress
        self._scheduler = scheduler
        self._clock = clock
        self._chooser = Chooser(library, progress, clock, new_per_day=new_per_day, planned=planned)
        self._rng = rng or random.Random()  # noqa: S311 - no secret hangs on it
        self._answering = Answering(library, progress, scheduler, clock)

    def resumable(self) -> Session | None:
        """The latest study session that was left before its end, if an item of it can still be shown."""
        sessions = self._progress.sessions(open_only=True, kind=SessionKind.STUDY)
        return next((session for session in sessions if self._upcoming(session)), None)

    def start(
        self,
        *,
        size: int = 10,
        topics: Sequence[str] = (),
        kinds: Sequence[str] = (),
        difficulty: tuple[int, int] = (1, 5),
        title: str = "",
    ) -> Session | None:
        """A new session of due and new items; None when nothing fits. Sessions still open are ended."""
        selection = Selection(topics=tuple(topics), kinds=tuple(kinds), difficulty=difficulty, size=size)
        return self.begin(selection, title=title)

    def begin(self, selection: Selection, *, title: str = "") -> Session | None:
        """A new session; None when nothing fits. Sessions still open are ended, unless items were named one by one."""
        plan = [listing.id for listing in self._chooser.plan(selection, self._rng)]
        if not plan:
            return None
        now = self._clock.now()
        if not selection.items:
            for left in self._progress.sessions(open_only=True, kind=SessionKind.STUDY):
                self._progress.save_session(left.model_copy(update={"ended": now}))
        session = Session(
            id=new_id(),
            kind=SessionKind.STUDY,
            title=title or selection.title,
            plan=plan,
            seed=self._rng.getrandbits(32),
            started=now,
            moves_schedule=selection.moves_schedule,
        )
        self._progress.save_session(session)
        return session

    def left(self) -> Left | None:
        """The session that a new one would end, if answers were given in it and there are questions to come."""
        for session in self._progress.sessions(open_only=True, kind=SessionKind.STUDY):
            attempts = self._progress.attempts(session=session.id)
            coming = self._upcoming(session, attempts) if attempts else []
            if coming:
                return Left(session=session, answered=len(attempts), coming=len(coming))
        return None

    def offer(self, selection: Selection) -> Offer:
        """What a session would have, and how many questions each source has; may take a while in a large library."""
        return self._chooser.offer(selection)

    def undo(self, session: Session) -> Attempt | None:
        """Take the last answer of a session back: its item is asked again, as if it had never been answered.

        The log keeps the answer, and the taking back beside it. Returns the answer; None when there is none left. A
        session that has ended is open again.
        """
        attempts = self._progress.attempts(session=session.id)
        if not attempts:
            return None
        last = attempts[-1]
        event = ActivityEvent(id=new_id(), kind=UNDO, subject=last.id, at=self._clock.now())
        self._progress.undo(event, self._scheduler)
        stored = self._progress.session(session.id)
        if stored is not None and stored.ended is not None:
            self._progress.save_session(stored.model_copy(update={"ended": None}))
        return last

    def leave(self, session: Session) -> None:
        """Leave a session for now. One that was begun for a single item is not worth resuming."""
        if len(session.plan) == 1:
            self.finish(session)

    def showing(self, session: Session) -> Showing | None:
        """The item that is to be answered now; None at the end."""
        attempts = self._progress.attempts(session=session.id)
        coming = self._upcoming(session, attempts)
        if not coming:
            return None
        return self._answering.show(
            session,
            coming[0],
            position=len(attempts) + 1,
            total=len(attempts) + len(coming),
            showing=1 + sum(attempt.item == coming[0] for attempt in attempts),
        )

    def answer(self, showing: Showing, response: Response, seconds: float) -> Outcome:
        """Record a response; the outcome is durable when this returns."""
        return self._answering.record(showing, response, seconds)

    def comes_again(self, session: Session, item: ItemId) -> bool:
        """Whether an item is still to come in a session, such as one that has just been failed."""
        return item in self._upcoming(session)

    def rerate(self, outcome: Outcome, rating: Rating) -> Outcome:
        """Override the rating that the answer earned."""
        return self._answering.rerate(outcome, rating)

    def overrule(self, outcome: Outcome, point: str, *, said: bool) -> Outcome:
        """Override what the grader holds of one point of an answer in the learner's own words."""
        return self._answering.overrule(outcome, point, said=said)

    def finish(self, session: Session) -> Summary:
        """End a session, wherever it stands."""
        if session.ended is None:
            session = session.model_copy(update={"ended": self._clock.now()})
            self._progress.save_session(session)
        return self.summary(session)

    def summary(self, session: Session) -> Summary:
        """What the session has come to so far."""
        attempts = effective(self._progress, self._progress.attempts(session=session.id))
        first: dict[ItemId, Attempt] = {}
        tries: dict[ItemId, int] = {}
        for attempt in attempts:
            first.setdefault(attempt.item, attempt)
            tries[attempt.item] = tries.get(attempt.item, 0) + 1
        lines = []
        for item, attempt in first.items():
            listing = self._library.listing(item)
            lines.append(
                Line(
                    item=item,
                    title=listing.title if listing else item,
                    topic=listing.topic if listing else "",
                    score=attempt.score,
                    rating=attempt.rating,
                    tries=tries[item],
                )
            )
        return Summary(
            session=session,
            answered=len(attempts),
            right_at_once=sum(attempt.score >= 1.0 for attempt in first.values()),
            lines=lines,
        )

    def _upcoming(self, session: Session, attempts: Sequence[Attempt] | None = None) -> list[ItemId]:
        """What is still to come, without items that no pack has any more."""
        if attempts is None:
            attempts = self._progress.attempts(session=session.id)
        coming = upcoming(session, effective(self._progress, attempts), self._progress.reviews(session=session.id))
        return [item for item in coming if self._library.listing(item) is not None]
