"""Search over questions, tasks, topics with their notes, and the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.domain.fields import Model
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.search import Hit, HitKind, excerpt, holds, words_of
from quizapp.domain.selection import Listing

LIMIT = 50
LEAST = 2
"""Characters of the shortest word that is looked for; one Chinese character is a word."""


class Found(Model):
    """What a search came to."""

    hits: list[Hit]
    partly: bool = False
    """Nothing has all the words; these have one of them."""


class SearchService:
    """Looks for words, and makes the same kind of line of items that are known by their ids."""

    def __init__(self, library: Library, progress: Progress) -> None:
        self._library = library
        self._progress = progress

    def find(self, query: str, *, limit: int = LIMIT) -> Found:
        """What has every word of the query, by its beginning; what has one of them if nothing has all."""
        words = [parts for parts in words_of(query) if len("".join(parts)) >= LEAST or not "".join(parts).isascii()]
        if not words:
            return Found(hits=[])
        hits = self._find(words, limit)
        if hits or len(words) == 1:
            return Found(hits=hits)
        several: dict[tuple[HitKind, str], Hit] = {}
        for parts in sorted(words, key=lambda parts: -len("".join(parts))):
            for hit in self._find([parts], limit):
                several.setdefault((hit.kind, hit.id), hit)
        return Found(hits=list(several.values())[:limit], partly=bool(several))

    def of(self, items: Sequence[ItemId]) -> list[Hit]:
        """Lines for items and tasks, in that order; those that no pack has any more are left out."""
        listings = [self._library.listing(item) for item in items]
        return [self._hit(listing, "") for listing in listings if listing is not None]

    def _find(self, words: Sequence[Sequence[str]], limit: int) -> list[Hit]:
        named, noted = self._topics(words)
        terms, explained = self._terms(words)
        items = [
            self._hit(listing, _quoted(listing, text, words))
            for listing, text in self._library.search(words, limit=limit)
        ]
        return [*named, *terms, *items, *noted, *explained][:limit]

    def _hit(self, listing: Listing, quoted: str) -> Hit:
        return Hit(
            kind=HitKind.TASK if listing.kind == "task" else HitKind.ITEM,
            id=listing.id,
            title=listing.title,
            topic=listing.topic,
            excerpt=quoted,
            seen=self._progress.card(listing.id) is not None,
        )

    def _topics(self, words: Sequence[Sequence[str]]) -> tuple[list[Hit], list[Hit]]:
        """Topics that have the words in their title or summary, and those that have them in a note."""
        named: list[Hit] = []
        noted: list[Hit] = []
        for stop in self._library.roadmap():
            topic = stop.topic
            hit = Hit(kind=HitKind.TOPIC, id=stop.id, title=topic.title, topic=stop.id, excerpt=topic.summary)
            if holds(f"{topic.title}\n{topic.summary}\n{topic.id}", words):
                named.append(hit)
            elif note := next(_having(list(topic.notes.values()), words), None):
                noted.append(hit.model_copy(update={"excerpt": excerpt(note, words)}))
        return named, noted

    def _terms(self, words: Sequence[Sequence[str]]) -> tuple[list[Hit], list[Hit]]:
        """Terms that are called so, and those whose meaning has the words."""
        named: list[Hit] = []
        explained: list[Hit] = []
        for entry in self._library.glossary():
            term = entry.term
            hit = Hit(kind=HitKind.TERM, id=term.term, title=term.term, topic=entry.topic, excerpt=term.say)
            if holds("\n".join([term.term, *term.also]), words):
                named.append(hit)
            elif meaning := next(_having([term.say, *term.translations.values()], words), None):
                explained.append(hit.model_copy(update={"excerpt": excerpt(meaning, words)}))
        return named, explained


def _quoted(listing: Listing, text: str, words: Sequence[Sequence[str]]) -> str:
    """Where the words stand in what is shown; nothing if they stand in the title, or only in what is told later."""
    if holds(listing.title, words) or not holds(text, words):
        return ""
    return excerpt(" ".join(text.split()).removeprefix(listing.title.rstrip("…")).strip(), words)


def _having(texts: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[str]:
    return (text for text in texts if holds(text, words))
