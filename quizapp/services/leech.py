"""Leeches: items that are forgotten again and again, and what helps better than asking them once more.

The word is Anki's. An item is never suspended on its own: it stays in the schedule, and the learner hears what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.domain.card import Rating
from quizapp.domain.fields import Model
from quizapp.domain.items.any import KINDS
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.selection import Listing
from quizapp.domain.wording import plural
from quizapp.services.answering import Outcome

SHOWN = 100
"""How many leeches are looked at; more than a few are a sign that all of it came too fast."""


class Leech(Model):
    """An item that does not stick, and what there is beside it."""

    item: ItemId
    title: str
    lapses: int
    topic: str
    """`pack/topic`."""
    topic_title: str
    task: str | None
    """The title of a coding task of the topic, the easiest first."""
    easier: int
    """How many questions of the topic are easier."""

    def in_words(self) -> str:
        """What to do, in two or three sentences."""
        ways = [f"read the note on {self.topic_title}"]
        if self.task:
            ways.append(f"write the coding task “{self.task}”")
        if self.easier:
            ways.append(f"study the {plural(self.easier, 'easier question')} of the topic first")
        advice = ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])}, or {ways[-1]}"
        return f"Forgotten {self.lapses} times by now. Asking again rarely helps: {advice}. It stays in your schedule."


class LeechService:
    """Finds leeches.

    Args:
        library: for what there is beside them.
        progress: how often they were forgotten.
        lapses: how often an item must have been.
    """

    def __init__(self, library: Library, progress: Progress, *, lapses: int = 6) -> None:
        self._library = library
        self._progress = progress
        self._lapses = lapses

    def after(self, outcome: Outcome) -> Leech | None:
        """What to say after an answer: something only when the item was forgotten once more, and too often by now."""
        card = outcome.card
        forgotten = outcome.review is not None and outcome.review.rating is Rating.AGAIN
        if card is None or not forgotten or card.lapses < self._lapses:
            return None
        listing = self._library.listing(card.item)
        return None if listing is None else self._leech(listing, card.lapses)

    def all(self) -> list[Leech]:
        """Every leech that still does not stick, the one forgotten most often first."""
        lapsed = self._lapsed()
        listings = {listing.id: listing for listing in self._library.listings(only=lapsed)}
        return [self._leech(listings[item], lapses) for item, lapses in lapsed.items() if item in listings]

    def count(self) -> int:
        """How many there are."""
        return self._library.count(only=self._lapsed())

    def _lapsed(self) -> Mapping[ItemId, int]:
        return self._progress.lapsed_items(self._lapses, SHOWN)

    def _leech(self, listing: Listing, lapses: int) -> Leech:
        tasks = self._library.listings(topics=[listing.topic], kinds=["task"])
        easiest = min(tasks, key=lambda task: task.difficulty, default=None)
        easier = (1, listing.difficulty - 1)
        return Leech(
            item=listing.id,
            title=listing.title,
            lapses=lapses,
            topic=listing.topic,
            topic_title=self._library.topic(listing.topic).topic.title,
            task=None if easiest is None or listing.kind == "task" else easiest.title,
            easier=self._library.count(topics=[listing.topic], kinds=KINDS, difficulty=easier) if easier[1] else 0,
        )
