"""Interviews: a blueprint becomes a timed session without feedback, and then a debrief."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from pydantic import TypeAdapter

from quizapp.domain.fields import Model
from quizapp.domain.grading import Grade, Response, grade
from quizapp.domain.interview import Standing, draw, judge, share
from quizapp.domain.item import KINDS, Item, ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports import Clock, Library, Progress, Scheduler
from quizapp.domain.session import Attempt, Session, SessionKind, upcoming
from quizapp.errors import NotFoundError
from quizapp.services.answering import Answering, Showing, new_id, shown_order
from quizapp.services.overrule import effective

_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


class BlueprintChoice(Model):
    """A blueprint that can be chosen."""

    id: str
    """`pack/blueprint`."""
    blueprint: Blueprint
    available: int
    """How many items of the library it could draw."""


class DebriefLine(Model):
    """One question of an interview, with what was said and what a right answer is."""

    item_id: ItemId
    item: Item
    topic: str
    answered: bool
    order: list[int]
    """Positions of options, lines or right sides, in the order in which they were shown."""
    grade: Grade
    seconds: float


class Debrief(Model):
    """An interview, looked back at."""

    session: Session
    blueprint: Blueprint | None
    score: float
    """The mean over all planned questions; one not reached counts 0."""
    standing: Standing
    lines: list[DebriefLine]
    by_topic: list[tuple[str, float, int]]
    """Topic title, mean score, number of questions; the weakest first."""
    seconds: float


class InterviewService:
    """Draws, times and looks back at interviews."""

    def __init__(
        self,
        library: Library,
        progress: Progress,
        scheduler: Scheduler,
        clock: Clock,
        *,
        rng: random.Random | None = None,
    ) -> None:
        self._library = library
        self._progress = progress
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311 - no secret hangs on it
        self._answering = Answering(library, progress, scheduler, clock)

    def blueprints(self) -> list[BlueprintChoice]:
        """Every blueprint of the library."""
        choices = []
        for pack, blueprint in self._library.blueprints():
            listings = [
                listing
                for section in blueprint.sections
                for listing in self._library.listings(
                    topics=[f"{pack}/{topic}" for topic in section.topics],
                    kinds=section.kinds or KINDS,
                    difficulty=section.difficulty,
                )
            ]
            available = len({listing.id for listing in listings})
            choices.append(BlueprintChoice(id=f"{pack}/{blueprint.id}", blueprint=blueprint, available=available))
        return choices

    def _blueprint(self, blueprint_id: str) -> tuple[str, Blueprint]:
        for pack, blueprint in self._library.blueprints():
            if blueprint_id in {f"{pack}/{blueprint.id}", blueprint.id}:
                return pack, blueprint
        known = ", ".join(f"{pack}/{blueprint.id}" for pack, blueprint in self._library.blueprints()) or "none"
        raise NotFoundError(f"no interview blueprint is called {blueprint_id}", hint=f"there are: {known}")

    def start(self, blueprint_id: str, *, seed: int | None = None) -> Session:
        """A new interview; its clock runs from now on.

        Args:
            blueprint_id: `pack/blueprint`, or the blueprint's bare id.
            seed: draws the same questions again from the same library.

        Raises:
            NotFoundError: no such blueprint, or the library has nothing that fits it.
        """
        pack, blueprint = self._blueprint(blueprint_id)
        seed = self._rng.getrandbits(32) if seed is None else seed
        drawn = draw(blueprint, pack=pack, library=self._library, rng=random.Random(seed))  # noqa: S311
        plan = [listing.id for part in drawn for listing in part if listing.kind != "task"]
        if not plan:
            raise NotFoundError(
                f"no item fits the blueprint {blueprint_id}", hint="add a pack with items for its topics"
            )
        now = self._clock.now()
        session = Session(
            id=new_id(),
            kind=SessionKind.INTERVIEW,
            title=blueprint.title,
            plan=plan,
            seed=seed,
            started=now,
            deadline=now + timedelta(minutes=blueprint.minutes),
            blueprint=f"{pack}/{blueprint.id}",
        )
        self._progress.save_session(session)
        return session

    def resumable(self) -> Session | None:
        """The latest interview that was left before its end and still has time; ones out of time are ended."""
        found = None
        for session in self._progress.sessions(open_only=True, kind=SessionKind.INTERVIEW):
            if found is None and self.time_left(session) > 0 and self._upcoming(session):
                found = session
            elif self.time_left(session) <= 0:
                self.finish(session)
        return found

    def time_left(self, session: Session) -> float:
        """Seconds until the deadline, never below 0."""
        if session.deadline is None:
            return 0.0
        return max(0.0, (session.deadline - self._clock.now()).total_seconds())

    def showing(self, session: Session) -> Showing | None:
        """The question to be answered now; None when all are answered or time is up."""
        attempts = self._progress.attempts(session=session.id)
        coming = self._upcoming(session, attempts)
        if not coming or self.time_left(session) <= 0:
            return None
        return self._answering.show(
            session, coming[0], position=len(attempts) + 1, total=len(attempts) + len(coming), showing=1
        )

    def answer(self, showing: Showing, response: Response, seconds: float) -> None:
        """Record a response; nothing is told until the debrief."""
        self._answering.record(showing, response, seconds)

    def finish(self, session: Session) -> Session:
        """End an interview, at the latest at its deadline."""
        if session.ended is not None:
            return session
        now = self._clock.now()
        ended = session.model_copy(update={"ended": min(now, session.deadline or now)})
        self._progress.save_session(ended)
        return ended

    def history(self) -> Sequence[Session]:
        """Interviews that have ended, the latest first."""
        return [s for s in self._progress.sessions(kind=SessionKind.INTERVIEW) if s.ended is not None]

    def debrief(self, session: Session) -> Debrief:
        """Look back: every question, what was said, and how it measures against the pass mark."""
        given = effective(self._progress, self._progress.attempts(session=session.id))
        attempts = {attempt.item: attempt for attempt in given}
        lines = [
            self._debrief_line(session, item_id, attempts.get(item_id))
            for item_id in session.plan
            if self._library.listing(item_id) is not None
        ]
        blueprint = next(
            (
                blueprint
                for pack, blueprint in self._library.blueprints()
                if f"{pack}/{blueprint.id}" == session.blueprint
            ),
            None,
        )
        scores = [line.grade.score for line in lines]
        score = sum(scores) / len(scores) if scores else 0.0
        return Debrief(
            session=session,
            blueprint=blueprint,
            score=score,
            standing=judge(share(scores), answered=len(attempts), pass_mark=blueprint.pass_mark if blueprint else 0.7),
            lines=lines,
            by_topic=self._by_topic(lines),
            seconds=((session.ended or self._clock.now()) - session.started).total_seconds(),
        )

    def _debrief_line(self, session: Session, item_id: ItemId, attempt: Attempt | None) -> DebriefLine:
        item = self._library.item(item_id)
        listing = self._library.listing(item_id)
        response = _RESPONSE.validate_python(attempt.response if attempt else {"kind": "passed"})
        return DebriefLine(
            item_id=item_id,
            item=item,
            topic=listing.topic if listing else "",
            answered=attempt is not None,
            order=shown_order(session, item_id, item, showing=1),
            grade=grade(item, response),
            seconds=attempt.seconds if attempt else 0.0,
        )

    def _by_topic(self, lines: Sequence[DebriefLine]) -> list[tuple[str, float, int]]:
        scores: dict[str, list[float]] = {}
        for line in lines:
            scores.setdefault(line.topic, []).append(line.grade.score)
        means = [
            (self._library.topic(topic).topic.title, sum(values) / len(values), len(values))
            for topic, values in scores.items()
        ]
        return sorted(means, key=lambda entry: entry[1])

    def _upcoming(self, session: Session, attempts: Sequence[Attempt] | None = None) -> list[ItemId]:
        if attempts is None:
            attempts = self._progress.attempts(session=session.id)
        return [item for item in upcoming(session, attempts) if self._library.listing(item) is not None]
