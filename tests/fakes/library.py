"""A library made of models."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar, Unpack

from quizapp.domain.fingerprint import fingerprint
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId, item_id
from quizapp.domain.pack import Blueprint, Manifest, Topic
from quizapp.domain.ports.library import Wanted
from quizapp.domain.roadmap import GlossaryEntry, RoadmapTopic, glossary_of
from quizapp.domain.search import holds
from quizapp.domain.selection import Listing
from quizapp.domain.visible import quotable
from quizapp.errors import NotFoundError
from tests.fakes.samples import make_topic


class FakeLibrary:
    """One pack, made of models. Topics that are not given are made up from the items."""

    def __init__(
        self,
        items: Sequence[Item] = (),
        *,
        tasks: Sequence[TaskFolder] = (),
        topics: Sequence[Topic] = (),
        blueprints: Sequence[Blueprint] = (),
        pack: str = "demo",
    ) -> None:
        self._pack = pack
        self._items = {item_id(pack, item.id): item for item in items}
        self._tasks = {folder.id: folder for folder in tasks}
        self._blueprints = blueprints
        self._listings = [_listing(pack, item) for item in items] + [_task_listing(folder) for folder in tasks]
        used = {listing.topic.partition("/")[2] for listing in self._listings} - {topic.id for topic in topics}
        self._topics = [*topics, *(make_topic(slug) for slug in sorted(used))]

    def manifests(self) -> Sequence[Manifest]:
        return [Manifest(id=self._pack, title="Demonstration", version="1.0.0", license="MIT")]

    def roadmap(self) -> Sequence[RoadmapTopic]:
        return [
            RoadmapTopic(
                id=f"{self._pack}/{topic.id}",
                phase="Basics",
                topic=topic,
                items=sum(listing.topic == f"{self._pack}/{topic.id}" for listing in self._listings),
            )
            for topic in self._topics
        ]

    def topic(self, topic_id: str) -> RoadmapTopic:
        return _found({topic.id: topic for topic in self.roadmap()}, topic_id)

    def glossary(self) -> Sequence[GlossaryEntry]:
        return glossary_of(self.roadmap())

    def item(self, item_id: ItemId) -> Item:
        return _found(self._items, item_id)

    def task(self, task_id: ItemId) -> TaskFolder:
        return _found(self._tasks, task_id if "/" in task_id else item_id(self._pack, task_id))

    def listing(self, item_id: ItemId) -> Listing | None:
        return next((listing for listing in self._listings if listing.id == item_id), None)

    def listings(self, *, limit: int | None = None, **wanted: Unpack[Wanted]) -> Sequence[Listing]:
        topics, kinds = wanted.get("topics", ()), wanted.get("kinds", ())
        easiest, hardest = wanted.get("difficulty", (1, 5))
        only = wanted.get("only")
        among = None if only is None else set(only)
        order = [f"{self._pack}/{topic.id}" for topic in self._topics]
        left_out = set(wanted.get("without", ()))
        found = [
            listing
            for listing in sorted(self._listings, key=lambda listing: order.index(listing.topic))
            if (not topics or listing.topic in topics)
            and (not kinds or listing.kind in kinds)
            and easiest <= listing.difficulty <= hardest
            and listing.id not in left_out
            and (among is None or listing.id in among)
        ]
        return found[:limit]

    def count(self, **wanted: Unpack[Wanted]) -> int:
        return len(self.listings(**wanted))

    def search(self, words: Sequence[Sequence[str]], *, limit: int) -> Sequence[tuple[Listing, str]]:
        texts = {item: quotable(model) for item, model in self._items.items()}
        texts |= {task: folder.task.brief for task, folder in self._tasks.items()}
        found = [
            (listing, texts[listing.id])
            for listing in self._listings
            if holds(f"{listing.title}\n{texts[listing.id]}", words)
        ]
        return found[:limit]

    def blueprints(self) -> Sequence[tuple[str, Blueprint]]:
        return [(self._pack, blueprint) for blueprint in self._blueprints]

    def pack_root(self, pack: str) -> Path:
        return _found({self._pack: Path("/packs") / self._pack}, pack)

    def stamp(self, pack: str) -> str:
        return repr(sorted(self.fingerprints(pack).items()))

    def fingerprints(self, pack: str) -> Mapping[ItemId, str]:
        _found({self._pack: pack}, pack)
        tasks = {task: fingerprint(folder.task) for task, folder in self._tasks.items()}
        return {item: fingerprint(model) for item, model in self._items.items()} | tasks

    def put(self, item: Item) -> None:
        """As if a newer version of the pack had changed or added it."""
        self.remove(item_id(self._pack, item.id))
        self._items[item_id(self._pack, item.id)] = item
        self._listings.append(_listing(self._pack, item))

    def remove(self, item_id: ItemId) -> None:
        """As if a newer version of the pack had it no more."""
        self._items.pop(item_id, None)
        self._tasks.pop(item_id, None)
        self._listings = [listing for listing in self._listings if listing.id != item_id]


Value = TypeVar("Value")


def _found(table: Mapping[str, Value] | Mapping[ItemId, Value], name: str) -> Value:
    try:
        return table[name]  # type: ignore[index]  # an ItemId is a str
    except KeyError as error:
        raise NotFoundError(f"There is no {name} in the library.") from error


def _listing(pack: str, item: Item) -> Listing:
    return Listing(
        id=item_id(pack, item.id),
        kind=item.kind,
        topic=f"{pack}/{item.topic}",
        difficulty=item.difficulty,
        seconds=item.seconds,
        title=item.stem.splitlines()[0],
    )


def _task_listing(folder: TaskFolder) -> Listing:
    return Listing(
        id=folder.id,
        kind="task",
        topic=f"{folder.pack}/{folder.task.topic}",
        difficulty=folder.task.difficulty,
        seconds=folder.task.minutes * 60,
        title=folder.task.title,
    )
