"""All packs as one library. Opening it when nothing changed reads directory entries and an index, and no YAML."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Unpack

from quizapp.content.catalog import ANY_DIFFICULTY, Catalog, Scope
from quizapp.content.compiler import HowFar, code_stamp
from quizapp.content.diagnostic import Diagnostic
from quizapp.content.folder import MANIFEST, SourceFile, fault
from quizapp.content.task import load_task
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId, item_id
from quizapp.domain.pack import Blueprint, Manifest
from quizapp.domain.ports.library import Wanted
from quizapp.domain.roadmap import GlossaryEntry, RoadmapTopic, glossary_of
from quizapp.domain.selection import Listing
from quizapp.domain.task import Task
from quizapp.errors import NotFoundError, PackError

INDEXES = "packs"
"""The folder of the indexes inside the cache."""


class PackLibrary:
    """The packs in some folders, compiled into a cache; fits `domain.ports.library.Library`.

    Args:
        roots: folders of packs, each with `questions/` in it. Of two packs with one id the first stays.
        cache: a folder for indexes. It may be deleted at any time, and need not be writable.
        how_far: told how far the reading of files has come that changed since their index was made. What it raises ends
            the opening, and leaves the indexes as they were.
    """

    def __init__(self, roots: Sequence[Path], cache: Path, *, how_far: HowFar | None = None) -> None:
        self._stamp = code_stamp()
        self._cache = cache / INDEXES
        self._how_far = how_far
        self._every: list[Catalog] = []
        self._taken: dict[Path, Diagnostic] = {}
        self._catalogs: dict[str, Catalog] = {}
        try:
            self._open(roots)
        except BaseException:
            self.close()
            raise

    def _open(self, roots: Sequence[Path]) -> None:
        for root in dict.fromkeys(root.resolve() for root in roots):
            self._every.append(Catalog(root, self._cache, self._stamp, self._how_far))
        self._choose()

    def use(self, roots: Sequence[Path]) -> None:
        """Be made of the packs in these folders from now on; the indexes of others are deleted."""
        before = {catalog.root: catalog for catalog in self._every}
        wanted = list(dict.fromkeys(root.resolve() for root in roots))
        opened = [
            before[root] if root in before else Catalog(root, self._cache, self._stamp, self._how_far)
            for root in wanted
        ]
        self._every = opened
        self.refresh()
        for root, catalog in before.items():
            if root not in wanted:
                catalog.discard()

    def _choose(self) -> None:
        taken: dict[Path, Diagnostic] = {}
        catalogs: dict[str, Catalog] = {}
        for catalog in self._every:
            if catalog.manifest is None:
                continue
            first = catalogs.setdefault(catalog.manifest.id, catalog)
            if first is not catalog:
                message = f"a pack called {catalog.manifest.id} is already loaded from {first.root}"
                hint = "Remove one of the two, or give this one another id."
                taken[catalog.root] = fault(MANIFEST, "duplicate-pack", message, hint)
        self._taken, self._catalogs = taken, catalogs  # at once: another thread may be asking

    def refresh(self) -> None:
        """Take up what changed on disk."""
        for catalog in self._every:
            catalog.refresh()
        self._choose()

    def close(self) -> None:
        """Let go of every index."""
        for catalog in self._every:
            catalog.close()

    def faults(self) -> Mapping[Path, Sequence[Diagnostic]]:
        """By pack folder, what keeps the pack or something of it out of the library; no entry without a fault."""
        found = {catalog.root: catalog.faults() for catalog in self._every}
        for root, diagnostic in self._taken.items():
            found[root] = [diagnostic, *found[root]]
        return {root: diagnostics for root, diagnostics in found.items() if diagnostics}

    def manifests(self) -> Sequence[Manifest]:
        """The packs that can be used."""
        return [catalog.manifest for catalog in self._catalogs.values() if catalog.manifest is not None]

    def roadmap(self) -> Sequence[RoadmapTopic]:
        """Every topic in learning order, pack by pack."""
        return [topic for catalog in self._catalogs.values() for topic in catalog.topics]

    def topic(self, topic_id: str) -> RoadmapTopic:
        """One topic by its full id."""
        for topic in self.roadmap():
            if topic.id == topic_id:
                return topic
        raise NotFoundError(
            f"There is no topic {topic_id}.", hint=_near(topic_id, [each.id for each in self.roadmap()])
        )

    def glossary(self) -> Sequence[GlossaryEntry]:
        """Every topic's terms, in alphabetical order."""
        return glossary_of(self.roadmap())

    def _split(self, full: str) -> tuple[Catalog | None, str]:
        pack, _, local = full.partition("/")
        return self._catalogs.get(pack), local

    def item(self, item_id: ItemId) -> Item:
        """One item by its full id, or by the one it had before it was renamed."""
        catalog, local = self._split(item_id)
        found = catalog.open(local, task=False) if catalog else None
        if found is None:
            raise NotFoundError(f"There is no item {item_id}.", hint="It may have gone with a new version of its pack.")
        item: Item = found[1]
        return item

    def task(self, task_id: ItemId) -> TaskFolder:
        """One coding task with its files; a bare id is found when only one pack has it."""
        catalog, local = self._split(task_id)
        if "/" not in task_id:
            holders = [each for each in self._catalogs.values() if each.open(task_id, task=True)]
            if len(holders) > 1:
                names = ", ".join(f"{each.manifest.id}/{task_id}" for each in holders if each.manifest)
                raise NotFoundError(f"More than one pack has a task {task_id}.", hint=f"Write one of {names}.")
            catalog, local = (holders[0] if holders else None), task_id
        found = catalog.open(local, task=True) if catalog else None
        if catalog is None or catalog.manifest is None or found is None:
            known = [listing.id for listing in self.listings(kinds=["task"])]
            raise NotFoundError(
                f"There is no task {task_id}.", hint=_near(task_id, known, otherwise="`quizapp tasks` lists them.")
            )
        return self._with_files(catalog, catalog.manifest.id, *found)

    @staticmethod
    def _with_files(catalog: Catalog, pack: str, path: str, task: Task) -> TaskFolder:
        folder, faults = load_task(catalog.root, pack, path.split("/")[1], task)
        errors = [found for found in faults if found.severity == "error"]
        if errors:
            errors = _with_lines(catalog.root, pack, path, task) or errors
            first = errors[0]
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            where = str(catalog.root / first.where)
            raise PackError(
                f"The task {folder.id} cannot be used: {first.message}{more}.", where=where, hint=first.hint
            )
        return folder

    def listing(self, item_id: ItemId) -> Listing | None:
        """What there is to say of an item or task without opening it; None when no pack has it any more."""
        catalog, local = self._split(item_id)
        return catalog.listing(local) if catalog else None

    def listings(self, *, limit: int | None = None, **wanted: Unpack[Wanted]) -> Sequence[Listing]:
        """Items and tasks in roadmap order, filtered in the index."""
        found: list[Listing] = []
        for catalog, scope in self._scopes(wanted):
            found += catalog.listings(scope, limit=None if limit is None else limit - len(found))
            if limit is not None and len(found) >= limit:
                break
        return found

    def count(self, **wanted: Unpack[Wanted]) -> int:
        """How many listings there would be, counted in the index."""
        return sum(catalog.count(scope) for catalog, scope in self._scopes(wanted))

    def _scopes(self, wanted: Wanted) -> Iterator[tuple[Catalog, Scope]]:
        """Each pack of which something may be meant, with what of it."""
        topics, shunned, only = wanted.get("topics", ()), list(wanted.get("without", ())), wanted.get("only")
        asked = None if only is None else self._present_names(only)
        for pack, catalog in self._catalogs.items():
            among = None if asked is None else _of(pack, asked)
            stops = _of(pack, topics)
            if (topics and not stops) or among == []:
                continue
            yield (
                catalog,
                Scope(
                    stops,
                    wanted.get("kinds", ()),
                    wanted.get("difficulty", ANY_DIFFICULTY),
                    without=_of(pack, shunned),
                    only=among,
                ),
            )

    def _present_names(self, items: Iterable[ItemId]) -> list[str]:
        """The ids that items have today."""
        found = []
        for name in items:
            catalog, local = self._split(name)
            if catalog is not None:
                found.append(f"{name.partition('/')[0]}/{catalog.local_id(local)}")
        return found

    def search(self, words: Sequence[Sequence[str]], *, limit: int) -> Sequence[tuple[Listing, str]]:
        """Items and tasks in which every word is found, pack by pack, with a text that may be quoted."""
        found = [hit for catalog in self._catalogs.values() for hit in catalog.search(words, limit=limit)]
        return found[:limit]

    def blueprints(self) -> Sequence[tuple[str, Blueprint]]:
        """Interview blueprints with their packs' ids."""
        return [(pack, blueprint) for pack, catalog in self._catalogs.items() for blueprint in catalog.blueprints()]

    def _catalog(self, pack: str) -> Catalog:
        if pack not in self._catalogs:
            raise NotFoundError(f"There is no pack {pack}.", hint=_near(pack, list(self._catalogs)))
        return self._catalogs[pack]

    def pack_root(self, pack: str) -> Path:
        """The folder of a pack."""
        return self._catalog(pack).root

    def stamp(self, pack: str) -> str:
        """Changes whenever something changes in the pack's files that describe items and tasks."""
        return self._catalog(pack).stamp()

    def fingerprints(self, pack: str) -> Mapping[ItemId, str]:
        """What each item and task of a pack asks."""
        return {item_id(pack, name): asked for name, asked in self._catalog(pack).fingerprints().items()}


def _of(pack: str, names: Iterable[str]) -> list[str]:
    """Those of a pack, as local ids."""
    return [name.removeprefix(f"{pack}/") for name in names if name.startswith(f"{pack}/")]


def _near(name: str, known: Sequence[str], otherwise: str = "") -> str:
    """What was most likely meant, by the whole id or by its last part; else where to look, or some of what there is."""
    by_last = {full.rpartition("/")[2]: full for full in known}
    last = name.rpartition("/")[2]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.75) or [
        by_last[part] for part in difflib.get_close_matches(last, by_last, n=3, cutoff=0.75)
    ]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if otherwise and known:
        return otherwise
    return f"There are {', '.join(known[:10])}{' and more' if len(known) > 10 else ''}." if known else "There are none."


def _with_lines(root: Path, pack: str, path: str, task: Task) -> list[Diagnostic]:
    """The errors of a task again, at their places in `task.yaml`; none if that has changed since."""
    from quizapp.content.loader import load_file  # noqa: PLC0415 - YAML is loaded to tell of errors only

    loaded = load_file(root, SourceFile(path, "task", 0, 0))
    if [record.model for record in loaded.records] != [task]:
        return []
    _, faults = load_task(root, pack, path.split("/")[1], task, loaded.records[0].mark)
    return [found for found in faults if found.severity == "error"]
