"""An interview looked back at: a verdict, what it rests on, and what to do next."""

from __future__ import annotations

from quizapp.domain.fields import Model
from quizapp.domain.grading import Grade
from quizapp.domain.interview.ability import Ability
from quizapp.domain.interview.course import Absence, Pause, Shift
from quizapp.domain.interview.records import Checked, CodeState, StateKind
from quizapp.domain.interview.score import Share, Standing
from quizapp.domain.interview.stretch import Closing
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.session import Session

TASK_WEIGHT = 5.0
"""A coding task counts as much as so many questions."""


class FollowUpLine(Model):
    """What was asked after an answer, and what was said to it."""

    ask: str
    said: str


class QuestionLine(Model):
    """One question, with what was said and what a right answer is."""

    number: int
    section: str
    item_id: ItemId
    item: Item
    topic: str
    """`pack/topic`."""
    topic_title: str
    answered: bool
    reached: bool
    """It was shown."""
    order: list[int]
    """Positions of options, lines or right sides, in the order in which they were shown."""
    grade: Grade
    seconds: float
    marked: bool
    changes: int
    follow_ups: list[FollowUpLine] = []
    attempt: str = ""
    """The id of its attempt; empty if nothing was answered."""
    overruled: bool = False

    @property
    def score(self) -> float:
        """0 to 1."""
        return self.grade.score

    @property
    def later(self) -> list[str]:
        """What was said to follow-ups."""
        return [one.said for one in self.follow_ups]


class CodeLine(Model):
    """One coding task, with what became of it."""

    number: int
    section: str
    task_id: ItemId
    title: str
    topic: str
    topic_title: str
    minutes: float
    """What a prepared candidate needs."""
    seconds: float
    begun: bool
    pending: bool
    """The last state is not judged yet."""
    checked: Checked | None
    states: list[CodeState]

    @property
    def score(self) -> float:
        """The share of checks that the last saved state passed."""
        return self.checked.score if self.checked else 0.0

    @property
    def runs(self) -> list[CodeState]:
        """The check runs."""
        return [state for state in self.states if state.kind is StateKind.CHECK and state.checked]


class SectionLine(Model):
    """One section and its time."""

    title: str
    allowed: float
    used: float
    """Seconds."""
    closing: Closing
    begun: bool
    answered: int
    total: int


class Judged(Model):
    """A topic or a criterion, judged."""

    name: str
    topic: str = ""
    """`pack/topic`; empty for a criterion."""
    share: Share
    evidence: list[str]
    """Quotations on which it rests, the weakest first."""
    ability: Ability | None = None
    """Of an adaptive interview."""


class NextStep(Model):
    """One thing to do next."""

    what: str
    """`study`, `task` or `note`."""
    title: str
    why: str
    topics: list[str] = []
    task: ItemId | None = None


class Debrief(Model):
    """An interview, looked back at."""

    session: Session
    blueprint: Blueprint
    result: Share
    """Over all planned; what was not reached counts 0."""
    standing: Standing
    answered: int
    planned: int
    lines: list[QuestionLine]
    tasks: list[CodeLine]
    sections: list[SectionLine]
    by_topic: list[Judged]
    """The weakest first."""
    by_criterion: list[Judged]
    ability: Ability | None = None
    """Of an adaptive interview: over all topics."""
    next_steps: list[NextStep]
    seconds: float
    """Of the interview's own clock: pauses are not in it."""
    pauses: list[Pause]
    absences: list[Absence]
    shifts: list[Shift]

    @property
    def asked(self) -> list[QuestionLine | CodeLine]:
        """Questions and coding tasks in the order of the interview."""
        asked: list[QuestionLine | CodeLine] = [*self.lines, *self.tasks]
        return sorted(asked, key=lambda line: line.number)

    @property
    def score(self) -> float:
        """The mean over all planned, 0 to 1."""
        return self.result.mean

    @property
    def overruled(self) -> int:
        """How many questions have a score that the candidate changed."""
        return sum(line.overruled for line in self.lines)

    @property
    def pending(self) -> bool:
        """Whether code is still to be judged, so that nothing here is final."""
        return any(task.pending for task in self.tasks)
