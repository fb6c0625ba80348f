"""What an answer in one's own words is worth: which points it makes, which it denies, which wrong claims it has.

Everything is decided by rules that can be read, offline and alike every time; what a rule misjudges, the learner
overrules. A negation near a phrasing is never a hit: at best it is told as a possible contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from quizapp.domain.card import PASS_SCORE
from quizapp.domain.fields import Model
from quizapp.domain.items.said import Open
from quizapp.domain.matcher import compile_pattern
from quizapp.domain.rubric.hearing import hear
from quizapp.domain.rubric.phrase import Ear, Found, parse
from quizapp.domain.rubric.points import Phrase, PhrasePattern, Point, RedFlag
from quizapp.domain.rubric.speech import Speech, Word, negates, split

CAP = PASS_SCORE - 0.05
"""The most that an answer gets without a point that it must make."""


class Finding(StrEnum):
    """What an answer does with a point or a wrong claim."""

    SAID = "said"
    DENIED = "denied"
    ABSENT = "absent"


class Heard(Model):
    """What was found of one point or red flag, and where: offsets into the answer, and the words between them."""

    id: str
    finding: Finding
    start: int = 0
    end: int = 0
    words: str = ""


class Opinion(Model):
    """What the grader holds of an answer."""

    points: list[Heard]
    flags: list[Heard]
    """Of every red flag of the item; one that is not raised is absent or denied."""

    def said(self) -> dict[str, bool]:
        """Whether each point is made and each red flag is raised, by id."""
        return {heard.id: heard.finding is Finding.SAID for heard in [*self.points, *self.flags]}


def judge(item: Open, text: str) -> Opinion:
    """Hold an answer against an item's rubric."""
    speech = hear(text, _question(item.stem), lists=item.wants_list)
    ear = Ear(speech, _vocabulary(tuple(_written(item))))
    return Opinion(
        points=[_heard(ear, point) for point in item.points], flags=[_heard(ear, flag) for flag in item.red_flags]
    )


def score(item: Open, said: Mapping[str, bool]) -> float:
    """The score of what was said, in [0, 1]: weights of points less penalties; capped if a must point is missing."""
    whole = sum(point.weight for point in item.points)
    share = sum(point.weight for point in item.points if said.get(point.id)) / whole
    share -= sum(flag.penalty for flag in item.red_flags if said.get(flag.id))
    passes = all(said.get(point.id) for point in item.points if point.must)
    # A sum of floats may end a hair above or below the whole.
    return round(max(0.0, min(share, 1.0 if passes else CAP)), 9)


@lru_cache(maxsize=256)
def _question(stem: str) -> frozenset[str]:
    return frozenset(word.stem for word in split(stem).content)


def _written(item: Open) -> list[str]:
    every: list[Point | RedFlag] = [*item.points, *item.red_flags]
    return [phrase for part in every for phrase in part.any_of if isinstance(phrase, str)]


@lru_cache(maxsize=256)
def _vocabulary(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(reading.vocabulary for phrase in phrases for reading in parse(phrase)))


def _heard(ear: Ear, part: Point | RedFlag) -> Heard:
    """The first phrasing that is said; if none is, one that is denied."""
    denied: Found | None = None
    for phrase in part.any_of:
        found = _find(ear, phrase)
        if found is None:
            continue
        if not found.denied:
            return _told(ear.speech, part, found.words, Finding.SAID)
        denied = denied or found
    return (
        _told(ear.speech, part, denied.words, Finding.DENIED) if denied else Heard(id=part.id, finding=Finding.ABSENT)
    )


def _find(ear: Ear, phrase: Phrase) -> Found | None:
    if isinstance(phrase, PhrasePattern):
        return _find_pattern(ear.speech, phrase.pattern)
    found = [reading for reading in map(ear.find, parse(phrase)) if reading is not None]
    return min(found, key=lambda reading: reading.denied, default=None)


def _find_pattern(speech: Speech, pattern: str) -> Found | None:
    """The first clause in which a pattern is found; it is denied if the pattern holds without the negation as well."""
    search = compile_pattern(pattern).isinstance_python
    denied: Found | None = None
    for clause in speech.clauses():
        if any(word.dead for word in clause) or not search(speech.quote(clause).casefold()):
            continue
        negations = [word for word in clause if negates(word.text)]
        found = Found(tuple(clause), denied=bool(negations) and search(_without(speech, clause, negations)))
        if not found.denied:
            return found
        denied = denied or found
    return denied


def _without(speech: Speech, clause: Sequence[Word], left_out: Sequence[Word]) -> str:
    """A clause's text without some of its words."""
    text, end = "", clause[0].start
    for word in left_out:
        text += speech.text[end : word.start]
        end = word.end
    return (text + speech.text[end : clause[-1].end]).casefold()


def _told(speech: Speech, part: Point | RedFlag, words: Sequence[Word], finding: Finding) -> Heard:
    start, end = _stretch(speech, words)
    return Heard(id=part.id, finding=finding, start=start, end=end, words=speech.text[start:end])


_SHORT = 14
"""Words up to which a clause is quoted whole: a bare word does not show what was understood."""


def _stretch(speech: Speech, words: Sequence[Word]) -> tuple[int, int]:
    """From where to where to quote: the clauses in which the words stand, if they are not too long."""
    clauses = {words[0].clause, words[-1].clause}
    around = [word for word in speech.words if min(clauses) <= word.clause <= max(clauses)]
    shown = around if len(around) <= _SHORT else words
    return shown[0].start, shown[-1].end
