"""The port to where interviews are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, OwnBlueprint
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId


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
