"""A coding task with the files beside it."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.domain.fields import Model
from quizapp.domain.items.identity import ItemId
from quizapp.domain.task import Task


class TaskFolder(Model):
    """A coding task with the files beside it."""

    id: ItemId
    pack: str
    task: Task
    starter: dict[str, bytes]
    solution: dict[str, bytes]
    variants: dict[str, dict[str, bytes]] = {}
    mutants: dict[str, dict[str, bytes]] = {}
    """Every mutant's whole source, edits applied."""

    def with_given(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Files as they are launched: `given` ones come from the starter, whatever else stands in their place."""
        return {**files, **{path: self.starter[path] for path in self.task.given if path in self.starter}}
