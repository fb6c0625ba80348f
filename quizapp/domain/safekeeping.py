"""Copies of the history: what there are, and which of them are kept as time goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from quizapp.domain.fields import Model, Moment
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import StoreError

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of so many latest days, weeks and months that have a backup one each is kept."""
LATEST = 3
"""So many of the latest are kept whatever day they are of."""


class Backup(Model):
    """A copy of the whole history."""

    path: Path
    at: Moment
    reason: str
    """`daily`, `before version 5`, `before a restore`, ..."""
    size: int
    """Bytes."""


class Merged(Model):
    """What a merge brought."""

    sessions: int = 0
    attempts: int = 0
    reviews: int = 0
    events: int = 0
    interviews: int = 0
    interview_items: int = 0
    interview_code: int = 0
    blueprints: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was new."""
        return not any(self.model_dump().values())


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


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups are kept: the latest few, and the latest of each of the latest days, weeks and months.

    Of a set that was thinned all are kept, and a new backup never saves an older one that was to go.
    """
    newest = sorted(moments, reverse=True)
    found = set(newest[:LATEST])
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: (at - timedelta(days=at.weekday())).date()),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    for count, span in spans:
        latest: dict[object, datetime] = {}
        for at in newest:
            latest.setdefault(span(at), at)
        found.update(list(latest.values())[:count])
    return found
