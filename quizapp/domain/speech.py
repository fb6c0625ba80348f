"""An answer as it was said: its words, its sentences, and which words are denied or state nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from quizapp.domain.spelling import fold_word, stem

MAX_SAID = 8000
"""Characters of an answer that are looked at: some twenty minutes of typing."""

_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:['’][^\W_]+)?)"
    r"|(?P<end>[.!?]+(?=[\s\"']|$)|;|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s))"
    r"|(?P<sign>->|=>|→|⇒|=|~|\+)"
    r"|(?P<pause>[,:()\[\]\n]|\s[-–—]+\s|—)"
    r"|(?P<star>[\"'`]\*[\"'`]|\*(?=\s))"
)
SMALL_WORDS = frozenset(
    """a an the this that these those it its they them their he she i we us our you your one's who whom whose
    is are was were be been being am do does did have has had having will would shall should can could may might must
    of to in on at for by with from into onto as about over under and or if then than so such there here when where
    while which what how why because since though although but just also very really quite simply basically actually
    well ok okay um uh hmm like kind sort mean means let lets get gets got thing things
    itself themselves yourself e.g eg ie i.e etc yes even already
    """.split()  # noqa: SIM905 - words read best as words
)
"""Words that carry no content of their own; phrasings and answers are compared without them."""
_NEGATIONS = frozenset(
    """not never no none nothing neither nor without cannot hardly barely rarely seldom unlike nobody nowhere
    isnt arent wasnt werent dont doesnt didnt wont wouldnt cant couldnt shouldnt hasnt havent hadnt mustnt neednt aint
    """.split()  # noqa: SIM905
)
_NO_NEGATION = re.compile(r"(?:not|n't) (?:only|just|merely|to mention)|no (?:matter|doubt|problem|wonder)")
_INSTEAD = {("instead", "of"), ("rather", "than"), ("opposed", "to"), ("myth", "that"), ("wrong", "that")}
_BREAKS = frozenset(
    """but however because since so while until unless whereas although though then hence therefore thus instead rather
    otherwise
    """.split()  # noqa: SIM905
)
_CONDITIONS = frozenset("if when whenever unless until once after before".split())  # noqa: SIM905
_AUXILIARIES = frozenset(
    "is are was were be been do does did has have had can could will would shall should may might must need".split()  # noqa: SIM905
)
_SUBJECTS = frozenset("i you he she it we they there this that".split())  # noqa: SIM905
_LACKS = frozenset("missing lack lacks lacking absent insufficient".split())  # noqa: SIM905
_CLEAR = frozenset("think believe say mean guess suppose need have want really actually ever even necessarily".split())  # noqa: SIM905
"""Words between a negation and what it denies, which use up none of its reach."""
_REACH = 4
"""Content words that a negation denies, if nothing ends it before."""
_UNTRUE = re.compile(r"\b(?:not (?:really |quite )?(?:true|the case|correct|right)|untrue|a myth)\b")
_EVASIVE = re.compile(
    r"\b(?:google|googling|stack ?overflow|chat ?gpt|look (?:it |that |this )?up|not sure|unsure"
    r"|(?:^|i |honestly )(?:(?:do|can|could) not|dont|cant|cannot) (?:really |quite |exactly )?(?:know|remember|recall)"
    r"|i forgot|have forgotten|never (?:used|heard|done)|have(?: not|nt) (?:used|heard|done)"
    r"|not (?:too |very )?familiar"
    r"|(?:check|read|consult|search|see) (?:in )?(?:the )?(?:official )?(?:docs|documentation|manual|internet|web)"
    r"|ask (?:a |my |the )?(?:colleague|senior|team|lead|someone|somebody)"
    r"|(?:it|that|this|everything|all) (?:all |really |just )?depends|something (?:about|with|to do)|good question"
    r"|would need to (?:check|read|test|try)|have to (?:check|look|google|test|try))\b"
)
_OPEN_QUESTIONS = frozenset(["whether"])
"""A clause that begins so leaves open what it says."""
_MOSTLY = 0.4
_CLUELESS = re.compile(r"\b(?:no (?:idea|clue)|dunno)\b")


@dataclass(slots=True)
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
    """Sentences with a colon or a bracket: what follows it is said of what stands before it."""
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


def hear(text: str, question: frozenset[str] = frozenset()) -> Speech:
    """Take an answer apart.

    Args:
        text: as typed.
        question: the stems of the question's own content words; a sentence that only says them again states nothing.
    """
    speech = split(text[:MAX_SAID])
    for sentence in speech.sentences():
        _deny(sentence)
        if sentence[0].sentence in speech.questions or _echoes(sentence, question):
            _kill(sentence)
    _kill_evasions(speech)
    _kill_lists(speech)
    return speech


def _kill_evasions(speech: Speech) -> None:
    """Who evades states nothing in that clause; who mostly evades states nothing at all."""
    evaded = 0
    for clause in speech.clauses():
        said = " ".join(word.text for word in clause)
        if _CLUELESS.search(said):
            sentence = [word for word in speech.words if word.sentence == clause[0].sentence]
            _kill(sentence)
            evaded += len(sentence)
        elif _EVASIVE.search(said):
            _kill(clause)
            evaded += len(clause)
        elif clause[0].text in _OPEN_QUESTIONS:
            _kill(clause)
        elif _UNTRUE.search(said):
            for word in clause:
                word.denied = True
    if evaded >= _MOSTLY * len(speech.words):
        _kill(speech.words)


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
                if found["pause"] in ":([" and speech.words and speech.words[-1].sentence == sentence:
                    speech.headed.add(sentence)
            case "sign":
                speech.signs[sentence] += 1
            case _:
                for start, part in _parts(found):
                    speech.words.append(_word(part, start, sentence, clause))
                if speech.words[-1].text == "but":
                    clause += 1
    return speech


def _parts(found: re.Match[str]) -> list[tuple[int, str]]:
    if found.lastgroup == "star":
        return [(found.start(), found[0])]
    text = fold_word(found[0]).replace("’", "'")
    if text.endswith("n't"):  # a word and its negation
        cut = found.end() - 3
        head = "can" if text == "can't" else "will" if text == "won't" else text[:-3]
        return [(found.start(), head), (cut, "not")]
    return [(found.start(), text.partition("'")[0] or text)]


def _word(text: str, start: int, sentence: int, clause: int) -> Word:
    if "*" in text:
        return Word("wildcard", "wildcard", start, start + len(text), sentence, clause, content=True)
    end = start + (3 if text == "not" else len(text))
    content = text not in SMALL_WORDS and text not in _NEGATIONS
    return Word(text, stem(text), start, end, sentence, clause, content=content)


def negates(text: str) -> bool:
    """Whether a folded word is a negation."""
    return text in _NEGATIONS


def _kill(words: Sequence[Word]) -> None:
    for word in words:
        word.dead = True


def _deny(sentence: Sequence[Word]) -> None:
    """Mark the words that a negation reaches: the next few, up to a pause or a word that begins something new."""
    reach = 0
    covered = 0
    for place, word in enumerate(sentence):
        before = sentence[place - 1] if place else None
        if before is not None and before.clause != word.clause:
            reach = 0
        following = sentence[place + 1].text if place + 1 < len(sentence) else ""
        if (word.text in _NEGATIONS and not _NO_NEGATION.match(f"{word.text} {following}")) or (
            before is not None and (before.text, word.text) in _INSTEAD
        ):
            reach, covered = _REACH, 0
            if before is not None and before.text in _AUXILIARIES:
                _doubt(sentence[:place])
            continue
        if not reach:
            continue
        if covered and (word.text in _BREAKS or _begins(word, sentence[place + 1 :], before)):
            reach = 0
        elif word.text in _CLEAR:
            continue
        elif word.text in _LACKS:
            _kill(
                sentence[place : place + reach]
            )  # a negated lack says neither that there is one nor that there is none
            reach = 0
        elif word.content:
            word.denied = True
            reach -= 1
            covered += 1


def _doubt(said: Sequence[Word]) -> None:
    """Mark the subject of a negated verb: the words before it in its clause."""
    for word in reversed(said):
        if word.clause != said[-1].clause or word.text in _BREAKS or word.text in _CONDITIONS:
            return
        word.doubted = True


def _begins(word: Word, rest: Sequence[Word], before: Word | None) -> bool:
    """Whether a word begins a clause of its own: a subject with something after it."""
    if word.text in _SUBJECTS and rest and rest[0].clause == word.clause:
        return before is None or before.text not in {"of", "to", "for", "with", "by"}
    return False


def _echoes(sentence: Sequence[Word], question: frozenset[str]) -> bool:
    content = [word for word in sentence if word.content]
    return bool(content) and all(word.stem in question for word in content)


_ARTICLES = frozenset("a an the and or etc also".split())  # noqa: SIM905
_QUANTITIES = frozenset("per each every only same all some any before after until once first out off".split())  # noqa: SIM905
_LIST_FROM = 3
_LONG = 7
_BARE = 3


def _states(words: Sequence[Word], signs: int) -> int:
    """How many of the small words and signs that hold a statement together stand among these words."""
    return signs + sum(word.text in _QUANTITIES or (not word.content and word.text not in _ARTICLES) for word in words)


def _kill_lists(speech: Speech) -> None:
    """A list of terms is no statement: too few small words for its length, or nothing but bare terms."""
    bare: list[list[Word]] = []
    for sentence in speech.sentences():
        held = _states(sentence, speech.signs[sentence[0].sentence])
        if sentence[0].sentence in speech.headed:
            continue
        parts = speech.commas[sentence[0].sentence] + 1
        content = sum(word.content for word in sentence)
        articles = sum(word.text in {"a", "an", "the"} for word in sentence)
        short_parts = parts >= _LIST_FROM and content <= _BARE * parts and 3 * held < parts
        if short_parts or (content >= _LONG and 8 * (held + articles) < content):
            _kill(sentence)
        elif not held and content <= _BARE:
            bare.append(sentence)
    if len(bare) >= _LIST_FROM:
        for sentence in bare:
            _kill(sentence)
