"""Phrasings of a point, and where an answer says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from quizapp.domain.speech import SMALL_WORDS, Speech, Word, negates
from quizapp.domain.spelling import fold_word, is_slip, stem

_WORD = re.compile(r"[^\W_]+|\*")
Sequel = tuple[str, ...]
"""Folded words that follow each other."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A phrasing, read."""

    slots: tuple[tuple[Sequel, ...], ...]
    """For every word of the phrasing the ways of saying it."""
    negative: bool
    """It holds where what it says is denied."""

    @property
    def room(self) -> int:
        """How many content words an answer may take to say it."""
        return 2 * sum(max(map(len, slot)) for slot in self.slots) + 2

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(stem(word) for slot in self.slots for sequel in slot for word in sequel)


@dataclass(frozen=True, slots=True)
class Found:
    """Where an answer says a phrasing, or denies it."""

    words: tuple[Word, ...]
    denied: bool


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Read a phrasing; ValueError for one without any content word."""
    slots: list[tuple[Sequel, ...]] = []
    negative = False
    for part in text.split():
        words = [_WORD.findall(fold_word(way)) for way in part.replace("`", "").split("|")]
        if all(way and all(map(negates, way)) for way in words):
            negative = True
            continue
        ways = [tuple("wildcard" if word == "*" else word for word in way if word not in SMALL_WORDS) for way in words]
        ways = [way for way in ways if way]
        if ways:
            slots.append(tuple(ways))
    if not slots:
        raise ValueError(f"{text!r} has only small words: write at least one that carries content")
    return Parsed(tuple(slots), negative)


class Ear:
    """Finds phrasings in one answer."""

    def __init__(self, speech: Speech, vocabulary: AbstractSet[str]) -> None:
        self.speech = speech
        self._words = speech.content
        self._vocabulary = vocabulary
        """Stems that the rubric knows: a word among them is never a slip of another one."""
        self._places: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word.stem, []).append(place)
            if place and self._follows(place - 1, place):
                joined = stem(self._words[place - 1].text + word.text)
                self._joined.setdefault(joined, []).append(place - 1)
        self._heard: dict[str, list[int]] = {}

    def _follows(self, place: int, other: int) -> bool:
        return self._words[place].sentence == self._words[other].sentence

    def find(self, phrase: Parsed) -> Found | None:
        """The narrowest place at which a phrasing is said; one at which it is denied if there is no other."""
        places = [[span for sequel in slot for span in self._spans(sequel)] for slot in phrase.slots]
        if not all(places):
            return None
        if phrase.negative:
            windows = list(self._windows(places, phrase.room))
            for window in windows:
                if any(word.denied for word in window):
                    return Found(window, denied=False)
            return Found(windows[0], denied=True) if windows else None
        open_places = [[span for span in spans if not self._denied(span)] for spans in places]
        if all(open_places):
            narrowest = min(self._windows(open_places, phrase.room), key=len, default=None)
            if narrowest is not None:
                return Found(narrowest, denied=False)
        denied = next(self._windows(places, phrase.room), None)
        return Found(denied, denied=True) if denied else None

    def _denied(self, span: tuple[int, int]) -> bool:
        return any(word.denied for word in self._words[span[0] : span[1]])

    def _spans(self, sequel: Sequel) -> list[tuple[int, int]]:
        """Where words follow each other, as slices; a word written as two, or two as one, is found as well."""
        spans = [(start, start + 1) for start in self._hear("".join(sequel))] if len(sequel) > 1 else []
        if len(sequel) == 1:
            spans += [(start, start + 2) for start in self._joined.get(stem(sequel[0]), [])]
        for start in self._hear(sequel[0]):
            end = start + len(sequel)
            if end <= len(self._words) and all(
                place in self._hear(word) and self._follows(start, place)
                for place, word in zip(range(start + 1, end), sequel[1:], strict=True)
            ):
                spans.append((start, end))
        return [span for span in spans if not any(word.dead for word in self._words[span[0] : span[1]])]

    def _hear(self, word: str) -> list[int]:
        """The places of one folded word, misspelt ones among them."""
        known = self._heard.get(word)
        if known is None:
            meant = stem(word)
            places = list(self._places.get(meant, []))
            for other, at in self._places.items():
                if other != meant and other[:1] == meant[:1] and other not in self._vocabulary:
                    places += [place for place in at if is_slip(self._words[place].text, word) or is_slip(other, meant)]
            known = self._heard[word] = sorted(places)
        return known

    def _windows(self, places: Sequence[Sequence[tuple[int, int]]], room: int) -> Iterator[tuple[Word, ...]]:
        """From each beginning the nearest words that say the whole phrasing, within a sentence and its room."""
        for start, _ in sorted({span for spans in places for span in spans}):
            chosen = [min((span for span in spans if span[0] >= start), default=None) for spans in places]
            if any(span is None for span in chosen):
                return
            spans = [span for span in chosen if span is not None]
            end = max(span[1] for span in spans)
            if end - start <= room and self._follows(start, end - 1) and len(set(spans)) == len(spans):
                used = sorted({place for span in spans for place in range(*span)})
                yield tuple(self._words[place] for place in used)
