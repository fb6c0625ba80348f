"""The packs, as services need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Unpack

    from quizapp.domain.folder import TaskFolder
    from quizapp.domain.items.any import Item
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.pack import Blueprint, Manifest
    from quizapp.domain.roadmap import GlossaryEntry, RoadmapTopic
    from quizapp.domain.selection import Listing


class Wanted(TypedDict, total=False):
    """Which items and tasks are meant. What is left out, or empty, narrows nothing, but for `only`."""

    topics: Sequence[str]
    """Full ids."""
    kinds: Sequence[str]
    difficulty: tuple[int, int]
    """From and to, of 1 to 5."""
    without: Iterable[ItemId]
    only: Iterable[ItemId] | None
    """Those among which to look; None for all."""


class Library(Protocol):
    """All packs installed, read-only. Lookups of what is not there raise NotFoundError."""

    def manifests(self) -> Sequence[Manifest]:
        """The packs."""

    def roadmap(self) -> Sequence[RoadmapTopic]:
        """Every topic in learning order."""

    def topic(self, topic_id: str) -> RoadmapTopic:
        """One topic by its full id."""

    def glossary(self) -> Sequence[GlossaryEntry]:
        """Every topic's terms, in alphabetical order."""

    def item(self, item_id: ItemId) -> Item:
        """One item; a coding task is not among them."""

    def task(self, task_id: ItemId) -> TaskFolder:
        """One coding task; a bare id is found when only one pack has it."""

    def listing(self, item_id: ItemId) -> Listing | None:
        """What there is to say of an item or task without opening it; None when no pack has it any more."""

    def listings(self, *, limit: int | None = None, **wanted: Unpack[Wanted]) -> Sequence[Listing]:
        """Items and tasks in roadmap order."""

    def count(self, **wanted: Unpack[Wanted]) -> int:
        """How many listings there would be."""

    def search(self, words: Sequence[Sequence[str]], *, limit: int) -> Sequence[tuple[Listing, str]]:
        """Items and tasks in which every word (`search.words_of`) is found, the best first, each with a text to quote.

        Words are found by their beginning. What is told only after an answer is searched too, and not quoted.
        """

    def blueprints(self) -> Sequence[tuple[str, Blueprint]]:
        """Interview blueprints with their packs' ids."""

    def pack_root(self, pack: str) -> Path:
        """The folder of a pack."""

    def stamp(self, pack: str) -> str:
        """Changes whenever something changes in the pack's files that describe items and tasks."""

    def fingerprints(self, pack: str) -> Mapping[ItemId, str]:
        """What each item and task of a pack asks, as `fingerprint.fingerprint` tells it."""
