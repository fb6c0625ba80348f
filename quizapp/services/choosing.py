"""What a learner wants to study, turned into items."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence

from quizapp.domain.day import began
from quizapp.domain.fields import Model
from quizapp.domain.items.any import KINDS
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library, Wanted
from quizapp.domain.ports.progress import Progress
from quizapp.domain.selection import Listing, Selection, Source, duration, gather
from quizapp.services.bookmarks import Bookmarks
from quizapp.services.overrule import effective

POOL = 500
"""How many items of a source are looked at when a session is built, the first in its own order."""


class Offer(Model):
    """What a selection gives."""

    counts: dict[Source, int]
    """Questions of each source, chosen or not, that fit the rest of the selection."""
    planned: int
    """Questions that a session would have."""
    seconds: float
    """What they take a prepared candidate, explanations included."""
    moves_schedule: bool


class Chooser:
    """Plans sessions, and tells what a plan would be.

    Args:
        library: what there is.
        progress: what was learnt.
        clock: now.
        new_per_day: how many items that were never seen may come up in a day.
        planned: today's items towards an interview, the most worthwhile first; none without a date.
    """

    def __init__(
        self,
        library: Library,
        progress: Progress,
        clock: Clock,
        *,
        new_per_day: int,
        planned: Callable[[], Sequence[ItemId]] = tuple,
    ) -> None:
        self._planned = planned
        self._library = library
        self._progress = progress
        self._clock = clock
        self._new_per_day = new_per_day
        self._bookmarks = Bookmarks(progress, clock)

    def plan(self, selection: Selection, rng: random.Random) -> list[Listing]:
        """The items of a session, in the order in which they are asked; none when nothing fits."""
        limit = selection.size
        seconds = None if selection.minutes is None else selection.minutes * 60
        if selection.items:
            return gather([self._listed(selection, selection.items)], limit=limit, seconds=seconds)
        if selection.is_everyday and (planned := self._listed(selection, self._planned())):
            return gather([planned], limit=limit)
        pools = [self._pool(selection, source, rng) for source in selection.sources]
        plan = gather(pools, limit=limit, seconds=seconds)
        if plan or Source.NEW not in selection.sources:
            return plan
        # The limit on new items keeps tomorrow's reviews few. Whoever has none due and asks for more gets more.
        return gather([self._new(selection, POOL if limit is None else limit)], limit=limit, seconds=seconds)

    def offer(self, selection: Selection) -> Offer:
        """How many questions a selection gives."""
        plan = self.plan(selection, random.Random(0))  # noqa: S311 - only counted
        return Offer(
            counts={source: self._count(selection, source) for source in Source},
            planned=len(plan),
            seconds=sum(map(duration, plan)),
            moves_schedule=selection.moves_schedule,
        )

    def _topics(self, selection: Selection) -> list[str]:
        of_phases = [topic.id for topic in self._library.roadmap() if topic.phase in selection.phases]
        return list(dict.fromkeys([*selection.topics, *of_phases]))

    def _pool(self, selection: Selection, source: Source, rng: random.Random) -> Sequence[Listing]:
        if source is Source.NEW:
            return self._new(selection, self._allowance() if len(selection.sources) > 1 else POOL)
        if source is Source.ALL:
            every = list(self._within(selection))
            rng.shuffle(every)
            return every
        return self._listed(selection, self._named(source, POOL))

    def _new(self, selection: Selection, limit: int) -> Sequence[Listing]:
        return self._within(selection, without=self._progress.seen_items(), limit=limit)

    def _named(self, source: Source, limit: int | None) -> Sequence[ItemId]:
        """The items of a source that follows from the history, in its order."""
        match source:
            case Source.DUE:
                return self._progress.due_items(self._clock.now(), limit)
            case Source.WEAK:
                return self._progress.weak_items(limit)
            case Source.BOOKMARKED:
                return self._bookmarks.all()[:limit]
            case Source.MISSED:
                return self._missed(self._progress.missed_items(limit))
            case Source.NEW | Source.ALL:
                raise ValueError(f"{source} items do not follow from the history")

    def _missed(self, items: Sequence[ItemId]) -> list[ItemId]:
        """Those that are still there, and whose latest answer the learner's own word has not made right."""
        kinds = {listing.id: listing.kind for listing in self._library.listings(only=items)}
        return [item for item in items if item in kinds and (kinds[item] != "open" or self._is_missed(item))]

    def _is_missed(self, item: ItemId) -> bool:
        return effective(self._progress, self._progress.attempts(item=item)[-1:])[0].score < 1

    def _listed(self, selection: Selection, items: Sequence[ItemId]) -> list[Listing]:
        """Those of some items that fit, in the order given."""
        listings = {listing.id: listing for listing in self._within(selection, only=items)}
        return [listings[item] for item in dict.fromkeys(items) if item in listings]

    def _within(
        self,
        selection: Selection,
        *,
        without: Collection[ItemId] = (),
        only: Collection[ItemId] | None = None,
        limit: int | None = None,
    ) -> Sequence[Listing]:
        return self._library.listings(limit=limit, **self._wanted(selection, without=without, only=only))

    def _wanted(
        self, selection: Selection, *, without: Collection[ItemId] = (), only: Collection[ItemId] | None = None
    ) -> Wanted:
        """What of some items, or of all, fits the selection."""
        return Wanted(
            topics=self._topics(selection),
            kinds=selection.kinds or KINDS,
            difficulty=selection.difficulty,
            without=without,
            only=only,
        )

    def _count(self, selection: Selection, source: Source) -> int:
        if source is Source.NEW:
            seen = self._counted(selection, self._progress.seen_items())
            return self._counted(selection, None) - seen
        return self._counted(selection, None if source is Source.ALL else self._named(source, None))

    def _counted(self, selection: Selection, only: Collection[ItemId] | None) -> int:
        return self._library.count(**self._wanted(selection, only=only))

    def _allowance(self) -> int:
        """How many new items may still come up today, local time."""
        now = self._clock.now()
        return max(0, self._new_per_day - self._progress.counts(now, began(now)).new)
