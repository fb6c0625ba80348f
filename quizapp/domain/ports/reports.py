"""Where the latest report of each coding task is kept, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from quizapp.domain.folder import TaskFolder
    from quizapp.domain.report import KeptReport


class Reports(Protocol):
    """The latest report of each task, with its evidence. The history knows the verdicts without them."""

    def keep(self, folder: TaskFolder, report: KeptReport) -> None:
        """Keep a report in place of the one before. One that cannot be written is given up: nothing hangs on it."""

    def last(self, folder: TaskFolder) -> KeptReport | None:
        """The latest one; None if there is none that can be read."""
