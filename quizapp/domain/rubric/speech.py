"""An answer as it was said: its words, clauses and sentences, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from quizapp.domain.rubric.spelling import fold_word, stem

MAX_SAID = 8000
"""Characters of an answer that are looked at: some twenty minutes of typing."""

_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:['’][^\W_]+)?)"
    r"|(?P<end>[.!?]+(?=[\s\"']|$)|;|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s))"
    r"|(?P<sign>->|=>|→|⇒|=|~|\+)"
    r"|(?P<pause>[,:()\[\]\n]|\s[-–—]+\s|—)"
    r"|(?P<star>[\"'`]\*[\"'`]|\*(?=\s))"
)


def listed(text: str) -> frozenset[str]:
    """The words of a list that is written as a text, as words read best."""
    return frozenset(text.split())


SMALL_WORDS = listed(
    """a an the this that these those it its they them their he she i we us our you your one's who whom whose
    is are was were be been being am do does did have has had having will would shall should can could may might must
    of to in on at for by with from into onto as about over under and or if then than so such there here when where
    while which what how why because since though although but just also very really quite simply basically actually
    well ok okay um uh hmm like kind sort mean means let lets get gets got thing things
    itself themselves yourself e.g eg ie i.e etc yes even already
    """
)
"""Words that carry no content of their own; phrasings and answers are compared without them."""
NEGATIONS = listed(
    """not never no none nothing neither nor without cannot hardly barely rarely seldom unlike nobody nowhere
    isnt arent wasnt werent dont doesnt didnt wont wouldnt cant couldnt shouldnt hasnt havent hadnt mustnt neednt aint
    """
)
_BEFORE_VALUE = re.compile(
    r"(?:[=|]|\b(?:or|to|gets?|returns?|returned|returning|becomes?|became|becoming|defaults?))\s*$", re.IGNORECASE
)


@dataclass(slots=True, eq=False)
class Word:
    """One word of an answer."""

    text: str
    """Folded."""
    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    content: bool
    denied: bool = False
    """A negation reaches it."""
    doubted: bool = False
    """It is the subject of a negated verb: in "the expiry is never checked" the expiry."""
    denier: int = -1
    """Where the negation that denies or doubts it starts in the answer."""
    dead: bool = False
    """It stands where nothing is stated: a question, an evasion, the question said again, a mere list."""


@dataclass(slots=True)
class Speech:
    """An answer, heard."""

    text: str
    words: list[Word] = field(default_factory=list)
    """All of them, in order."""
    signs: list[int] = field(default_factory=list)
    """For each sentence how many signs such as an arrow it has, which state something without a verb."""
    commas: list[int] = field(default_factory=list)
    """For each sentence how many commas it has."""
    headed: set[int] = field(default_factory=set)
    """Sentences with a colon or a bracket: what follows it is said of what stands before it; and lists of code."""
    questions: set[int] = field(default_factory=set)
    """Sentences that end with a question mark."""

    @property
    def content(self) -> list[Word]:
        """The words that phrasings are compared with."""
        return [word for word in self.words if word.content]

    def sentences(self) -> Iterator[list[Word]]:
        """The words of each sentence."""
        yield from _runs(self.words, lambda word: word.sentence)

    def clauses(self) -> Iterator[list[Word]]:
        """The words between two pauses."""
        yield from _runs(self.words, lambda word: word.clause)

    def quote(self, words: Sequence[Word]) -> str:
        """The answer's own text from the first to the last of these words."""
        return self.text[words[0].start : words[-1].end]


def _runs(words: Sequence[Word], key: Callable[[Word], int]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and key(word) != key(run[-1]):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def split(text: str) -> Speech:
    """Words with their places; nothing is judged yet."""
    speech = Speech(text=text, signs=[0], commas=[0])
    sentence = clause = 0
    for found in _TOKEN.finditer(text):
        match found.lastgroup:
            case "end":
                if "?" in found["end"]:
                    speech.questions.add(sentence)
                sentence, clause = sentence + 1, clause + 1
                speech.signs.append(0)
                speech.commas.append(0)
            case "pause":
                clause += 1
                speech.commas[sentence] += found["pause"] == ","
                begun = speech.words and speech.words[-1].sentence == sentence
                if found["pause"] in ":([" and (begun or text[found.end() : found.end() + 1] in {'"', "'"}):
                    speech.headed.add(sentence)
            case "sign":
                speech.signs[sentence] += 1
            case _:
                for start, end, part in _parts(found, text):
                    speech.words.append(_word(part, start, end, sentence, clause))
                if speech.words[-1].text == "but":
                    clause += 1
    return speech


def _parts(found: re.Match[str], answer: str) -> list[tuple[int, int, str]]:
    if found.lastgroup == "star":
        return [(*found.span(), "wildcard")]
    if _is_null(found, answer):
        return [(*found.span(), "null")]
    text = fold_word(found[0]).replace("’", "'")
    if text.endswith("n't"):  # a word and its negation
        cut = found.end() - 3
        head = "can" if text == "can't" else "will" if text == "won't" else text[:-3]
        return [(found.start(), cut, head), (cut, found.end(), "not")]
    return [(found.start(), found.end(), text.partition("'")[0] or text)]


def _is_null(found: re.Match[str], answer: str) -> bool:
    """Whether a "none" is Python's value and denies nothing: capital within a sentence, or where a value stands."""
    if found[0].lower() != "none" or answer.startswith(" of ", found.end()):
        return False
    before = answer[: found.start()].rstrip()
    return bool(_BEFORE_VALUE.search(before[-12:])) or (
        found[0] == "None" and before[-1:] not in {"", ".", "!", "?", ";"}
    )


def _word(text: str, start: int, end: int, sentence: int, clause: int) -> Word:
    content = text not in SMALL_WORDS and text not in NEGATIONS
    return Word(text, stem(text), start, end, sentence, clause, content=content)


def negates(text: str) -> bool:
    """Whether a folded word is a negation."""
    return text in NEGATIONS


def kill(words: Sequence[Word]) -> None:
    """Let these words state nothing."""
    for word in words:
        word.dead = True
