"""A whole pack in memory, as the lint and `pack verify` look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizapp.content.diagnostic import Diagnostic
from quizapp.content.folder import scan
from quizapp.content.loader import LoadedFile, Record, load_file
from quizapp.content.task import load_task
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.any import Item
from quizapp.domain.pack import Blueprint, Manifest, Phase, SyllabusPart, Topic
from quizapp.domain.task import Task
from quizapp.domain.work import UNWATCHED, Advance, Watch


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic and where it is written."""

    topic: Topic
    record: Record[Phase]
    place: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A coding task, where it is written, and its files."""

    record: Record[Task]
    folder: TaskFolder

    @property
    def path(self) -> str:
        """The task's folder inside the pack."""
        return self.record.file.rsplit("/", 1)[0]


@dataclass(slots=True)
class LoadedPack:
    """Everything of a pack that could be read, and what is wrong with the rest."""

    root: Path
    files: list[LoadedFile] = field(default_factory=list)
    manifest: Record[Manifest] | None = None
    phases: list[Record[Phase]] = field(default_factory=list)
    blueprints: list[Record[Blueprint]] = field(default_factory=list)
    syllabus: list[Record[SyllabusPart]] = field(default_factory=list)
    items: list[Record[Any]] = field(default_factory=list)
    """Records of any kind of item."""
    tasks: list[TaskRecord] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def topics(self) -> list[TopicRecord]:
        """The roadmap's topics in order."""
        return [
            TopicRecord(topic, record, ("topics", position))
            for record in self.phases
            for position, topic in enumerate(record.model.topics)
        ]

    @property
    def ids(self) -> list[tuple[str, Record[Any]]]:
        """Every id of an item or a task, with the record that has it."""
        every = [*self.items, *(task.record for task in self.tasks)]
        return [(record.model.id, record) for record in every]


def load_pack(root: Path, watch: Watch = UNWATCHED) -> LoadedPack:
    """Read every file of a pack; never raises for what stands in one."""
    pack = LoadedPack(root)
    sources, faults = scan(root)
    pack.diagnostics += faults
    for number, source in enumerate(sources):
        watch.tell(Advance("reading", number, len(sources)))
        loaded = load_file(root, source)
        pack.files.append(loaded)
        pack.diagnostics += loaded.diagnostics
        if source.kind == "manifest":
            pack.manifest = next(iter(loaded.records), None)
        elif source.kind == "topics":
            pack.phases += loaded.records
        elif source.kind == "interviews":
            pack.blueprints += loaded.records
        elif source.kind == "syllabus":
            pack.syllabus += loaded.records
        elif source.kind == "items":
            pack.items += loaded.records
        else:
            _take_task(pack, loaded)
    return pack


def _take_task(pack: LoadedPack, loaded: LoadedFile) -> None:
    name = pack.manifest.model.id if pack.manifest else "pack"
    for record in loaded.records:
        folder, faults = load_task(pack.root, name, loaded.path.split("/")[1], record.model, record.mark)
        pack.tasks.append(TaskRecord(record, folder))
        pack.diagnostics += faults


ItemRecord = Record[Item]
