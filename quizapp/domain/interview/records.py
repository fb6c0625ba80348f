"""What is kept of interviews beside sessions and attempts, and the port to where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from quizapp.domain.fields import Model, Moment
from quizapp.domain.interview.course import Course
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.report import Verdict


class StateKind(StrEnum):
    """Why a state of the candidate's files was kept."""

    START = "start"
    SAVE = "save"
    CHECK = "check"
    FINAL = "final"


class Checked(Model):
    """What a check run came to: which checks passed, and of the last run also what each of them found."""

    verdict: Verdict
    verdicts: dict[str, Verdict]
    """By the check's id."""
    titles: dict[str, str]
    """What holds when a check passes, by its id."""
    messages: dict[str, str] = {}
    """What a check that did not pass found, by its id."""
    seed: int
    output: str = ""

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(verdict is Verdict.PASSED for verdict in self.verdicts.values())

    @property
    def score(self) -> float:
        """The share of checks that passed."""
        return self.passed / len(self.verdicts) if self.verdicts else 0.0


class CodeState(Model):
    """The candidate's files of one coding task at one moment. Never changed, never deleted."""

    id: str
    session: str
    task: ItemId
    at: float
    """Seconds of the interview."""
    moment: Moment
    kind: StateKind
    files: dict[str, str]
    """Path and text; a file that is no text is left out."""
    checked: Checked | None = None


class OwnBlueprint(Model):
    """A blueprint that the learner has made."""

    id: str
    """`own/<blueprint>`."""
    pack: str
    """The pack that it draws from."""
    made: Moment
    blueprint: Blueprint


class InterviewRecords(Protocol):
    """Where interviews are kept. Every write is durable when the call returns; failures are StoreError."""

    def save(self, course: Course) -> None:
        """An interview as it stands now. Its session must be saved before."""

    def course(self, session: str) -> Course | None:
        """An interview as it was saved last."""

    def ask(self, session: str, items: Mapping[ItemId, Item]) -> None:
        """Keep the text of questions as they are asked; one that is kept already stays as it is."""

    def asked(self, session: str) -> Mapping[ItemId, Any]:
        """The questions of an interview as JSON, as they were when they were asked."""

    def keep(self, state: CodeState) -> None:
        """Append a state of the candidate's files; the same id again does nothing."""

    def states(self, session: str, task: ItemId | None = None) -> Sequence[CodeState]:
        """States of the candidate's files in the order in which they were kept."""

    def save_blueprint(self, own: OwnBlueprint) -> None:
        """Keep a blueprint of the learner's own; one of the same id is replaced."""

    def remove_blueprint(self, blueprint: str) -> None:
        """Forget a blueprint; interviews that were held by it stay whole."""

    def blueprints(self) -> Sequence[OwnBlueprint]:
        """The learner's own blueprints, the latest first."""

    def close(self) -> None:
        """Let go of the file."""
