"""Words as they are meant: without their endings, and with a slip of the finger forgiven."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_IRREGULAR = {
    "ran": "run", "sent": "send", "gave": "give", "given": "give", "took": "take", "taken": "take", "went": "go",
    "gone": "go", "got": "get", "gotten": "get", "made": "make", "kept": "keep", "held": "hold", "wrote": "write",
    "written": "write", "built": "build", "threw": "throw", "thrown": "throw", "broke": "break", "broken": "break",
    "lost": "lose", "left": "leave", "knew": "know", "known": "know", "shown": "show", "chosen": "choose",
    "chose": "choose", "came": "come", "began": "begin", "begun": "begin", "spoke": "speak", "spoken": "speak",
    "did": "do", "done": "do", "said": "say", "told": "tell", "froze": "freeze", "frozen": "freeze", "hung": "hang",
    "stood": "stand", "stuck": "stick", "dealt": "deal", "paid": "pay", "meant": "mean", "found": "find",
    "hid": "hide", "hidden": "hide", "forgotten": "forget", "forgot": "forget", "children": "child",
}  # fmt: skip
_SHORT_FORMS = {
    "app": "application", "apps": "application", "db": "database", "dbs": "database", "config": "configuration",
    "docs": "documentation", "doc": "documentation", "env": "environment", "param": "parameter",
    "params": "parameter", "req": "request", "reqs": "request", "resp": "response", "prod": "production",
    "lib": "library", "libs": "library", "func": "function", "fn": "function", "val": "value", "msg": "message",
    "msgs": "message", "err": "error", "errs": "error", "auth": "authentication", "authn": "authentication",
    "authz": "authorization", "perm": "permission", "perms": "permission", "conn": "connection", "conns": "connection",
    "deps": "dependency", "dep": "dependency", "info": "information", "spec": "specification", "procs": "process",
    "proc": "process", "pwd": "password", "impl": "implementation", "sync": "synchronous", "async": "asynchronous",
    "reply": "answer", "replies": "answer", "replied": "answer", "respond": "answer", "responds": "answer",
    "responded": "answer", "response": "answer", "responses": "answer", "endpoint": "route", "endpoints": "route",
    "1": "one", "1x": "once", "2": "two", "3": "three", "4": "four", "forty": "40",
}  # fmt: skip
"""Clipped forms and close synonyms of the trade, and the word that they stand for."""
_ENDINGS = (
    ("isations", ""), ("izations", ""), ("isation", ""), ("ization", ""), ("ations", ""), ("ation", ""),
    ("ators", ""), ("ator", ""), ("ating", ""), ("ated", ""), ("ates", ""), ("ate", ""),
    ("ising", ""), ("izing", ""), ("ised", ""), ("ized", ""), ("ises", ""), ("izes", ""), ("ise", ""), ("ize", ""),
    ("encies", "ent"), ("ency", "ent"), ("ence", "ent"), ("ances", "ant"), ("ance", "ant"),
    ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""), ("ities", ""), ("ity", ""),
    ("tions", "t"), ("tion", "t"), ("sions", "s"), ("sion", "s"),
    ("ously", ""), ("ous", ""), ("ally", ""), ("fully", ""), ("ful", ""), ("ably", ""), ("able", ""), ("ible", ""),
    ("ies", "y"), ("ied", "y"), ("ying", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"),
    ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"), ("es", ""), ("ly", ""),
)  # fmt: skip
_MIN_STEM = 3
_VOWELS = frozenset("aeiouy")


def fold_word(word: str) -> str:
    """A word in lower case, full-width letters made plain."""
    return unicodedata.normalize("NFKC", word).casefold()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its ending, so that blocks, blocked and blocking are one.

    A cut-down suffix stripper after Porter (1980). It need not find roots: it must treat both sides alike, and keep
    apart what an interviewer would keep apart.
    """
    word = _SHORT_FORMS.get(word, _IRREGULAR.get(word, word))
    if len(word) <= _MIN_STEM or not word.isascii() or not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        rest = word[: len(word) - len(ending)]
        if word.endswith(ending) and len(rest) >= _MIN_STEM and _VOWELS & set(rest):
            return _closed(rest + instead)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _closed(word[:-1])
    return _closed(word)


def _closed(word: str) -> str:
    """Without a closing e, and with one of two equal consonants: cache and caching, stop and stopping."""
    if len(word) > _MIN_STEM and word.endswith("e"):
        word = word[:-1]
    if len(word) > _MIN_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > _MIN_STEM and word.endswith("y") else word


def allowed_slips(word: str) -> int:
    """How many letters of a word may be wrong: none up to four letters, one up to seven, two beyond."""
    return 0 if len(word) <= 4 else 1 if len(word) <= 7 else 2


def is_slip(typed: str, meant: str) -> bool:
    """Whether one folded word is another one, misspelt, or their stems are.

    A slip in the first letter is not forgiven, and nothing in digits: async is not sync, and 401 is not 403.
    """
    limit = allowed_slips(meant)
    if not limit or typed[:1] != meant[:1] or not typed.isalpha():
        return False
    # What is left of a long word may be short: "out" is no slip of "outdated", nor "look" of "location".
    short = max(0, len(stem(meant)) - _MIN_STEM) if len(stem(typed)) > _MIN_STEM else 0
    return _within(typed, meant, limit) or _within(stem(typed), stem(meant), min(limit, short))


def _within(one: str, other: str, limit: int) -> bool:
    """Whether so many letters may be wrong, left out, put in or swapped between two words."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed with the first answer, not at the start

    return abs(len(one) - len(other)) <= limit and OSA.distance(one, other, score_cutoff=limit) <= limit
