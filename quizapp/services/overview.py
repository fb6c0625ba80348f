"""The home screen's numbers, and the roadmap's."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from quizapp.domain.day import began
from quizapp.domain.fields import Model
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.roadmap import GlossaryEntry, RoadmapTopic
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session, SessionKind, upcoming
from quizapp.domain.tally import Tally
from quizapp.services.leech import LeechService

TASK = " task"
"""Behind a topic's id: the group of its coding tasks. An id holds no space."""


class TopicProgress(Model):
    """A topic and how much of it is known."""

    id: str
    phase: str
    title: str
    summary: str
    total: int
    seen: int
    known: int
    """Seen, and not due: the learner would most likely answer them now."""
    due: int
    due_tasks: int = 0
    """How many of those due are coding tasks."""


class Overview(Model):
    """Where the learner stands."""

    due: int
    """Questions and tasks."""
    new: int
    """Questions and tasks never seen."""
    total: int
    answered_today: int
    """Different questions and tasks since local midnight: a task is saved many times before it passes."""
    untouched: bool
    """Whether nothing was ever answered or tried. A task that was not solved leaves no card, and yet it was tried."""
    topics: list[TopicProgress]
    leeches: int
    """Questions and tasks that are forgotten again and again (`leech`)."""
    open_sessions: list[tuple[Session, int]]
    """Sessions that were left before their end, with the number of items to come."""

    @property
    def due_tasks(self) -> int:
        """Coding tasks due: a study session does not ask them."""
        return sum(topic.due_tasks for topic in self.topics)

    @property
    def due_questions(self) -> int:
        """Questions due."""
        return self.due - self.due_tasks

    @property
    def known(self) -> int:
        """Questions and tasks that are known."""
        return sum(topic.known for topic in self.topics)

    @property
    def phases(self) -> list[tuple[str, list[TopicProgress]]]:
        """Topics by phase, in roadmap order."""
        grouped: dict[str, list[TopicProgress]] = {}
        for topic in self.topics:
            grouped.setdefault(topic.phase, []).append(topic)
        return list(grouped.items())


class OverviewService:
    """Counts what is due, new and known."""

    def __init__(self, library: Library, progress: Progress, clock: Clock, *, leech_lapses: int = 6) -> None:
        self._leeches = LeechService(library, progress, lapses=leech_lapses)
        self._library = library
        self._progress = progress
        self._clock = clock

    def state(self) -> Hashable:
        """Another value whenever anything was recorded since, here or in another window, or a pack has changed."""
        stamps = [(manifest.id, self._library.stamp(manifest.id)) for manifest in self._library.manifests()]
        return self._progress.state(), tuple(stamps)

    def overview(self) -> Overview:
        """Everything that the home screen tells."""
        now = self._clock.now()
        seen = self._progress.seen_items()
        groups = {
            each.id: each.topic + (TASK if each.kind == "task" else "") for each in self._library.listings(only=seen)
        }
        tallies = self._progress.tallies(groups, now)
        topics = [
            _topic_progress(topic, tallies.get(topic.id, Tally()), tallies.get(topic.id + TASK, Tally()))
            for topic in self._library.roadmap()
        ]
        total = sum(topic.total for topic in topics)
        return Overview(
            due=sum(topic.due for topic in topics),
            new=total - sum(topic.seen for topic in topics),
            # Without a card there are few attempts, so that none of a long history is read.
            untouched=not seen and not self._progress.attempts(),
            total=total,
            answered_today=self._progress.counts(now, began(now)).items,
            topics=topics,
            leeches=self._leeches.count(),
            open_sessions=self._open_sessions(),
        )

    def _open_sessions(self) -> list[tuple[Session, int]]:
        found = []
        for session in self._progress.sessions(open_only=True):
            attempts = self._progress.attempts(session=session.id)
            left = upcoming(session, attempts, self._progress.reviews(session=session.id))
            count = self._library.count(only=left)
            # An interview asks for its end, even when no question of it is known to come.
            if count or session.kind is SessionKind.INTERVIEW:
                found.append((session, count))
        return found

    def roadmap(self) -> Sequence[RoadmapTopic]:
        """Every topic with its note."""
        return self._library.roadmap()

    def listing(self, item_id: ItemId) -> Listing | None:
        """What there is to say of a question or task; None when no pack has it any more."""
        return self._library.listing(item_id)

    def glossary(self) -> Sequence[GlossaryEntry]:
        """Every word of every topic."""
        return self._library.glossary()

    def topic(self, topic_id: str) -> RoadmapTopic:
        """One topic with its note."""
        return self._library.topic(topic_id)


def _topic_progress(topic: RoadmapTopic, items: Tally, tasks: Tally) -> TopicProgress:
    return TopicProgress(
        id=topic.id,
        phase=topic.phase,
        title=topic.topic.title,
        summary=topic.topic.summary,
        total=topic.items,
        seen=items.seen + tasks.seen,
        known=items.known + tasks.known,
        due=items.due + tasks.due,
        due_tasks=tasks.due,
    )
