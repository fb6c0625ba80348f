"""The roadmap and the interviews: every name in them leads somewhere, and every learner can follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import Any

from quizapp.content.folder import TOPICS
from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.rule import Finding, Place, at, pack_rule
from quizapp.domain.pack import Blueprint, Section, TaskDraw
from quizapp.domain.task import Task

_ADD = "Write a topic of questions/topics.yaml, or add this one there."


def _task_topics(record: Record[Task]) -> Iterator[tuple[Place, str]]:
    yield ("topic",), record.model.topic
    for number, check in enumerate(record.model.checks):
        if check.concept:
            yield ("checks", number, "concept"), check.concept
        for step, written in enumerate(check.steps):
            if written.concept:
                yield ("checks", number, "steps", step, "concept"), written.concept


def _section_topics(record: Record[Blueprint]) -> Iterator[tuple[Place, str]]:
    for number, section in enumerate(record.model.sections):
        for position, name in enumerate(section.topics):
            yield ("sections", number, "topics", position), name
        if isinstance(section.tasks, TaskDraw):
            for position, name in enumerate(section.tasks.topics):
                yield ("sections", number, "tasks", "topics", position), name


def _named_topics(pack: LoadedPack) -> Iterator[tuple[Record[Any], Place, str]]:
    for record in pack.items:
        yield record, ("topic",), record.model.topic
    for task in pack.tasks:
        yield from ((task.record, place, name) for place, name in _task_topics(task.record))
    for blueprint in pack.blueprints:
        yield from ((blueprint, place, name) for place, name in _section_topics(blueprint))
    for topic in pack.topics:
        for position, name in enumerate(topic.topic.after):
            yield topic.record, (*topic.place, "after", position), name


@pack_rule("error")
def unknown_topic(pack: LoadedPack) -> Iterator[Finding]:
    """An item, a task, an interview or a prerequisite names a topic that the roadmap does not have."""
    known = {topic.topic.id for topic in pack.topics}
    if not known and any(found.file == TOPICS for found in pack.diagnostics):
        return  # the roadmap cannot be read, and that has been told once
    for record, place, name in _named_topics(pack):
        if name not in known:
            yield at(record, place, f"{name} is no topic of this pack", _ADD)


def _circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """One circle of prerequisites, or nothing. A loop and not a recursion: a roadmap may be long."""
    done: set[str] = set()
    for start in after:
        path: dict[str, None] = {}
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                del path[name]
                done.add(name)
            elif name in path:
                return [*dropwhile(name.__ne__, path), name]
            elif name not in done:
                path[name] = None
                waiting.append((name, True))
                waiting += [(before, False) for before in after.get(name, ())]
    return []


@pack_rule("error")
def prerequisite_cycle(pack: LoadedPack) -> Iterator[Finding]:
    """Topics come after each other in a circle, so none of them can be begun."""
    circle = _circle({topic.topic.id: topic.topic.after for topic in pack.topics})
    if circle:
        topic = next(topic for topic in pack.topics if topic.topic.id == circle[0])
        message = f"these topics wait for each other: {' after '.join(circle)}"
        yield at(topic.record, (*topic.place, "after"), message, "Take one of these prerequisites away.")


@pack_rule("warning")
def prerequisite_order(pack: LoadedPack) -> Iterator[Finding]:
    """A topic stands on the roadmap before one that it comes after."""
    position = {topic.topic.id: number for number, topic in enumerate(pack.topics)}
    if _circle({topic.topic.id: topic.topic.after for topic in pack.topics}):
        return
    for number, topic in enumerate(pack.topics):
        for index, name in enumerate(topic.topic.after):
            if position.get(name, -1) > number:
                message = f"{topic.topic.id} comes after {name}, which stands further down"
                hint = f"Move {topic.topic.id} below {name}: the roadmap is in learning order."
                yield at(topic.record, (*topic.place, "after", index), message, hint)


@pack_rule("error")
def missing_note(pack: LoadedPack) -> Iterator[Finding]:
    """A topic has no note in the pack's own language."""
    if pack.manifest is None:
        return
    language = pack.manifest.model.language
    for topic in pack.topics:
        if language not in topic.topic.notes:
            message = f"{topic.topic.id} has no note in {language}, the pack's language"
            yield at(topic.record, (*topic.place, "notes"), message, f"Add `{language}: ...` here.")


@pack_rule("warning")
def duplicate_term(pack: LoadedPack) -> Iterator[Finding]:
    """A word stands in the glossary twice, as a term or as another name of one; who looks it up finds two meanings."""
    owners: dict[str, tuple[str, int]] = {}
    for topic in pack.topics:
        for number, term in enumerate(topic.topic.glossary):
            for name in (term.term, *term.also):
                owner = owners.setdefault(name.casefold(), (topic.topic.id, number))
                if owner != (topic.topic.id, number):
                    message = f"{name} is explained already, in {owner[0]}"
                    hint = "Keep one of the two, or say in the term which meaning it is."
                    yield at(topic.record, (*topic.place, "glossary", number, "term"), message, hint)


@pack_rule("warning")
def empty_topic(pack: LoadedPack) -> Iterator[Finding]:
    """A topic stands on the roadmap and nothing asks about it."""
    used = {record.model.topic for record in pack.items} | {task.record.model.topic for task in pack.tasks}
    for topic in pack.topics:
        if topic.topic.id not in used:
            message = f"no item and no task belongs to {topic.topic.id}"
            yield at(topic.record, (*topic.place, "id"), message, "Write items for it, or take it off the roadmap.")


def _pool(pack: LoadedPack, section: Section) -> int:
    low, high = section.difficulty
    return sum(
        (not section.topics or record.model.topic in section.topics)
        and (not section.kinds or record.model.kind in section.kinds)
        and low <= record.model.difficulty <= high
        for record in pack.items
    )


@pack_rule("warning")
def short_section(pack: LoadedPack) -> Iterator[Finding]:
    """A section of an interview draws more items than the pack has for it."""
    for record in pack.blueprints:
        for number, section in enumerate(record.model.sections):
            pool = _pool(pack, section)
            if pool < section.items:
                message = f"the section draws {section.items} items and the pack has {pool} for it"
                hint = "Draw fewer, or widen its topics, kinds or difficulty."
                yield at(record, ("sections", number, "items"), message, hint)


def _task_pool(pack: LoadedPack, draw: TaskDraw) -> int:
    low, high = draw.difficulty
    models = [task.record.model for task in pack.tasks]
    return sum((not draw.topics or task.topic in draw.topics) and low <= task.difficulty <= high for task in models)


@pack_rule("error")
def unknown_section_task(pack: LoadedPack) -> Iterator[Finding]:
    """A section of an interview names a coding task that the pack does not have, or draws more than there are."""
    known = {task.record.model.id for task in pack.tasks}
    for record in pack.blueprints:
        for number, section in enumerate(record.model.sections):
            place = ("sections", number, "tasks")
            if isinstance(section.tasks, TaskDraw):
                pool = _task_pool(pack, section.tasks)
                if pool < section.tasks.count:
                    message = f"the section draws {section.tasks.count} tasks and the pack has {pool} for it"
                    yield at(record, place, message, "Draw fewer, or widen its topics or difficulty.")
                continue
            for position, name in enumerate(section.tasks or []):
                if name not in known:
                    message = f"{name} is no coding task of this pack"
                    yield at(record, (*place, position), message, "Write the id of a folder of sandbox/.")
