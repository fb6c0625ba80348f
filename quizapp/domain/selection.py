"""Which items a study session takes, and in which order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from quizapp.domain.fields import Model
from quizapp.domain.item import ItemId


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


def interleave(listings: Iterable[Listing]) -> list[Listing]:
    """Round robin over topics: neighbours differ in topic while that is possible; within a topic the order is kept."""
    queues: dict[str, deque[Listing]] = {}
    for listing in listings:
        queues.setdefault(listing.topic, deque()).append(listing)
    mixed: list[Listing] = []
    while queues:
        for topic in list(queues):
            mixed.append(queues[topic].popleft())
            if not queues[topic]:
                del queues[topic]
    return mixed


def build(due: Sequence[Listing], new: Sequence[Listing], *, limit: int, new_share: float = 0.5) -> list[ItemId]:
    """A session's plan: due items first in claim, then new ones; both interleaved by topic.

    Args:
        due: most overdue first.
        new: in roadmap order.
        limit: how many items the session has.
        new_share: the share of new items while there are due ones as well.
    """
    wanted_new = max(limit - len(due), round(limit * new_share))
    fresh = list(new[: min(wanted_new, limit)])
    old = list(due[: limit - len(fresh)])
    fresh = list(new[: limit - len(old)])
    return [listing.id for listing in interleave([*old, *fresh])]
