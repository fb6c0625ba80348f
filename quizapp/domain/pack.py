"""A pack: its manifest, its roadmap of topics, its interview blueprints, its syllabus."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from quizapp.domain.fields import CoverageRow, Line, Model, Slug, Text
from quizapp.domain.item import KINDS

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A BCP 47 tag, such as `en` or `zh-Hans`."""


class Manifest(Model):
    """`questions/pack.yaml`: what the pack is, and what it needs."""

    id: Slug
    title: Line
    version: Version
    license: Line
    language: Language = "en"
    description: Text | None = None
    authors: list[Line] = []
    homepage: Line | None = None
    requires: dict[Slug, Line] = {}
    """Version ranges by distribution: `{quizapp: ">=0.1", fastapi: ">=0.122"}`."""
    aliases: dict[Slug, Slug] = {}
    """Old id to new id: a renamed item keeps its history."""
    retired: list[Slug] = []
    """Ids that existed once; their history is kept, they are asked no more."""


class Term(Model):
    """A glossary entry."""

    term: Line
    say: Text
    """What it means, in a sentence or two."""
    also: list[Line] = []
    """Other names under which it is looked up, such as what an abbreviation stands for."""
    translations: dict[Language, Text] = {}
    """The meaning in other languages."""

    def in_language(self, language: str) -> str:
        """The meaning in that language, or else in the pack's own."""
        return self.translations.get(language, self.say)


class Topic(Model):
    """One stop of the roadmap."""

    id: Slug
    title: Line
    summary: Line
    after: list[Slug] = []
    """Topics to know first."""
    notes: dict[Language, Text]
    """The one-minute scan, in Markdown, by language; at most 150 words each."""
    glossary: list[Term] = []
    covers: list[CoverageRow] = []


class Phase(Model):
    """A stretch of the roadmap."""

    phase: Line
    topics: Annotated[list[Topic], Field(min_length=1)]


ITEM_KINDS = (*KINDS, "task")
"""What may cover a row of a syllabus."""


def _check_kinds(kinds: list[str], known: tuple[str, ...]) -> None:
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise ValueError(f"unknown kind {unknown[0]}: known are {', '.join(known)}")


class SyllabusRow(Model):
    """One thing that the pack is to teach. Items and tasks name it in `covers`."""

    id: CoverageRow
    says: Line
    includes: list[CoverageRow] = []
    """Rows that are parts of this one: what covers one of them covers this row too."""


class SyllabusPart(Model):
    """Rows of one sort, and what it takes to cover each."""

    part: Line
    by: list[Line] = []
    """Kinds of item that count, `task` among them; without any all do."""
    at_least: Annotated[int, Field(ge=0, le=100)] = 1
    """How many different items or tasks a row needs; 0 for rows that need not be covered, such as opinions."""
    shown: bool = False
    """One of the items must show it by running: by a proof, as a `predict`, or as a task."""
    rows: Annotated[list[SyllabusRow], Field(min_length=1)]

    @model_validator(mode="after")
    def _known_kinds(self) -> SyllabusPart:
        _check_kinds(self.by, ITEM_KINDS)
        return self


class TaskDraw(Model):
    """Coding tasks that a section draws."""

    count: Annotated[int, Field(ge=1, le=3)] = 1
    topics: list[Slug] = []
    difficulty: tuple[int, int] = (1, 5)


class Section(Model):
    """A part of an interview: what it draws and how long it lasts."""

    title: Line
    minutes: Annotated[float, Field(gt=0, le=240)]
    items: Annotated[int, Field(ge=0, le=60)] = 0
    """How many items are drawn."""
    kinds: list[Line] = []
    topics: list[Slug] = []
    difficulty: tuple[int, int] = (1, 5)
    tasks: Annotated[list[Slug], Field(min_length=1, max_length=3)] | TaskDraw | None = None
    """Coding tasks: their ids, or how to draw them: `{count: 1, topics: [routing], difficulty: [1, 2]}`."""

    @model_validator(mode="after")
    def _known_kinds(self) -> Section:
        _check_kinds(self.kinds, KINDS)
        return self

    @model_validator(mode="after")
    def _asks_something(self) -> Section:
        if not self.items and self.tasks is None:
            raise ValueError("the section asks nothing: give it `items`, `tasks` or both")
        return self

    @property
    def task_count(self) -> int:
        """How many coding tasks it has."""
        if self.tasks is None:
            return 0
        return self.tasks.count if isinstance(self.tasks, TaskDraw) else len(self.tasks)


class Blueprint(Model):
    """How an interview draws its items."""

    id: Slug
    title: Line
    summary: Line
    pass_mark: Annotated[float, Field(gt=0, le=1)] = 0.7
    sections: Annotated[list[Section], Field(min_length=1)]
    adaptive: bool = False
    """Whether each question's difficulty follows from the answers before it."""

    @property
    def minutes(self) -> float:
        """The whole interview."""
        return sum(section.minutes for section in self.sections)
