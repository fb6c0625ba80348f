"""A newcomer's tour: one question, one tiny coding task, one note; all of them real, and each may be skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.fields import Model, Moment
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.picked import Choice
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.report import Verdict
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session, SessionKind
from quizapp.services.answering import new_id

KIND = "tour"
"""Of the events that say how far the tour has come. They are part of the history, and follow it to other machines."""
BEGUN, ENDED = "begun", "ended"
TINY_SECONDS = 180
"""A coding task that takes longer is no part of two minutes."""
AMONG = 5
"""So many questions are looked at for the easiest to answer."""
GOES_ON = timedelta(days=1)
"""So long a tour that was broken off is offered to be gone on with; nobody is asked about it for ever."""


class Step(StrEnum):
    """What the tour shows, in this order."""

    QUESTION = "question"
    TASK = "task"
    NOTE = "note"


class How(StrEnum):
    """How a step ended."""

    DONE = "done"
    SKIPPED = "skipped"
    IMPOSSIBLE = "impossible"
    """Such as a coding task where nothing can run one."""


class Offer(StrEnum):
    """What the home screen says of the tour."""

    NONE = "none"
    FIRST = "first"
    """Nobody has taken it, and nothing has been answered."""
    GO_ON = "go on"
    """It was broken off."""


class Tour(Model):
    """A tour, and how far it has come."""

    begun: Moment
    question: ItemId | None
    task: ItemId | None
    topic: str
    """`pack/topic`, whose note is read."""
    past: dict[Step, How] = {}
    """Steps that are behind the learner."""
    ended: bool = False

    @property
    def steps(self) -> list[Step]:
        """Those that the packs have something for."""
        has = {Step.QUESTION: self.question, Step.TASK: self.task, Step.NOTE: self.topic}
        return [step for step in Step if has[step]]

    @property
    def step(self) -> Step | None:
        """The one to come; None when all are past."""
        return next((step for step in self.steps if step not in self.past), None)


class TourService:
    """Chooses what the tour shows, and keeps how far it has come."""

    def __init__(self, library: Library, progress: Progress, clock: Clock) -> None:
        self._library = library
        self._progress = progress
        self._clock = clock

    def offer(self, *, fresh: bool) -> Offer:
        """What to say of it on the home screen.

        Args:
            fresh: nothing has ever been answered.
        """
        tour = self.latest()
        if tour is None:
            return Offer.FIRST if fresh and self._question() is not None else Offer.NONE
        open_still = not tour.ended and self._clock.now() - tour.begun < GOES_ON
        return Offer.GO_ON if open_still else Offer.NONE

    def take(self) -> Tour:
        """The tour that was broken off, or a new one."""
        tour = self.latest()
        return tour if tour is not None and not tour.ended else self._begin()

    def latest(self) -> Tour | None:
        """The latest tour, as it stands; None when there was none."""
        events = self._progress.events(kind=KIND)
        start = max((place for place, event in enumerate(events) if event.subject == BEGUN), default=None)
        if start is None:
            return None
        begun, later = events[start], events[start + 1 :]
        return Tour(
            begun=begun.at,
            question=self._here(begun.detail.get("question")),
            task=self._here(begun.detail.get("task")),
            topic=begun.detail.get("topic", ""),
            past={Step(event.subject): How(event.detail["how"]) for event in later if event.subject in list(Step)},
            ended=any(event.subject == ENDED for event in later),
        )

    def _here(self, item: ItemId | None) -> ItemId | None:
        """Not what a pack has dropped meanwhile."""
        return item if item and self._library.listing(item) is not None else None

    def left(self, tour: Tour) -> Session | None:
        """The session of its question, if that was broken off."""
        sessions = self._progress.sessions(open_only=True, kind=SessionKind.STUDY)
        return next((session for session in sessions if session.plan == [tour.question]), None)

    def has_done(self, tour: Tour, step: Step) -> bool:
        """Whether the history shows that a step was taken: the question answered, the task passed."""
        match step:
            case Step.QUESTION:
                return bool(self._since(tour, tour.question))
            case Step.TASK:
                return any(response.get("verdict") == Verdict.PASSED for response in self._since(tour, tour.task))
            case Step.NOTE:
                return False

    def _since(self, tour: Tour, item: ItemId | None) -> Sequence[dict[str, object]]:
        attempts = self._progress.attempts(item=item, since=tour.begun) if item else ()
        return [attempt.response if isinstance(attempt.response, dict) else {} for attempt in attempts]

    def pass_by(self, step: Step, how: How) -> None:
        """A step is behind the learner."""
        self._log(step, {"how": how})

    def end(self) -> None:
        """The tour is over, to its end or not: it is never offered again."""
        self._log(ENDED, {})

    def _begin(self) -> Tour:
        question = self._question()
        task = self._task()
        about = question or task
        topic = about.topic if about else ""
        tour = Tour(
            begun=self._clock.now(),
            question=question.id if question else None,
            task=task.id if task else None,
            topic=topic,
        )
        self._log(BEGUN, tour.model_dump(include={"question", "task", "topic"}), at=tour.begun)
        return tour

    def _question(self) -> Listing | None:
        """The first easy choice that was never answered; whoever has answered them all gets the first one.

        One with a single key if there is such a one among the first: it takes two presses.
        """
        seen = self._progress.seen_items()
        for without in (seen, ()):
            for difficulty in ((1, 1), (1, 5)):
                found = self._library.listings(kinds=("choice",), difficulty=difficulty, without=without, limit=AMONG)
                if found:
                    return next((each for each in found if self._has_one_key(each)), found[0])
        return None

    def _has_one_key(self, listing: Listing) -> bool:
        item = self._library.item(listing.id)
        return isinstance(item, Choice) and not item.multiple

    def _task(self) -> Listing | None:
        tasks = self._library.listings(kinds=("task",))
        tiny = [task for task in tasks if task.seconds <= TINY_SECONDS]
        return min(tiny, key=lambda task: task.seconds, default=None)

    def _log(self, subject: str, detail: dict[str, object], *, at: datetime | None = None) -> None:
        moment = at or self._clock.now()
        self._progress.log(ActivityEvent(id=new_id(), kind=KIND, subject=subject, at=moment, detail=detail))
