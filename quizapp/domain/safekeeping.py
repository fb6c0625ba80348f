"""Copies of the history: what there are, and which of them are kept as time goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from quizapp.domain.fields import Model, Moment

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
