"""What of its syllabus a pack covers, row by row, and how its items are spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quizapp.content.pack import LoadedPack
from quizapp.domain.fields import Model
from quizapp.domain.items.any import KINDS
from quizapp.domain.items.predicted import Predict
from quizapp.domain.pack import ITEM_KINDS, SyllabusPart, SyllabusRow, Topic
from quizapp.domain.wording import plural


class Covering(Model):
    """An item or a task that names a row."""

    id: str
    kind: str
    shown: bool
    """Whether it shows what it says by running."""

    def __str__(self) -> str:
        """`body-422 (choice, proof)`."""
        is_proved = self.shown and self.kind not in {"predict", "task"}
        return f"{self.id} ({self.kind}{', proof' if is_proved else ''})"


class RowCoverage(Model):
    """A row, and what covers it."""

    row: SyllabusRow
    by: list[Covering]
    """Every item and task that names the row or a row that it includes, in the order of the pack's files."""
    lacks: str | None
    """What is missing, or None for a row that is covered."""


class PartCoverage(Model):
    """A part of the syllabus."""

    part: SyllabusPart
    rows: list[RowCoverage]

    @property
    def missing(self) -> list[RowCoverage]:
        """Rows that lack something."""
        return [row for row in self.rows if row.lacks]


class TopicCounts(Model):
    """How much a topic has."""

    topic: str
    items: int
    proofs: int
    """Items with a proof, and `predict` items."""
    tasks: int
    difficulty: tuple[int, int] | None
    """Of the easiest and the hardest item; None without items."""
    notes: list[str]
    """Languages."""
    terms: int


class Coverage(Model):
    """A pack measured against its own syllabus."""

    parts: list[PartCoverage]
    kinds: dict[str, int]
    """Items by kind, and tasks."""
    proofs: int
    topics: list[TopicCounts]

    @property
    def missing(self) -> list[RowCoverage]:
        """Rows that lack something."""
        return [row for part in self.parts for row in part.missing]

    @property
    def summary(self) -> str:
        """One line: how many items there are, and how many rows they cover."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.items() if kind != "task")
        languages = Counter(language for topic in self.topics for language in topic.notes)
        notes = ", ".join(f"{count} in {language}" for language, count in languages.items())
        rows = sum(len(part.rows) for part in self.parts)
        return (
            f"{plural(sum(self.kinds.values()) - self.kinds.get('task', 0), 'item')} ({kinds}), "
            f"{plural(self.proofs, 'proof')}, {plural(self.kinds.get('task', 0), 'task')}; "
            f"{plural(len(self.topics), 'topic')} with notes ({notes}) "
            f"and {plural(sum(topic.terms for topic in self.topics), 'term')}; "
            f"{plural(rows, 'row')}, {len(self.missing)} not covered"
        )


def coverage(pack: LoadedPack) -> Coverage:
    """Measure a pack. One without a syllabus has no parts, and its counts are there all the same."""
    named: dict[str, list[Covering]] = defaultdict(list)
    for covering, rows in _coverings(pack):
        for row in dict.fromkeys(rows):
            named[row].append(covering)
    every = [covering for covering, _ in _coverings(pack)]
    counts = Counter(covering.kind for covering in every)
    return Coverage(
        parts=[_part(record.model, named) for record in pack.syllabus],
        kinds={kind: counts[kind] for kind in ITEM_KINDS if counts[kind]},
        proofs=sum(covering.shown for covering in every if covering.kind in KINDS),
        topics=[_topic(topic.topic, pack) for topic in pack.topics],
    )


def _shows(item: Any) -> bool:
    return isinstance(item, Predict) or item.proof is not None


def _coverings(pack: LoadedPack) -> Iterator[tuple[Covering, Sequence[str]]]:
    for record in pack.items:
        item = record.model
        yield Covering(id=item.id, kind=item.kind, shown=_shows(item)), item.covers
    for task in pack.tasks:
        yield Covering(id=task.record.model.id, kind="task", shown=True), task.record.model.covers


def _part(part: SyllabusPart, named: Mapping[str, Sequence[Covering]]) -> PartCoverage:
    rows = []
    for row in part.rows:
        every = [covering for name in (row.id, *row.includes) for covering in named.get(name, ())]
        found = list({covering.id: covering for covering in every}.values())
        rows.append(RowCoverage(row=row, by=found, lacks=_lack(part, found)))
    return PartCoverage(part=part, rows=rows)


def _lack(part: SyllabusPart, found: Sequence[Covering]) -> str | None:
    if not part.at_least:
        return None
    if not found:
        return "nothing covers it"
    counted = [covering for covering in found if not part.by or covering.kind in part.by]
    if not counted:
        return f"no item of kind {' or '.join(part.by)} covers it"
    if len(counted) < part.at_least:
        return f"{plural(len(counted), 'item')} of {part.at_least}"
    if part.shown and not any(covering.shown for covering in counted):
        return "nothing shows it by running: no proof, no predict, no task"
    return None


def _topic(topic: Topic, pack: LoadedPack) -> TopicCounts:
    items = [record.model for record in pack.items if record.model.topic == topic.id]
    grades = sorted(item.difficulty for item in items)
    return TopicCounts(
        topic=topic.id,
        items=len(items),
        proofs=sum(_shows(item) for item in items),
        tasks=sum(task.record.model.topic == topic.id for task in pack.tasks),
        difficulty=(grades[0], grades[-1]) if grades else None,
        notes=list(topic.notes),
        terms=len(topic.glossary),
    )
