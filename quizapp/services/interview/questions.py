"""What is asked next: drawn ahead, chosen by the answers before, or asked after an answer that left a point out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from quizapp.domain.grading import Response, Said
from quizapp.domain.interview.ability import Observation, estimate
from quizapp.domain.interview.course import Course, total_seconds
from quizapp.domain.interview.draw import choose, draw, draw_tasks, pool_of
from quizapp.domain.interview.stretch import Entry, EntryKind, Stretch
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.said import Open
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.reading import Reading
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session
from quizapp.services.interview.keeping import safe_grade, whole_response
from quizapp.services.interview.ledger import Ledger


class Questions:
    """Draws and chooses."""

    def __init__(self, library: Library, progress: Progress, ledger: Ledger) -> None:
        self._library = library
        self._progress = progress
        self._ledger = ledger

    def plan(self, blueprint: Blueprint, pack: str, seed: int) -> list[list[Listing]]:
        """Every section's questions and tasks; of an adaptive interview only the tasks."""
        rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
        if not blueprint.adaptive:
            return draw(blueprint, pack=pack, library=self._library, rng=rng)
        taken: set[ItemId] = set()
        plan = []
        for section in blueprint.sections:
            tasks = draw_tasks(section, pack=pack, library=self._library, rng=rng, without=taken)
            taken |= {listing.id for listing in tasks}
            plan.append(tasks)
        return plan

    def follow_up(self, course: Course, place: int, response: Response) -> Course:
        """Ask after a point that an answer in one's own words did not make, as an interviewer would; once an answer."""
        stretch = course.stretch
        assert stretch is not None
        entry = stretch.entries[place]
        item = self._ledger.texts(course.session).get(entry.item)
        if (
            entry.kind is not EntryKind.ITEM
            or not isinstance(item, Open)
            or not isinstance(response, Said)
            or any(one.of == place for one in stretch.entries)
        ):
            return course
        parts = safe_grade(item, response).parts
        missing = [part.id for part in sorted(parts, key=lambda part: not part.key) if not part.flag and not part.right]
        asks = sorted(
            (ask for ask in item.follow_ups if ask.when_missing is None or ask.when_missing in missing),
            key=lambda ask: len(missing) if ask.when_missing is None else missing.index(ask.when_missing),
        )
        if not asks:
            return course
        following = Entry(
            item=entry.item,
            kind=EntryKind.FOLLOW_UP,
            topic=entry.topic,
            title=asks[0].ask,
            of=place,
            ask=asks[0].ask,
            point=asks[0].when_missing or "",
        )
        return course.insert(place + 1, [following])

    def fill(self, course: Course, session: Session) -> Course:
        """Choose the next question of an adaptive section when the last one chosen lies behind."""
        stretch = course.stretch
        if stretch is None or not stretch.to_draw:
            return course
        place = stretch.current
        if place < len(stretch.entries) and stretch.entries[place].kind is not EntryKind.TASK:
            return course
        listing = self._choose(course, session, stretch)
        if listing is None:
            return course.insert(place, [], drawn=stretch.to_draw)
        course = course.insert(place, [entry_of(listing)], drawn=1)
        saved = self._progress.session(session.id) or session
        self._progress.save_session(saved.model_copy(update={"plan": [*saved.plan, listing.id]}))
        self._ledger.ask(session.id, [listing.id])
        return course.go_to(place)

    def _choose(self, course: Course, session: Session, stretch: Stretch) -> Listing | None:
        taken = {entry.item for one in course.stretches for entry in one.entries}
        section = course.blueprint.sections[course.place]
        pool = pool_of(section, pack=course.pack, library=self._library, without=taken)
        asked: dict[str, int] = {}
        for entry in stretch.entries:
            if entry.kind is EntryKind.ITEM:
                asked[entry.topic] = asked.get(entry.topic, 0) + 1
        rng = random.Random(f"{session.seed}/{course.place}/{len(taken)}")  # noqa: S311 - no secret hangs on it
        answers = observations(course, self._ledger.texts(course.session))
        abilities = estimate(answers, {listing.topic for listing in pool})
        return choose(pool, abilities=abilities, asked=asked, rng=rng)


def opened(session: str, blueprint: Blueprint, plan: list[list[Listing]], *, pack: str, now: Reading) -> Course:
    """The course of an interview at its first moment; `plan` has the questions and tasks of each section."""
    stretches = [
        Stretch(
            title=section.title,
            minutes=section.minutes,
            to_draw=section.items if blueprint.adaptive else 0,
            entries=[entry_of(listing) for listing in part],
        )
        for section, part in zip(blueprint.sections, plan, strict=True)
    ]
    return Course(
        session=session, blueprint=blueprint, pack=pack, stretches=stretches, limit=total_seconds(blueprint), seen=now
    )


def entry_of(listing: Listing) -> Entry:
    """A question or task as it stands at the beginning."""
    return Entry(
        item=listing.id,
        kind=EntryKind.TASK if listing.kind == "task" else EntryKind.ITEM,
        topic=listing.topic,
        title=listing.title,
        expected=listing.seconds,
    )


def observations(course: Course, texts: Mapping[ItemId, Item]) -> list[Observation]:
    """Every answer so far, as far as ability goes."""
    found = []
    for stretch in course.stretches:
        for place, entry in enumerate(stretch.entries):
            item = texts.get(entry.item)
            response: Any = whole_response(stretch, place) if entry.kind is EntryKind.ITEM else None
            if item is not None and response is not None:
                score = safe_grade(item, response).score
                found.append(Observation(topic=entry.topic, level=item.difficulty, score=score))
    return found
