"""A pack: its manifest, its roadmap of topics, its interview blueprints, its syllabus."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from quizapp.domain.fields import CoverageRow, Line, Model, Slug, Text
from quizapp.domain.items.any import KINDS

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A BCP 47 tag, such as `en` or `zh-Hans`."""


class Manifest(Model):
    """`questions/pack.yaml`: what the pack is, and what it needs."""

    id: Slug
    """The pack's name in addresses and in learners' histories: never changed."""
    title: Line
    """For people."""
    version: Version
    """Three numbers; raise it whenever you publish."""
    license: Line
    """What others may do with it, such as `CC-BY-4.0`."""
    language: Language = "en"
    """Of the texts, as a BCP 47 tag such as `en` or `zh-Hans`."""
    description: Text | None = None
    """For whom it is, and what they can do afterwards."""
    authors: list[Line] = []
    """Who wrote it."""
    homepage: Line | None = None
    """Where to learn more and to report mistakes: an https address."""
    requires: dict[Slug, Line] = {}
    """Version ranges by distribution: `{quizapp: ">=0.1", fastapi: ">=0.122"}`. A pack that asks for another quizapp is
    refused; the other ranges tell people what it was written for.
    """
    aliases: dict[Slug, Slug] = {}
    """Old id to new id: a renamed item keeps its history."""
    retired: list[Slug] = []
    """Ids that existed once; their history is kept, they are asked no more."""


class Term(Model):
    """A glossary entry."""

    term: Line
    """The word."""
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
    """Items name their topic by it."""
    title: Line
    """For people."""
    summary: Line
    """What it is about, in one line."""
    after: list[Slug] = []
    """Topics to know first."""
    notes: dict[Language, Text]
    """The one-minute scan, in Markdown, by language; at most 150 words each."""
    glossary: list[Term] = []
    """Its words."""
    covers: list[CoverageRow] = []
    """Rows of the syllabus that the note teaches."""


class Phase(Model):
    """A stretch of the roadmap."""

    phase: Line
    """Its title."""
    topics: Annotated[list[Topic], Field(min_length=1)]
    """In learning order."""


ITEM_KINDS = (*KINDS, "task")
"""What may cover a row of a syllabus."""


def _check_kinds(kinds: list[str], known: tuple[str, ...]) -> None:
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise ValueError(f"unknown kind {unknown[0]}: known are {', '.join(known)}")


class SyllabusRow(Model):
    """One thing that the pack is to teach. Items and tasks name it in `covers`."""

    id: CoverageRow
    """What items name in `covers`."""
    says: Line
    """What is to be taught."""
    includes: list[CoverageRow] = []
    """Rows that are parts of this one: what covers one of them covers this row too."""


class SyllabusPart(Model):
    """Rows of one sort, and what it takes to cover each."""

    part: Line
    """Its title."""
    by: list[Line] = []
    """Kinds of item that count, `task` among them; without any all do."""
    at_least: Annotated[int, Field(ge=0, le=100)] = 1
    """How many different items or tasks a row needs; 0 for rows that need not be covered, such as opinions."""
    shown: bool = False
    """One of the items must show it by running: by a proof, as a `predict`, or as a task."""
    rows: Annotated[list[SyllabusRow], Field(min_length=1)]
    """One thing to teach each."""

    @model_validator(mode="after")
    def _known_kinds(self) -> SyllabusPart:
        _check_kinds(self.by, ITEM_KINDS)
        return self


class TaskDraw(Model):
    """Coding tasks that a section draws."""

    count: Annotated[int, Field(ge=1, le=3)] = 1
    """How many."""
    topics: list[Slug] = []
    """Of these topics only; none means all."""
    difficulty: tuple[int, int] = (1, 5)
    """From and to."""


class Section(Model):
    """A part of an interview: what it draws and how long it lasts."""

    title: Line
    """Shown while it lasts."""
    minutes: Annotated[float, Field(gt=0, le=240)]
    """How long it lasts."""
    items: Annotated[int, Field(ge=0, le=60)] = 0
    """How many items are drawn."""
    kinds: list[Line] = []
    """Of these kinds only; none means all."""
    topics: list[Slug] = []
    """Of these topics only; none means all."""
    difficulty: tuple[int, int] = (1, 5)
    """From and to."""
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
    """Names it in commands."""
    title: Line
    """For people."""
    summary: Line
    """What it is like, in a line."""
    pass_mark: Annotated[float, Field(gt=0, le=1)] = 0.7
    """The share of the points that passes."""
    sections: Annotated[list[Section], Field(min_length=1)]
    """One after another."""
    adaptive: bool = False
    """Whether each question's difficulty follows from the answers before it."""

    @property
    def minutes(self) -> float:
        """The whole interview."""
        return sum(section.minutes for section in self.sections)
