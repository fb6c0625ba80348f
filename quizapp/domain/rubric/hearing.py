"""What an answer states: without questions, evasions, mere lists of terms and the question said again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.domain.rubric.negation import deny
from quizapp.domain.rubric.speech import MAX_SAID, Speech, Word, kill, listed, split

_UNTRUE = re.compile(r"\b(?:not (?:really |quite )?(?:true|the case|correct|right)|untrue|a myth)\b")
_EVASIVE = re.compile(
    r"\b(?:google|googling|stack ?overflow|chat ?gpt|look (?:it |that |this )?up|not sure|unsure"
    r"|(?:^|i |honestly )(?:(?:do|can|could) not|dont|cant|cannot) (?:really |quite |exactly )?"
    r"(?:know(?! who| you)|remember|recall)"
    r"|i forgot|have forgotten|never (?:used|heard|done)|have(?: not|nt) (?:used|heard|done)"
    r"|not (?:too |very )?familiar"
    r"|(?:check|read|consult|search|see) (?:in )?(?:the )?(?:official )?(?:docs|documentation|manual|internet|web)"
    r"|ask (?:a |my |the )?(?:colleague|senior|team|lead|someone|somebody)"
    r"|(?:it|that|this|everything|all) (?:all |really |just )?depends(?! on (?!the (?:case|situation|context"
    r"|circumstances?)\b|many\b|a lot\b|various\b|lots\b|everything\b|things\b|whether\b))"
    r"|something (?:about|with|to do)|good question"
    r"|would need to (?:check|read|test|try)|have to (?:check|look|google|test|try))\b"
)
_REPORTED = re.compile(
    r"\b(?:people|some|many|most|others|they|folks|everybody|everyone|beginners)(?: people)? "
    r"(?:often |usually |still |always |wrongly |seem to )*(?:think|believe|assume|claim)s?\b"
    r"|\bcommon (?:myth|mistake|misconception)\b"
)
"""What others hold is not what the speaker holds."""
_OPEN_QUESTIONS = frozenset(["whether"])
"""A clause that begins so leaves open what it says."""
_MOSTLY = 0.4
"""Whoever evades with this share of all words has no answer."""
_CLUELESS = re.compile(r"\b(?:(?<!has )(?<!had )no (?:idea|clue)(?! who)|dunno)\b")
"""Said of oneself: "the server has no clue" and "no idea who you are" are no evasions."""
_ARTICLES = listed("a an the and or etc also")
_HOLDING = listed("per each every only same all some any before after until once first out off")
_COMMANDS = listed(
    """check verify validate use take pin put set write return raise make keep give add send store load run call declare
    read wrap register clear close open count limit reject refuse accept test measure move split
    """
)
"""At the beginning of a clause they are verbs: "check the expiry" is a statement without any small word."""
_LIST_FROM = 3
"""So many terms in a row are a list."""
_LONG = 7
"""Content words from which a sentence needs something that holds it together."""
_BARE = 3
"""Up to so many words without anything that holds them together are a term."""


def hear(text: str, question: frozenset[str] = frozenset(), *, lists: bool = False) -> Speech:
    """Take an answer apart.

    Args:
        text: as typed.
        question: the stems of the question's own content words; a sentence that only says them again states nothing.
        lists: the question asks for a list, so a list of terms is a statement.
    """
    speech = split(text[:MAX_SAID])
    for sentence in speech.sentences():
        deny(sentence)
        if sentence[0].sentence in speech.questions or _echoes(sentence, question):
            kill(sentence)
    _kill_evasions(speech)
    if not lists:
        _kill_lists(speech)
    return speech


def _kill_evasions(speech: Speech) -> None:
    """Who evades states nothing in that clause; who mostly evades states nothing at all."""
    evaded = 0
    for clause in speech.clauses():
        said = " ".join(word.text for word in clause)
        if _CLUELESS.search(said):
            sentence = [word for word in speech.words if word.sentence == clause[0].sentence]
            kill(sentence)
            evaded += len(sentence)
        elif _EVASIVE.search(said):
            kill(clause)
            evaded += len(clause)
        elif clause[0].text in _OPEN_QUESTIONS or _REPORTED.search(said):
            kill(clause)
        elif _UNTRUE.search(said):
            for word in clause:
                word.denied = True
    if evaded >= _MOSTLY * len(speech.words):
        kill(speech.words)


def _echoes(sentence: Sequence[Word], question: frozenset[str]) -> bool:
    content = [word for word in sentence if word.content]
    return bool(content) and all(word.stem in question for word in content)


def _states(words: Sequence[Word], signs: int) -> int:
    """How many of the small words and signs that hold a statement together stand among these words."""
    return signs + sum(word.text in _HOLDING or (not word.content and word.text not in _ARTICLES) for word in words)


def _commands(sentence: Sequence[Word]) -> int:
    """How many of its clauses tell somebody to do something to something."""
    return sum(
        word.text in _COMMANDS
        for place, word in enumerate(sentence[:-1])
        if word.clause == sentence[place + 1].clause and (not place or sentence[place - 1].clause != word.clause)
    )


def _kill_lists(speech: Speech) -> None:
    """A list of terms is no statement: too few small words for its length, or nothing but bare terms."""
    bare: list[list[Word]] = []
    for sentence in speech.sentences():
        held = _states(sentence, speech.signs[sentence[0].sentence]) + _commands(sentence)
        if sentence[0].sentence in speech.headed:
            continue
        parts = speech.commas[sentence[0].sentence] + 1
        content = sum(word.content for word in sentence)
        articles = sum(word.text in {"a", "an", "the"} for word in sentence)
        short_parts = parts >= _LIST_FROM and content <= _BARE * parts and 3 * held < parts
        if short_parts or (content >= _LONG and 8 * (held + articles) < content):
            kill(sentence)
        elif not held and content <= _BARE:
            bare.append(sentence)
    if len(bare) >= _LIST_FROM:
        for sentence in bare:
            kill(sentence)
