"""Bookmarks: items that a learner wants to see again, whatever the schedule says."""

from __future__ import annotations

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.progress import Progress
from quizapp.services.answering import new_id

KIND = "bookmark"


class Bookmarks:
    """Kept as events, each of which sets or takes away one bookmark; the last one of an item counts."""

    def __init__(self, progress: Progress, clock: Clock) -> None:
        self._progress = progress
        self._clock = clock

    def all(self) -> list[ItemId]:
        """Every item that has one, the latest first."""
        marked: dict[ItemId, None] = {}
        for event in self._progress.events(kind=KIND):
            item = ItemId(event.subject)
            marked.pop(item, None)
            if event.detail.get("set"):
                marked[item] = None
        return list(reversed(marked))

    def has(self, item: ItemId) -> bool:
        """Whether an item has one."""
        events = self._progress.events(kind=KIND, subject=item)
        return bool(events) and bool(events[-1].detail.get("set"))

    def toggle(self, item: ItemId) -> bool:
        """Set it, or take it away; returns whether the item has one now."""
        wanted = not self.has(item)
        event = ActivityEvent(id=new_id(), kind=KIND, subject=item, at=self._clock.now(), detail={"set": wanted})
        self._progress.log(event)
        return wanted
