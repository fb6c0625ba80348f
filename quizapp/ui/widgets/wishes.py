"""A selection as rows: each can be turned on, off or to the next value, and says what it stands for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from quizapp.domain.items.any import KINDS
from quizapp.domain.roadmap import RoadmapTopic
from quizapp.domain.selection import Selection, Source
from quizapp.ui.text import clean
from quizapp.ui.widgets.question import WORDS

SOURCES = {
    Source.DUE: ("Due", "the most overdue first"),
    Source.NEW: ("New", "never answered, in the order of the roadmap"),
    Source.WEAK: ("Weak", "forgotten before or hard, and not lasting yet"),
    Source.BOOKMARKED: ("Bookmarked", "set with b after an answer"),
    Source.MISSED: ("Missed", "not right last time; leaves the schedule alone"),
    Source.ALL: ("Everything", "known or not"),
}
SPANS = [(1, 5), (1, 2), (2, 3), (2, 4), (3, 4), (3, 5), (4, 5), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]
SIZES = [5, 10, 20, 30, 50]
MINUTES = [5, 10, 15, 30, 60]


class Wish(ABC):
    """One row."""

    name = ""

    @abstractmethod
    def turn(self, selection: Selection, by: int) -> Selection:
        """The selection with this row's next value, or with the one before."""

    @abstractmethod
    def value(self, selection: Selection) -> str:
        """What stands behind the name."""

    def on(self, selection: Selection) -> bool | None:
        """Whether it is turned on; None for a row that has values instead."""
        del selection
        return None


class SourceWish(Wish):
    """A source, on or off."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.name, self._told = SOURCES[source]

    def on(self, selection: Selection) -> bool:
        """Whether it is among the sources."""
        return self.source in selection.sources

    def turn(self, selection: Selection, by: int) -> Selection:
        """On or off; sources stay in one order."""
        del by
        chosen = {*selection.sources} ^ {self.source}
        return selection.model_copy(update={"sources": tuple(source for source in Source if source in chosen)})

    def value(self, selection: Selection) -> str:
        """What it means."""
        del selection
        return self._told


class PickWish(Wish):
    """One of several values."""

    def __init__(
        self,
        name: str,
        values: Callable[[Selection], Sequence[tuple[str, dict[str, Any]]]],
    ) -> None:
        self.name = name
        self._values = values
        """Words and the fields of a selection that they stand for; the first one holds when none of them does."""

    def _place(self, selection: Selection) -> int:
        fields = [fields for _, fields in self._values(selection)]
        holding = (all(getattr(selection, key) == value for key, value in each.items()) for each in fields)
        return next((place for place, holds in enumerate(holding) if holds), 0)

    def turn(self, selection: Selection, by: int) -> Selection:
        """The next value; after the last one comes the first."""
        values = self._values(selection)
        _, fields = values[(self._place(selection) + by) % len(values)]
        return selection.model_copy(update=fields)

    def value(self, selection: Selection) -> str:
        """The value's words."""
        return self._values(selection)[self._place(selection)][0]


def wishes(roadmap: Sequence[RoadmapTopic], usual: int) -> list[Wish]:
    """Every row.

    Args:
        roadmap: the topics to choose from.
        usual: how many questions a session usually has.
    """
    phases = list(dict.fromkeys(topic.phase for topic in roadmap))

    def of_phases(selection: Selection) -> list[tuple[str, dict[str, Any]]]:
        del selection
        every = [("all", {"phases": (), "topics": ()})]
        return [*every, *((clean(phase), {"phases": (phase,), "topics": ()}) for phase in phases)]

    def of_topics(selection: Selection) -> list[tuple[str, dict[str, Any]]]:
        # A phase adds its topics to those named, so that a topic by itself stands without its phase.
        phase = next((topic.phase for topic in roadmap if topic.id in selection.topics), None)
        within = selection.phases or ((phase,) if phase else ())
        members = [topic for topic in roadmap if not within or topic.phase in within]
        every = ("all", {"topics": (), "phases": within})
        return [every, *((clean(topic.topic.title), {"topics": (topic.id,), "phases": ()}) for topic in members)]

    lengths = _lengths(usual)
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("all", {"kinds": ()}),
        *((f"{kind}: {WORDS[kind]}", {"kinds": (kind,)}) for kind in KINDS),
    ]
    spans: list[tuple[str, dict[str, Any]]] = [("all", {"difficulty": (1, 5)})]
    spans += [(f"{low} to {high}" if low < high else f"{low}", {"difficulty": (low, high)}) for low, high in SPANS[1:]]
    return [
        *(SourceWish(source) for source in Source),
        PickWish("Phase", of_phases),
        PickWish("Topic", of_topics),
        PickWish("Kind", lambda _: kinds),
        PickWish("Level", lambda _: spans),
        PickWish("Length", lambda _: lengths),
        PickWish("Schedule", _schedules),
    ]


def _lengths(usual: int) -> list[tuple[str, dict[str, Any]]]:
    sizes = [(f"{size} questions", {"size": size, "minutes": None}) for size in dict.fromkeys([usual, *SIZES])]
    times = [(f"{minutes} minutes", {"size": None, "minutes": float(minutes)}) for minutes in MINUTES]
    return [*sizes, *times]


def _schedules(selection: Selection) -> list[tuple[str, dict[str, Any]]]:
    if Source.MISSED in selection.sources:
        return [("left alone, because what was missed is redone", {})]
    return [("answers move it", {"cram": False}), ("left alone: cram", {"cram": True})]
