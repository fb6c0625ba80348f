"""The ports to copies of the history: backups, and where it goes on while its file takes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.safekeeping import Backup, Merged
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import StoreError


class Safekeeping(Protocol):
    """Backups of the history, and ways back. What cannot be read or written is a StoreError.

    What is stopped by its watch is a StoppedError, and leaves history and backups as they were.
    """

    def all(self) -> Sequence[Backup]:
        """Every backup, the latest first."""

    def take(self, reason: str, now: datetime, *, watch: Watch = UNWATCHED) -> Backup:
        """A backup of the present history, read back before it counts as one."""

    def keep(self, now: datetime) -> Backup | None:
        """The day's backup if there is none yet; older ones are then thinned out. A StoreError if history was lost."""

    def newest_good(self) -> Backup | None:
        """The latest backup that reads back whole."""

    def lost(self) -> Sequence[str]:
        """What the newest good backup has and the present file has not, or has otherwise; nothing in health."""

    def restore(self, file: Path, now: datetime, *, watch: Watch = UNWATCHED) -> Path | None:
        """Put a backup, or any file of a history, in the place of the present one; returns where that is kept."""

    def merge(
        self, file: Path, scheduler: Scheduler, now: datetime, *, keeping: bool = True, watch: Watch = UNWATCHED
    ) -> Merged:
        """Bring what another history holds into this one; a backup is taken first if `keeping`."""

    def export(self, file: Path, *, watch: Watch = UNWATCHED) -> int:
        """Write the history as text; returns how many rows it has."""


class Shelter(Protocol):
    """Where the history goes on while its file takes nothing."""

    @property
    def place(self) -> Path | None:
        """The file there; None in health."""

    @property
    def why(self) -> StoreError | None:
        """What drove it there."""

    def take(self, why: StoreError) -> Path:
        """Go there with what can be read."""

    def release(self) -> None:
        """Back: whoever opens the history from now on opens the real one. The file there stays until `leave`."""

    def leave(self) -> None:
        """Back; what was written there is given up, so it must have been merged."""
