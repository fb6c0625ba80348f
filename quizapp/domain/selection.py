"""Which items a study session takes, and in which order."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from quizapp.domain.fields import Model
from quizapp.domain.items.identity import ItemId


class Listing(Model):
    """What the library tells of an item without opening it."""

    id: ItemId
    kind: str
    """A kind of item, or `task`."""
    topic: str
    """The full topic id, `pack/topic`."""
    difficulty: int
    seconds: float
    title: str
    """A task's title, or the beginning of an item's stem."""
    critical: bool = False
    """Nobody should go without it: an interview draws it twice as often."""


class Source(StrEnum):
    """Where a session takes its items from."""

    DUE = "due"
    """The most overdue first."""
    NEW = "new"
    """Never answered for the schedule, in roadmap order."""
    WEAK = "weak"
    """Forgotten before or hard, and not lasting yet (`Progress.weak_items`)."""
    BOOKMARKED = "bookmarked"
    """The latest bookmark first."""
    MISSED = "missed"
    """The latest answer was not wholly right."""
    ALL = "all"
    """Everything, known or not, in an order of chance."""


EVERYDAY = (Source.DUE, Source.NEW)


class Selection(Model):
    """What a learner wants to study."""

    sources: tuple[Source, ...] = EVERYDAY
    """An item of any of these is taken."""
    topics: tuple[str, ...] = ()
    """Full topic ids; none, with no phases either, means all."""
    phases: tuple[str, ...] = ()
    """Phases of the roadmap, whose topics are added to the ones named."""
    kinds: tuple[str, ...] = ()
    """Kinds of items; none means all."""
    difficulty: tuple[int, int] = (1, 5)
    items: tuple[ItemId, ...] = ()
    """These, in place of what the sources have."""
    size: int | None = None
    """How many items at most; None leaves it to the minutes."""
    minutes: Annotated[float, Field(gt=0)] | None = None
    """How long the session may last."""
    cram: bool = False
    """Practise without moving the schedule."""

    @property
    def is_everyday(self) -> bool:
        """Whether the learner left the choice to quizapp, but perhaps for the size."""
        return self == Selection(size=self.size)

    @property
    def moves_schedule(self) -> bool:
        """Whether answers are reviews. What is asked again because it was just missed says little about memory."""
        return not self.cram and Source.MISSED not in self.sources

    @property
    def title(self) -> str:
        """What such a session is called."""
        if Source.MISSED in self.sources:
            return "Redo"
        if self.cram:
            return "Cram"
        only = self.sources[0] if len(self.sources) == 1 else None
        return {Source.WEAK: "Weak spots", Source.BOOKMARKED: "Bookmarks"}.get(only or Source.DUE, "Study")


def interleave(listings: Iterable[Listing]) -> list[Listing]:
    """Mix topics: neighbours differ in topic wherever that is possible; within a topic the order is kept.

    The topic that was shown longest ago comes next. Only a topic that has more than half of what is left goes before
    it, because otherwise nothing would be left to put between its items (A B C B B, where B A B C B is possible).
    """
    queues: dict[str, deque[Listing]] = {}
    for listing in listings:
        queues.setdefault(listing.topic, deque()).append(listing)
    left = sum(map(len, queues.values()))
    mixed: list[Listing] = []
    while queues:
        topic = next(iter(queues))
        largest = max(queues, key=lambda topic: len(queues[topic]))
        if 2 * len(queues[largest]) > left and not (mixed and mixed[-1].topic == largest):
            topic = largest
        queue = queues.pop(topic)
        mixed.append(queue.popleft())
        left -= 1
        if queue:
            queues[topic] = queue  # to the end of the line
    return mixed


def gather(
    pools: Sequence[Sequence[Listing]], *, limit: int | None = None, seconds: float | None = None
) -> list[Listing]:
    """A session's items, interleaved by topic. The pools take turns, each from its beginning; nothing comes twice.

    Args:
        pools: what may be taken, such as due items, the most overdue first, and new ones in roadmap order.
        limit: how many items there may be; None for as many as there are.
        seconds: how long the session may last (`duration`). What does not fit is passed over for what does; if nothing
            at all fits, the shortest item is taken.
    """
    queues = [deque(pool) for pool in pools]
    taken: dict[ItemId, Listing] = {}
    left = math.inf if seconds is None else seconds
    while any(queues) and (limit is None or len(taken) < limit):
        for queue in queues:
            if limit is not None and len(taken) >= limit:
                break
            while queue:
                listing = queue.popleft()
                if listing.id not in taken and duration(listing) <= left:
                    taken[listing.id] = listing
                    left -= duration(listing)
                    break
    if not taken and limit != 0:
        shortest = min((listing for pool in pools for listing in pool), key=duration, default=None)
        taken = {} if shortest is None else {shortest.id: shortest}
    return interleave(taken.values())


EXPLANATION_SECONDS = 20.0
"""What reading the explanation takes, beside answering."""


def duration(listing: Listing) -> float:
    """Seconds that an item takes in a session, with its explanation."""
    return listing.seconds + EXPLANATION_SECONDS
