"""Phrasings of a point, and where an answer says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from quizapp.domain.rubric.speech import SMALL_WORDS, Speech, Word, negates, split
from quizapp.domain.rubric.spelling import fold_word, is_slip, stem

_WORD = re.compile(r"[^\W_]+|\*")
Span = tuple[int, int]
"""A slice of an answer's content words."""
Sequel = tuple[str, ...]
"""Folded words that follow each other."""


Slot = tuple[Sequel, ...]
"""The ways of saying one word of a phrasing."""
_BEFORE = 3
"""How many content words before a phrasing, in the same clause, an excluded word spoils it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A phrasing, read."""

    groups: tuple[tuple[Slot, ...], ...]
    """The words, in any order; those of one group all come before those of the next."""
    excluded: tuple[Sequel, ...]
    """Words that may stand neither among them nor just before."""
    negative: bool
    """It holds where what it says is denied."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The words of all groups."""
        return tuple(slot for group in self.groups for slot in group)

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
def parse(text: str) -> tuple[Parsed, ...]:
    """Read a phrasing; ValueError for one without any content word.

    Where one word may be a negation or something else, as in `not|avoid reading`, there are two readings.
    """
    groups: list[list[Slot]] = [[]]
    excluded: list[Sequel] = []
    negative, denials = False, []
    for part in text.replace("`", "").split():
        if part == ">":
            groups.append([])
        elif part.startswith("!"):
            excluded += [_sequel(way) for way in part[1:].split("|")]
        else:
            ways = part.split("|")
            denying = [way for way in ways if any(map(negates, _split(way)))]
            slot = tuple(_sequel(way) for way in ways if way not in denying)
            mixed = next((way for way in denying if _sequel(way) and not all(map(negates, _sequel(way)))), None)
            if mixed is not None:
                raise ValueError(f"{mixed!r} joins a negation with what it denies: write `not` as a word of its own")
            if len(ways) > 1 and not all(slot):
                small = next(way for way in ways if way not in denying and not _sequel(way))
                raise ValueError(f"{small!r} in {part!r} is a small word that is not looked at: leave it out")
            if denying:
                negative = negative or not slot
                denials.append((len(groups) - 1, len(groups[-1]), bool(slot)))
            if slot and all(slot):
                groups[-1].append(slot)
    if not any(groups):
        raise ValueError(f"{text!r} has only small words: write at least one that carries content")
    kept = [sequel for sequel in excluded if sequel]
    readings = [_parsed(groups, kept, negative=negative)]
    readings += [
        _parsed(_without(groups, group, place), kept, negative=True)
        for group, place, mixed in denials
        if mixed and any(_without(groups, group, place))
    ]
    return tuple(readings)


def _parsed(groups: Sequence[Sequence[Slot]], excluded: Sequence[Sequel], *, negative: bool) -> Parsed:
    return Parsed(tuple(tuple(group) for group in groups if group), tuple(excluded), negative)


def _without(groups: Sequence[Sequence[Slot]], group: int, place: int) -> list[list[Slot]]:
    """The groups without one slot, in whose place a negation stands."""
    return [
        [slot for position, slot in enumerate(slots) if (number, position) != (group, place)]
        for number, slots in enumerate(groups)
    ]


def _split(way: str) -> list[str]:
    return _WORD.findall(fold_word(way))


def _sequel(way: str) -> Sequel:
    return tuple("wildcard" if word == "*" else word for word in _split(way) if word not in SMALL_WORDS)


class Ear:
    """Finds phrasings in one answer. A word whose stem is in the rubric's vocabulary is never a slip of another one."""

    def __init__(self, speech: Speech, vocabulary: AbstractSet[str]) -> None:
        self.speech = speech
        self._words = speech.content
        self._places: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        self._strange: dict[str, list[str]] = {}
        """Stems that the rubric does not know, by their first letter."""
        for place, word in enumerate(self._words):
            self._places.setdefault(word.stem, []).append(place)
            if place and self._follows(place - 1, place):
                joined = stem(self._words[place - 1].text + word.text)
                self._joined.setdefault(joined, []).append(place - 1)
        for known in self._places:
            if known not in vocabulary:
                self._strange.setdefault(known[:1], []).append(known)
        self._heard: dict[str, list[int]] = {}
        self._found: dict[Sequel, list[Span]] = {}

    def _follows(self, place: int, other: int) -> bool:
        return self._words[place].sentence == self._words[other].sentence

    def find(self, phrase: Parsed) -> Found | None:
        """The narrowest place at which a phrasing is said; one at which it is denied if there is no other."""
        places = [[[span for way in slot for span in self._spans(way)] for slot in group] for group in phrase.groups]
        if not all(spans for group in places for spans in group):
            return None
        windows = [window for window in self._windows(places, phrase.room) if not self._spoilt(window, phrase)]
        if not windows:
            return None
        open_windows = [
            window for window in windows if self._denies(window, negative=phrase.negative) == phrase.negative
        ]
        if len(open_windows) < len(windows):
            better = [[self._preferred(spans, phrase) for spans in group] for group in places]
            if all(spans for group in better for spans in group):
                found = [
                    window
                    for window in self._windows(better, phrase.room)
                    if self._denies(window, negative=phrase.negative) == phrase.negative
                ]
                open_windows += [window for window in found if not self._spoilt(window, phrase)]
        chosen = min(open_windows or windows, key=lambda window: window[-1].start - window[0].start)
        return Found(chosen, denied=not open_windows)

    def _preferred(self, spans: Sequence[Span], phrase: Parsed) -> list[Span]:
        """The places that are denied as the phrasing wants it; the nearest word need not be the one that is meant."""
        fitting = [span for span in spans if self._denied(span) == phrase.negative]
        return fitting or (list(spans) if phrase.negative else [])

    def _denies(self, window: Sequence[Word], *, negative: bool = False) -> bool:
        """Whether what a window says is denied: one of its words, or all of it as the subject of a negated verb.

        What two negations deny states nothing, so it is taken for what the phrasing does not want.
        """
        denied = any(word.denied for word in window)
        if denied and len({word.denier for word in window if word.denied or word.doubted}) > 1:
            return not negative  # "401 never means that nobody is logged in"
        return denied or all(word.doubted for word in window)

    def _spoilt(self, window: Sequence[Word], phrase: Parsed) -> bool:
        """Whether a word that the phrasing excludes stands in the window or just before it."""
        if not phrase.excluded:
            return False
        first, last = self._words.index(window[0]), self._words.index(window[-1])
        reach = range(max(0, first - _BEFORE), last + 1)
        return any(
            start in reach and (start >= first or self._words[start].clause == self._words[first].clause)
            for way in phrase.excluded
            for start, _ in self._spans(way)
        )

    def _denied(self, span: Span) -> bool:
        return any(word.denied for word in self._words[span[0] : span[1]])

    def _spans(self, sequel: Sequel) -> list[Span]:
        """Where words follow each other, as slices; a word written as two, or two as one, is found as well."""
        known = self._found.get(sequel)
        if known is None:
            known = self._found[sequel] = self._search(sequel)
        return known

    def _search(self, sequel: Sequel) -> list[Span]:
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
            for other in self._strange.get(meant[:1], ()):
                at = self._places[other]
                places += [place for place in at if is_slip(self._words[place].text, word)]
            known = self._heard[word] = sorted(places)
        return known

    def _windows(self, places: Sequence[Sequence[Sequence[Span]]], room: int) -> list[tuple[Word, ...]]:
        """From each beginning the nearest words that say the whole phrasing, within a sentence and its room."""
        windows = []
        for start, _ in sorted({span for spans in places[0] for span in spans}):
            spans: list[Span] = []
            end = start
            for number, group in enumerate(places, 1):
                for ways in group:
                    nearest = min((span for span in ways if span[0] >= end and span not in spans), default=None)
                    if nearest is not None:
                        spans.append(nearest)
                if len(spans) < sum(map(len, places[:number])):
                    break
                end = max(span[1] for span in spans)
            else:
                if end - start <= room and self._follows(start, end - 1):
                    used = sorted({place for span in spans for place in range(*span)})
                    windows.append(tuple(self._words[place] for place in used))
        return windows


def says(phrase: Parsed, other: Parsed) -> bool:
    """Whether whoever says one phrasing, in the first of its ways, says the other as well."""
    speech = split(" ".join(" ".join(slot[0]) for slot in phrase.slots))
    for word in speech.words:
        word.denied = phrase.negative
    found = Ear(speech, phrase.vocabulary | other.vocabulary).find(other)
    return found is not None and not found.denied
