"""A blueprint from a few wishes: minutes, topics, level, kinds, coding tasks."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from quizapp.domain.fields import Model
from quizapp.domain.interview.draw import pool_of, task_pool
from quizapp.domain.items.any import KINDS
from quizapp.domain.pack import Blueprint, Section, TaskDraw
from quizapp.domain.ports.library import Library
from quizapp.errors import NotFoundError

MAX_TITLE = 60
"""Letters of a name, for which the list of interviews has room."""
TASK_MINUTES = 15.0
"""For a coding task, unless there are fewer."""
QUESTION_SECONDS = 50.0
OPEN_SECONDS = 150.0
OPEN_SHARE = 0.25
"""Of the time for questions, where answers in one's own words are among other kinds."""
MIN_MINUTES = 2.0
"""A shorter section is none."""


class Wish(Model):
    """What a learner asks of an interview."""

    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)] = "My interview"
    minutes: Annotated[float, Field(ge=5, le=180)] = 30.0
    topics: list[str] = []
    """Local ids of topics; none means all."""
    level: tuple[int, int] = (1, 3)
    kinds: list[str] = []
    """Kinds of question; none means all."""
    tasks: Annotated[int, Field(ge=0, le=2)] = 0
    pass_mark: Annotated[float, Field(gt=0, le=1)] = 0.7
    adaptive: bool = False


def build(wish: Wish, *, pack: str, library: Library) -> Blueprint:
    """The blueprint that fits a wish; sections ask no more than the library has.

    Raises:
        NotFoundError: nothing in the library fits.
    """
    task_minutes = min(wish.tasks * TASK_MINUTES, wish.minutes if wish.tasks else 0.0)
    question_minutes = wish.minutes - task_minutes
    if 0 < question_minutes < MIN_MINUTES:
        task_minutes, question_minutes = wish.minutes, 0.0
    if wish.kinds != ["open"] and not _speakable(wish, pack=pack, library=library):
        wish = wish.model_copy(update={"kinds": [kind for kind in wish.kinds or KINDS if kind != "open"]})
    wanted = [
        *_questions(wish, question_minutes),
        *([_tasks(wish, task_minutes)] if wish.tasks else []),
    ]
    sections = [fitting for section in wanted if (fitting := _fitted(section, pack=pack, library=library))]
    if not sections:
        raise NotFoundError("Nothing in the library fits this wish.", hint="Widen its topics, its level or its kinds.")
    low, high = wish.level
    level = f"level {low}" if low == high else f"levels {low} to {high}"
    return Blueprint(
        id=slug(wish.title),
        title=wish.title,
        summary=f"{wish.minutes:g} minutes, {level}, {', '.join(wish.topics) or 'all topics'}.",
        pass_mark=wish.pass_mark,
        sections=sections,
        adaptive=wish.adaptive,
    )


def _speakable(wish: Wish, *, pack: str, library: Library) -> bool:
    """Whether there is anything to be answered in one's own words; if not, its time goes to other questions."""
    section = _section("Words", wish, 1, ["open"], OPEN_SECONDS)
    return bool(pool_of(section, pack=pack, library=library))


def slug(title: str) -> str:
    """An id from a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "interview"


def _questions(wish: Wish, minutes: float) -> list[Section]:
    kinds = wish.kinds or list(KINDS)
    others = [kind for kind in kinds if kind != "open"]
    speaking = 0.0 if "open" not in kinds else minutes * (OPEN_SHARE if others else 1.0)
    if others and speaking < MIN_MINUTES:
        speaking = 0.0
    sections = []
    if others and minutes - speaking > 0:
        sections.append(_section("Questions", wish, minutes - speaking, others, QUESTION_SECONDS))
    if speaking > 0:
        sections.append(_section("In your own words", wish, speaking, ["open"], OPEN_SECONDS))
    return sections


def _section(title: str, wish: Wish, minutes: float, kinds: list[str], seconds: float) -> Section:
    items = min(60, max(1, round(minutes * 60 / seconds)))
    return Section(title=title, minutes=minutes, items=items, kinds=kinds, topics=wish.topics, difficulty=wish.level)


def _tasks(wish: Wish, minutes: float) -> Section:
    draw = TaskDraw(count=wish.tasks, topics=wish.topics, difficulty=wish.level)
    return Section(title="Coding", minutes=minutes, tasks=draw)


def _fitted(section: Section, *, pack: str, library: Library) -> Section | None:
    """The section with no more than the library has for it; None if it has nothing."""
    if isinstance(section.tasks, TaskDraw):
        found = len(task_pool(section, pack=pack, library=library))
        if not found and section.tasks.topics:
            # Few topics have tasks: any task of the level is better than none.
            anywhere = section.tasks.model_copy(update={"topics": []})
            return _fitted(section.model_copy(update={"tasks": anywhere}), pack=pack, library=library)
        count = min(section.tasks.count, found)
        return (
            section.model_copy(update={"tasks": section.tasks.model_copy(update={"count": count})}) if count else None
        )
    items = min(section.items, len(pool_of(section, pack=pack, library=library)))
    return section.model_copy(update={"items": items}) if items else None
