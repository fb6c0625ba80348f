"""One section of an interview as it is held, and what is asked in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from quizapp.domain.fields import Model, Moment
from quizapp.domain.items.identity import ItemId


class EntryKind(StrEnum):
    """What is asked."""

    ITEM = "item"
    FOLLOW_UP = "follow-up"
    TASK = "task"


class Entry(Model):
    """One question of a section, and what became of it."""

    item: ItemId
    kind: EntryKind = EntryKind.ITEM
    topic: str
    """`pack/topic`."""
    title: str
    expected: float = 0.0
    """Seconds that a prepared candidate needs."""
    of: int | None = None
    """For a follow-up: the place in this section of the answer that it follows."""
    ask: str = ""
    """For a follow-up: the question."""
    point: str = ""
    """For a follow-up: the point that it is after; empty for one that always follows."""
    response: dict[str, Any] | None = None
    """A `grading.Response` as JSON; None while nothing is answered."""
    draft: dict[str, Any] | None = None
    """What stands in the answer field and was not given yet."""
    seconds: float = 0.0
    """How long it was before the candidate's eyes, by the monotonic clock."""
    at: Moment | None = None
    """When it was answered last."""
    changes: int = 0
    """How often an answer was given anew."""
    marked: bool = False


class Closing(StrEnum):
    """Why a section closed."""

    BY_HAND = "closed by you"
    TIME = "out of time"
    ENDED = "interview ended"


class Stretch(Model):
    """One section as it is held. Moments are seconds of the interview."""

    title: str
    minutes: float
    to_draw: int = 0
    """How many questions an adaptive interview has still to choose here."""
    begun: float | None = None
    deadline: float | None = None
    closed: float | None = None
    closing: Closing | None = None
    current: int = 0
    """The place of the question that is shown."""
    entries: list[Entry] = []
    kept: bool = False
    """Its answers are among the attempts."""

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.begun is not None and self.closed is None
