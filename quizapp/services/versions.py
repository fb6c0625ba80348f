"""Earlier states of a workspace, and what the checks said of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quizapp.domain.fields import Model
from quizapp.domain.folder import TaskFolder
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.session import Attempt
from quizapp.services.taskstate import counted, judged


class Version(Model):
    """One state of the learner's files."""

    id: str
    at: datetime
    label: str
    """Why it was kept: `check`, `before a reset`."""
    checks: tuple[int, int] | None = None
    """Passed and all checks of the last run of these very files; None when they were never judged."""
    is_present: bool = False
    """Whether the workspace is in this state now."""


def versions_of(workspaces: Workspaces, folder: TaskFolder, attempts: Sequence[Attempt]) -> list[Version]:
    """Every state kept, the latest first.

    Args:
        workspaces: where they are kept.
        folder: the task.
        attempts: of the task, in the order in which they were made.
    """
    counts = {judged(attempt): counted(attempt) for attempt in attempts if judged(attempt)}
    digests = workspaces.digests(folder)
    present = workspaces.digest(folder)
    return [
        Version(
            id=name,
            at=at,
            label=label,
            checks=counts.get(digests.get(name)),
            is_present=digests.get(name) == present,
        )
        for name, at, label in workspaces.snapshots(folder)
    ]
