"""Which texts are nearly the same as one before them, without comparing each with each.

Texts that are alike letter by letter share most of their words, and so one of the rarest of each: only texts that do
are compared (prefix filtering; Chaudhuri, Ganti and Kaushik, *A Primitive Operator for Similarity Joins*, 2006). A word
that many texts have leads to the latest of these only, so that the work grows with their number and not its square.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizapp.domain.search import spaced

LEAST = 3
"""So many of a text's rarest words are looked at, and one in FURTHER of the rest."""
FURTHER = 4
LATEST = 50
"""So many of the texts with a word are compared, the latest."""
_WORD = re.compile(r"[^\W_]+")


class Likeness(NamedTuple):
    """Two texts, by their places, and how alike they are."""

    place: int
    before: int
    percent: float


def alike(texts: Sequence[str], least: float) -> Iterator[Likeness]:
    """Each text that is like an earlier one by so many percent, with the earlier one that is most like it.

    Nearly every such pair is found: it is not where each word of one text is spelt otherwise in the other.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - the lint alone needs it

    words = [frozenset(_WORD.findall(spaced(text))) or frozenset([text]) for text in texts]
    texts_with = Counter(word for each in words for word in each)
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        shared = (word for word in words[place] if texts_with[word] > 1)
        rarest = sorted(shared, key=lambda word: (texts_with[word], word))
        looked_at = rarest[: LEAST + len(rarest) // FURTHER]
        near = {before for word in looked_at for before in places.get(word, ())[-LATEST:]}
        choices = {before: texts[before] for before in sorted(near)}
        found = process.extractOne(text, choices, scorer=fuzz.ratio, processor=None, score_cutoff=least)
        if found is not None:
            yield Likeness(place, found[2], found[1])
        for word in looked_at:
            places.setdefault(word, []).append(place)
