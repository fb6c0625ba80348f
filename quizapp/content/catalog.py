"""One pack, compiled: what the library asks of it, answered from its index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from quizapp.content.compiler import Compiler, HowFar
from quizapp.content.diagnostic import Diagnostic, by_place
from quizapp.content.disposable import BrokenDatabaseError
from quizapp.content.index import Index, as_json
from quizapp.content.record import adapter
from quizapp.domain.items.identity import item_id
from quizapp.domain.pack import Blueprint, Manifest, Topic
from quizapp.domain.roadmap import RoadmapTopic
from quizapp.domain.selection import Listing

T = TypeVar("T")
MAX_ALIASES = 10
ANY_DIFFICULTY = (1, 5)


@dataclass(frozen=True)
class Scope:
    """Which items and tasks of one pack are meant; all names are local ids."""

    topics: Sequence[str] = ()
    kinds: Sequence[str] = ()
    difficulty: tuple[int, int] = ANY_DIFFICULTY
    without: Sequence[str] = ()
    only: Sequence[str] | None = None

    def rows(self, source: str = "item") -> tuple[str, list[Any]]:
        """Rows of `item`, or of `tally` when no names are given, as what follows FROM, and its values.

        Written so that SQLite takes an index at once, whatever the size of the pack: names that are given are looked
        up one by one, topics and a single kind are looked up by their place, and several kinds are only compared (the
        plus keeps SQLite from looking them up and sorting afterwards).
        """
        wanted: list[str] = []
        values: list[Any] = []
        if self.only is not None:
            source = "(SELECT value AS name FROM json_each(?)) AS asked CROSS JOIN item ON item.id = asked.name"
            values.append(as_json(list(dict.fromkeys(self.only))))
        if self.topics:
            wanted.append("place IN (SELECT position FROM topic WHERE id IN (SELECT value FROM json_each(?)))")
            values.append(as_json(list(self.topics)))
        else:
            wanted.append("place IS NOT NULL")
        if len(self.kinds) == 1:
            wanted.append("kind = ?")
            values.append(self.kinds[0])
        elif self.kinds:
            wanted.append("+kind IN (SELECT value FROM json_each(?))")
            values.append(as_json(list(self.kinds)))
        if self.difficulty != ANY_DIFFICULTY:
            wanted.append("difficulty BETWEEN ? AND ?")
            values += self.difficulty
        if self.without:
            wanted.append("item.id NOT IN (SELECT value FROM json_each(?))")
            values.append(as_json(list(self.without)))
        return f"{source} WHERE {' AND '.join(wanted)}", values


def index_file(root: Path, cache: Path) -> Path:
    """Where the index of a pack lies."""
    name = hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache / f"{name}.db"


class Catalog:
    """A pack's manifest, roadmap, items and tasks, read from its index."""

    def __init__(self, root: Path, cache: Path, stamp: str, how_far: HowFar | None = None) -> None:
        self.root = root.resolve()
        self._index = Index(index_file(self.root, cache), stamp)
        self._compiler = Compiler(self.root, self._index, how_far)
        self._manifest: Manifest | None = None
        self._topics: tuple[RoadmapTopic, ...] = ()
        try:
            self.refresh()
        except BaseException:
            self._index.close()
            raise

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def discard(self) -> None:
        """Let go of the index, and delete it."""
        self._index.discard()

    @property
    def manifest(self) -> Manifest | None:
        """None for a pack that cannot be used; `faults` says why."""
        return self._manifest

    @property
    def topics(self) -> tuple[RoadmapTopic, ...]:
        """The roadmap."""
        return self._topics

    def refresh(self) -> None:
        """Take up what changed in the folder since the index was made; quick when nothing did."""
        for begin_again in (self._index.start_over, self._index.move_to_memory):
            try:
                self._compiler.refresh()
                self._load()
            except (BrokenDatabaseError, ValidationError):
                begin_again()
            else:
                return
        self._compiler.refresh()
        self._load()

    def _load(self) -> None:
        # Assigned at the end: another thread may be asking meanwhile.
        if self._index.meta("usable") != "yes":
            self._manifest, self._topics = None, ()
            return
        manifest = Manifest.model_validate_json(self._index.records("manifest")[0])
        rows = self._index.rows("SELECT id, phase, body, items FROM topic ORDER BY position")
        topics = tuple(
            RoadmapTopic(id=f"{manifest.id}/{name}", phase=phase, topic=Topic.model_validate_json(body), items=items)
            for name, phase, body, items in rows
        )
        self._manifest, self._topics = manifest, topics

    def faults(self) -> list[Diagnostic]:
        """Everything that keeps something of this pack out of the library."""
        found = [Diagnostic.model_validate_json(body) for body in self._index.faults()]
        return by_place(fault for fault in found if fault.severity == "error")

    def local_id(self, name: str) -> str:
        """The id that an item has today; a renamed one is found by its old id."""
        assert self._manifest is not None
        for _ in range(MAX_ALIASES):
            if name not in self._manifest.aliases:
                break
            name = self._manifest.aliases[name]
        return name

    def open(self, name: str, *, task: bool) -> tuple[str, Any] | None:
        """Path and model of an item or a task by its local id."""
        return self._retried(lambda: self._open(self.local_id(name), task=task))

    def _open(self, name: str, *, task: bool) -> tuple[str, Any] | None:
        rows = self._index.rows(
            "SELECT path, body FROM item WHERE id = ? AND place IS NOT NULL AND (kind = 'task') = ?", (name, task)
        )
        if not rows:
            return None
        path, body = rows[0]
        return path, adapter("task" if task else "items").validate_json(body)

    def listing(self, name: str) -> Listing | None:
        """What there is to say of an item or task."""
        found = self.listings(Scope(only=[self.local_id(name)]), limit=1)
        return found[0] if found else None

    def listings(self, scope: Scope, *, limit: int | None) -> list[Listing]:
        """Items and tasks in roadmap order."""
        return self._retried(lambda: self._listings(*scope.rows(), limit=limit))

    def count(self, scope: Scope) -> int:
        """How many listings there would be."""
        if scope.only is None and not scope.without:
            what, (rows, values) = "coalesce(sum(items), 0)", scope.rows("tally")
        else:
            what, (rows, values) = "count(*)", scope.rows()
        return self._retried(lambda: int(self._index.rows(f"SELECT {what} FROM {rows}", values)[0][0]))  # noqa: S608 - our own conditions

    def search(self, words: Sequence[Sequence[str]], *, limit: int) -> list[tuple[Listing, str]]:
        """Items and tasks in which every word is found, the best first, each with a text that may be quoted."""
        return self._retried(lambda: self._search(words, limit))

    def _search(self, words: Sequence[Sequence[str]], limit: int) -> list[tuple[Listing, str]]:
        numbers = self._index.search(words, enough=limit)
        found = self._told(numbers[:limit])
        # Few are ever missing: an item that has no place on the roadmap is not shown.
        return found if len(found) == limit else self._told(numbers)[:limit]

    def _told(self, numbers: Sequence[int]) -> list[tuple[Listing, str]]:
        """Listings of rows by their numbers, in that order, each with a text that may be quoted."""
        among = as_json(numbers)
        rows = "item WHERE place IS NOT NULL AND item.rowid IN (SELECT value FROM json_each(?))"
        found = self._listings(rows, [among], limit=None)
        sql = """
            SELECT item.id, item.rowid, words.shown FROM item JOIN words ON words.rowid = item.rowid
            WHERE item.place IS NOT NULL AND item.rowid IN (SELECT value FROM json_each(?))
        """
        texts = {name: (number, shown) for name, number, shown in self._index.rows(sql, [among])}
        rank = {number: place for place, number in enumerate(numbers)}
        told = [(listing, *texts[listing.id.partition("/")[2]]) for listing in found]
        return [(listing, shown) for listing, number, shown in sorted(told, key=lambda one: rank[one[1]])]

    def _listings(self, rows: str, values: Sequence[Any], *, limit: int | None) -> list[Listing]:
        assert self._manifest is not None
        pack = self._manifest.id
        found = self._index.rows(
            f"SELECT item.id, kind, topic, difficulty, seconds, title, critical FROM {rows} "  # noqa: S608 - our own conditions
            "ORDER BY place, difficulty, item.path, item.position LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        # The rows were validated when they were written.
        return [
            Listing.model_construct(
                id=item_id(pack, name),
                kind=kind,
                topic=f"{pack}/{topic}",
                difficulty=difficulty,
                seconds=seconds,
                title=title,
                critical=bool(critical),
            )
            for name, kind, topic, difficulty, seconds, title, critical in found
        ]

    def stamp(self) -> str:
        """Changes with the content of the files that describe items and tasks."""
        found = self._retried(lambda: self._index.rows("SELECT path, digest FROM file ORDER BY path"))
        return hashlib.blake2b(as_json(found).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()

    def fingerprints(self) -> dict[str, str]:
        """What each item and task asks, by its local id."""
        return dict(self._retried(lambda: self._index.rows("SELECT id, fingerprint FROM item WHERE place IS NOT NULL")))

    def blueprints(self) -> list[Blueprint]:
        """The interviews of this pack."""
        return self._retried(
            lambda: [adapter("interviews").validate_json(body) for body in self._index.records("interviews")]
        )

    def _retried(self, ask: Callable[[], T]) -> T:
        """Ask again of a new index when the old one turns out to be corrupt."""
        try:
            return ask()
        except (BrokenDatabaseError, ValidationError):
            self._index.start_over()
            self.refresh()
            return ask()
