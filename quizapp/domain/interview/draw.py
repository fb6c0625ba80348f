"""How an interview draws its questions and tasks."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence

from quizapp.domain.interview.ability import Ability
from quizapp.domain.items.any import KINDS
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint, Section, TaskDraw
from quizapp.domain.ports.library import Library
from quizapp.domain.selection import Listing

CRITICAL_WEIGHT = 2.0
"""How much likelier a question is drawn that nobody should go without."""


def pool_of(section: Section, *, pack: str, library: Library, without: Collection[ItemId] = ()) -> Sequence[Listing]:
    """The questions from which a section draws."""
    if not section.items:
        return []
    return library.listings(
        topics=[f"{pack}/{topic}" for topic in section.topics],
        kinds=section.kinds or KINDS,
        difficulty=section.difficulty,
        without=without,
    )


def task_pool(section: Section, *, pack: str, library: Library, without: Collection[ItemId] = ()) -> Sequence[Listing]:
    """The coding tasks from which a section draws; those named by it, as far as they exist."""
    if section.tasks is None:
        return []
    if isinstance(section.tasks, TaskDraw):
        topics = [f"{pack}/{topic}" for topic in section.tasks.topics]
        return library.listings(topics=topics, kinds=("task",), difficulty=section.tasks.difficulty, without=without)
    named = (library.listing(ItemId(f"{pack}/{task}")) for task in section.tasks)
    return [listing for listing in named if listing is not None and listing.id not in without]


def room_for(section: Section, *, pack: str, library: Library) -> int:
    """How many questions and tasks a section would draw; counted, not listed, because a library may be large."""
    topics = [f"{pack}/{topic}" for topic in section.topics]
    found = library.count(topics=topics, kinds=section.kinds or KINDS, difficulty=section.difficulty)
    tasks = len(task_pool(section, pack=pack, library=library))
    return min(section.items, found) + min(section.task_count, tasks)


def draw_items(pool: Sequence[Listing], count: int, rng: random.Random) -> list[Listing]:
    """So many of the pool in random order, none twice; critical ones are likelier by CRITICAL_WEIGHT.

    By the keys of P. S. Efraimidis and P. G. Spirakis (Information Processing Letters 97, 2006): u ** (1 / weight).
    """
    keyed = [(rng.random() ** (1 / _weight(listing)), place) for place, listing in enumerate(pool)]
    return [pool[place] for _, place in sorted(keyed, reverse=True)[:count]]


def _weight(listing: Listing) -> float:
    return CRITICAL_WEIGHT if listing.critical else 1.0


def draw_section(
    section: Section, *, pack: str, library: Library, rng: random.Random, without: Collection[ItemId] = ()
) -> list[Listing]:
    """The questions of a section, then its coding tasks; fewer where the library has fewer."""
    drawn = draw_items(pool_of(section, pack=pack, library=library, without=without), section.items, rng)
    return drawn + draw_tasks(section, pack=pack, library=library, rng=rng, without=without)


def draw_tasks(
    section: Section, *, pack: str, library: Library, rng: random.Random, without: Collection[ItemId] = ()
) -> list[Listing]:
    """The coding tasks of a section: those named, in their order, or so many of those that fit."""
    tasks = task_pool(section, pack=pack, library=library, without=without)
    if isinstance(section.tasks, TaskDraw):
        return draw_items(tasks, section.tasks.count, rng)
    return list(tasks)


def draw(blueprint: Blueprint, *, pack: str, library: Library, rng: random.Random) -> list[list[Listing]]:
    """Every section's questions and tasks, drawn without repeating one."""
    plan: list[list[Listing]] = []
    for section in blueprint.sections:
        taken = {listing.id for part in plan for listing in part}
        plan.append(draw_section(section, pack=pack, library=library, rng=rng, without=taken))
    return plan


def choose(
    pool: Sequence[Listing], *, abilities: Mapping[str, Ability], asked: Mapping[str, int], rng: random.Random
) -> Listing | None:
    """The question to ask next of an adaptive interview; None from an empty pool.

    The topic asked least comes first. Of its questions the one is taken that tells most about the candidate: under the
    Rasch model that is the one whose difficulty lies nearest to the ability (F. M. Lord, Applications of Item Response
    Theory, 1980). Chance decides between equals, a critical question twice as often.
    """
    if not pool:
        return None
    fewest = min(asked.get(listing.topic, 0) for listing in pool)
    topic = rng.choice(sorted({listing.topic for listing in pool if asked.get(listing.topic, 0) == fewest}))
    ability = abilities.get(topic) or abilities.get("")
    goal = ability.mean if ability else sum(listing.difficulty for listing in pool) / len(pool)
    members = [listing for listing in pool if listing.topic == topic]
    nearest = min(abs(listing.difficulty - goal) for listing in members)
    return draw_items([one for one in members if abs(one.difficulty - goal) <= nearest + 1e-9], 1, rng)[0]
