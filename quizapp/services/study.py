"""Study: sessions of due and new items, with everything explained after each answer."""

from __future__ import annotations

import random
from collections.abc import Sequence

from quizapp.domain.card import Rating
from quizapp.domain.fields import Model
from quizapp.domain.grading import Response
from quizapp.domain.item import KINDS, ItemId
from quizapp.domain.ports import Clock, Library, Progress, Scheduler
from quizapp.domain.selection import Listing, build
from quizapp.domain.session import Attempt, Session, SessionKind, upcoming
from quizapp.services.answering import Answering, Outcome, Showing, new_id
from quizapp.services.overrule import effective

DUE_POOL = 500
"""How many of the most overdue cards are looked at when a session is built."""


class Line(Model):
    """One item of a finished session."""

    item: ItemId
    title: str
    topic: str
    score: float
    rating: Rating
    tries: int


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
        rng: random.Random | None = None,
    ) -> None:
        self._new_per_day = new_per_day
        self._library = library
        self._progress = progress
        self._clock = clock
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
        kinds = kinds or KINDS
        due = [
            listing
            for item in self._progress.due_items(self._clock.now(), DUE_POOL)
            if (listing := self._library.listing(item)) is not None
            and _fits(listing, topics=topics, kinds=kinds, difficulty=difficulty)
        ]
        new = self._library.listings(
            topics=topics, kinds=kinds, difficulty=difficulty, without=self._progress.seen_items(), limit=size
        )
        # A limit on new items keeps tomorrow's reviews few. Whoever has none due and asks for more gets more.
        plan = build(due, new[: self._allowance()], limit=size) or build(due, new, limit=size)
        if not plan:
            return None
        now = self._clock.now()
        for left in self._progress.sessions(open_only=True, kind=SessionKind.STUDY):
            self._progress.save_session(left.model_copy(update={"ended": now}))
        session = Session(
            id=new_id(),
            kind=SessionKind.STUDY,
            title=title or "Study",
            plan=plan,
            seed=self._rng.getrandbits(32),
            started=now,
        )
        self._progress.save_session(session)
        return session

    def _allowance(self) -> int:
        """How many new items may still come up today, local time."""
        now = self._clock.now()
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return max(0, self._new_per_day - self._progress.counts(now, midnight).new)

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


def _fits(listing: Listing, *, topics: Sequence[str], kinds: Sequence[str], difficulty: tuple[int, int]) -> bool:
    return (
        (not topics or listing.topic in topics)
        and listing.kind in kinds
        and difficulty[0] <= listing.difficulty <= difficulty[1]
    )
