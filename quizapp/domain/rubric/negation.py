"""Which words of a sentence are denied.

A negation reaches the next few words of its clause, after the scope rule of NegEx (Chapman et al., 2001), less far
because answers are spoken English and not medical notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.domain.rubric.speech import NEGATIONS, Word, kill, listed

_NO_NEGATION = re.compile(
    r"(?:not|n't) (?:only|just|merely|to mention)|(?:not|never|dont) forget|no (?:matter|doubt|problem|wonder)"
)
_INSTEAD = {("instead", "of"), ("rather", "than"), ("opposed", "to"), ("myth", "that"), ("wrong", "that")}
_BREAKS = listed(
    """but however because since so while until unless whereas although though then hence therefore thus instead rather
    otherwise
    """
)
_CONDITIONS = listed("if when whenever unless until once after before")
_AUXILIARIES = listed(
    "is are was were be been do does did has have had can could will would shall should may might must need"
)
_VERBAL = listed(
    """cannot never isnt arent wasnt werent dont doesnt didnt wont wouldnt cant couldnt shouldnt hasnt havent hadnt
    mustnt neednt aint"""
)
"""Negations that follow their verb's subject without an auxiliary before them."""
_NOTHING = frozenset(["nothing", "nobody"])
"""Subjects that deny their clause: "with a second one nothing changes"."""
_SUBJECTS = listed("i you he she it we they there this that")
_AFTER_THAT = listed("i you he she it we they a an the this these those my your our its each every all")
_LACKS = listed("missing lack lacks lacking absent insufficient")
_CLEAR = listed("think believe say mean guess suppose need have want really actually ever even necessarily")
"""Words between a negation and what it denies, which use up none of its reach."""
_REACH = 4
"""Content words that a negation denies, if nothing ends it before."""


def deny(sentence: Sequence[Word]) -> None:
    """Mark the words that a negation reaches: the next few, up to a pause or a word that begins something new."""
    reach = 0
    covered: list[Word] = []
    negation = -1
    for place, word in enumerate(sentence):
        before = sentence[place - 1] if place else None
        if before is not None and before.clause != word.clause:
            reach = 0
        if _denies(sentence, place):
            reach, covered, negation = _REACH, [], word.start
            _doubt(sentence[: place + 1])
            continue
        if not reach:
            continue
        if covered and (word.text in _BREAKS or _begins(word, sentence[place + 1 :], before)):
            reach = 0
        elif word.text in _CLEAR:
            continue
        elif word.text in _LACKS:
            # "Never means missing permission" says neither that there is one nor that there is none.
            kill([*covered, *sentence[place : place + reach]])
            reach = 0
        elif word.content:
            word.denied, word.denier = True, negation
            reach -= 1
            covered.append(word)


def _denies(sentence: Sequence[Word], place: int) -> bool:
    """Whether what follows this word is denied by it."""
    text = sentence[place].text
    following = sentence[place + 1].text if place + 1 < len(sentence) else ""
    if text in NEGATIONS:
        return not _NO_NEGATION.match(f"{text} {following}")
    return place > 0 and (sentence[place - 1].text, text) in _INSTEAD


def _doubt(said: Sequence[Word]) -> None:
    """Mark the subject of the verb that the last word denies: what stands before it in its clause."""
    *before, last = said
    if last.text in _NOTHING:
        if before and before[-1].clause != last.clause:
            return
        joined = "and"
    elif last.text in _VERBAL or (before and before[-1].text in _AUXILIARIES):
        joined = ""
    else:
        return
    for word in reversed(before):
        if word.clause != before[-1].clause or word.text in _BREAKS or word.text in _CONDITIONS or word.text == joined:
            return
        word.doubted = True
        word.denier = last.start if word.denier < 0 else word.denier


def _begins(word: Word, rest: Sequence[Word], before: Word | None) -> bool:
    """Whether a word begins a clause of its own: a subject with something after it."""
    if word.text == "that" and (not rest or rest[0].text not in _AFTER_THAT):
        return False  # "tests that check it": what follows belongs to the noun before it
    if word.text in _SUBJECTS and rest and rest[0].clause == word.clause:
        return before is None or before.text not in {"of", "to", "for", "with", "by"}
    return False
