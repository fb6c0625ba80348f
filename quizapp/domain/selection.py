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


def build(due: Sequence[Listing], new: Sequence[Listing], *, limit: int, new_share: float = 0.5) -> list[ItemId]:
    """A session's plan: due items and new ones, interleaved by topic.

    Each kind has its share of the places; those that it cannot fill go to the other one. Nothing is planned twice.

    Args:
        due: most overdue first.
        new: in roadmap order.
        limit: how many items the session has.
        new_share: the share of new items while there are due ones as well.
    """
    claimed = {listing.id for listing in due}
    new = [listing for listing in new if listing.id not in claimed]
    wanted_new = max(limit - len(due), round(limit * new_share))
    fresh = list(new[: min(wanted_new, limit)])
    old = list(due[: limit - len(fresh)])
    fresh = list(new[: limit - len(old)])
    return [listing.id for listing in interleave([*old, *fresh])]
