"""Topics and terms as the library has them."""

from __future__ import annotations

from collections.abc import Iterable

from quizapp.domain.fields import Model
from quizapp.domain.pack import Term, Topic


class RoadmapTopic(Model):
    """A topic as the library has it."""

    id: str
    """`pack/topic`."""
    phase: str
    topic: Topic
    items: int
    """How many items and tasks it has."""


class GlossaryEntry(Model):
    """A term, and the topic that explains it."""

    topic: str
    """`pack/topic`."""
    title: str
    """The topic's."""
    term: Term


def glossary_of(roadmap: Iterable[RoadmapTopic]) -> list[GlossaryEntry]:
    """Every term of a roadmap, in alphabetical order; of terms written alike the roadmap's order decides."""
    entries = [
        GlossaryEntry(topic=stop.id, title=stop.topic.title, term=term)
        for stop in roadmap
        for term in stop.topic.glossary
    ]
    return sorted(entries, key=lambda entry: entry.term.term.lstrip("`*_").casefold())
