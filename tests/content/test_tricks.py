"""Who knows nothing but tricks does no better than who guesses.

A trick rates what can be picked by its looks: length, position, words such as "only". It takes what it rates highest,
and of equals any; what it scores is the mean over those. `pytest tests/content/test_tricks.py -s` prints the table.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pytest

from quizapp.content.pack import load_pack
from quizapp.domain.grading import grade
from quizapp.domain.grading.response import Arranged, Picked

ROOT = Path(__file__).parents[2]
MARGIN = 0.05
"""What a trick may score above chance: few tricks are exactly worthless in a few hundred items."""
SHUFFLES = 200

Rating = Callable[[str, Sequence[str], str], float]
"""How good one text looks among its fellows, below a stem (or beside a left side)."""

ABSOLUTE = re.compile(
    r"\b(only|always|never|all|every|any|no|none|nothing|each|must|cannot|impossible|entirely|completely)\b",
    re.IGNORECASE,
)
QUALIFIED = re.compile(
    r"\b(usually|often|may|might|can|could|mostly|unless|if|when|while|until|by default|about|at least|at most|up to"
    r"|except|but|because|so|since|as long as|after|before|than)\b|[,;]",
    re.IGNORECASE,
)
COMMON = frozenset(
    re.findall(r"\w+", "the a an of to in is it and or on for with that by as at be its are not this from")
)


def plain(text: str) -> str:
    """As it is shown, without the marks of Markdown."""
    return text.replace("`", "").replace("*", "").strip()


def words(text: str) -> set[str]:
    """The words that say something, cut to their stems."""
    return {word[:6] for word in re.findall(r"[a-z0-9_]+", text.lower())} - COMMON


def shared(text: str, fellows: Sequence[str], _stem: str) -> float:
    """How much a text has in common with its fellows."""
    others = [fellow for fellow in fellows if fellow != text]
    return sum(len(words(text) & words(other)) for other in others) / max(1, len(words(text)))


def central(text: str, fellows: Sequence[str], _stem: str) -> float:
    """How near a text is to the usual length."""
    return -abs(len(plain(text)) - median(len(plain(fellow)) for fellow in fellows))


def digits(text: str, _fellows: Sequence[str], _stem: str) -> float:
    """How exact a text looks."""
    return sum(letter.isdigit() for letter in text)


def opposite(rating: Rating) -> Rating:
    """The trick of avoiding what another trick picks."""
    return lambda text, fellows, stem: -rating(text, fellows, stem)


BY_LOOKS: dict[str, Rating] = {
    "the longest": lambda text, _f, _s: len(plain(text)),
    "neither long nor short": central,
    "the one with absolute words": lambda text, _f, _s: len(ABSOLUTE.findall(text)),
    "the most qualified": lambda text, _f, _s: len(QUALIFIED.findall(text)),
    "the most like the stem": lambda text, _f, stem: len(words(text) & words(stem)),
    "the most like the others": shared,
    "the one with most code": lambda text, _f, _s: text.count("`"),
    "the one with most digits": digits,
    "the last in the file": lambda text, fellows, _s: fellows.index(text),
}
OPPOSITES = {
    "the longest": "the shortest",
    "neither long nor short": "very long or very short",
    "the one with absolute words": "the one without absolute words",
    "the most qualified": "the least qualified",
    "the most like the stem": "the least like the stem",
    "the most like the others": "the least like the others",
    "the one with most code": "the one with least code",
    "the one with most digits": "the one with fewest digits",
    "the last in the file": "the first in the file",
}
TRICKS: dict[str, Rating] = {
    **BY_LOOKS,
    **{OPPOSITES[name]: opposite(rating) for name, rating in BY_LOOKS.items()},
    "at random": lambda _t, _f, _s: 0.0,
}


@pytest.fixture(scope="module")
def items() -> list[Any]:
    """Every item of the repository's own pack."""
    return [record.model for record in load_pack(ROOT).items]


def picks(ratings: Sequence[float], count: int) -> Iterator[tuple[int, ...]]:
    """Every way to pick that many of the best; equals stand in for each other."""
    ranked = sorted(ratings, reverse=True)
    edge = ranked[count - 1]
    sure = [position for position, rating in enumerate(ratings) if rating > edge]
    even = [position for position, rating in enumerate(ratings) if rating == edge]
    for rest in itertools.combinations(even, count - len(sure)):
        yield (*sure, *rest)


def picked(item: Any, rating: Rating) -> float:
    """What a trick scores in a choice or in the second half of a `spot`; half of the options where several may hold."""
    texts = [option.text for option in item.options]
    ratings = [rating(text, texts, item.stem) for text in texts]
    if item.kind == "spot":
        return fmean(item.options[position].key for (position,) in picks(ratings, 1))
    count = len(texts) // 2 if item.multiple else 1
    return fmean(grade(item, Picked(options=list(pick))).score for pick in picks(ratings, count))


def matched(item: Any, rating: Rating) -> float:
    """What a trick scores when it looks for the right side of each left one."""
    scores = []
    for pair in item.pairs:
        ratings = [rating(right, item.rights, pair.left) for right in item.rights]
        scores.append(fmean(item.rights[position] == pair.right for (position,) in picks(ratings, 1)))
    return fmean(scores)


def chosen(item: Any, rating: Rating) -> float:
    """What a trick scores in the predictions that offer choices."""
    scores = []
    for ask in (ask for ask in item.asks if ask.choices):
        texts = [repr(choice) for choice in ask.choices]
        ratings = [rating(text, texts, ask.say) for text in texts]
        scores.append(fmean(texts[position] == repr(ask.answer) for (position,) in picks(ratings, 1)))
    return fmean(scores)


def arranged(item: Any, rating: Rating) -> float:
    """What a trick scores that sorts the lines; the extra ones are sorted in."""
    lines = [*item.lines, *item.extra]
    ratings = [rating(line, lines, item.stem) for line in lines]
    order = sorted(range(len(lines)), key=lambda position: (-ratings[position], lines[position]))
    return grade(item, Arranged(lines=order[: len(item.lines)])).score


def table(tricks: Mapping[str, float], *, title: str, count: int) -> str:
    """The figures, the best trick first."""
    chance = tricks["at random"]
    rows = [
        f"  {name:32} {100 * score:5.1f} %  {100 * (score - chance):+5.1f}"
        for name, score in sorted(tricks.items(), key=lambda pair: -pair[1])
    ]
    return "\n".join([f"\n{title}, {count} items:", *rows])


def hold_against_chance(tricks: Mapping[str, float], *, title: str, count: int) -> None:
    """Print the table, and fail with it when a trick wins."""
    told = table(tricks, title=title, count=count)
    print(told)  # noqa: T201 - for `pytest -s`
    assert max(tricks.values()) <= tricks["at random"] + MARGIN, told


def test_no_trick_finds_the_right_option(items):
    """By length, position, hedging words, likeness: in choices of one or several, and in what is wrong with a line."""
    asked = [item for item in items if item.kind in {"choice", "spot"}]

    scores = {name: fmean(picked(item, rating) for item in asked) for name, rating in TRICKS.items()}

    hold_against_chance(scores, title="Options", count=len(asked))


def test_no_trick_finds_the_right_partner(items):
    """A right side does not give itself away by its length, or by words that it shares with the left one."""
    asked = [item for item in items if item.kind == "match"]
    tricks = {name: rating for name, rating in TRICKS.items() if not name.endswith("in the file")}

    scores = {name: fmean(matched(item, rating) for item in asked) for name, rating in tricks.items()}

    hold_against_chance(scores, title="Pairs", count=len(asked))


def test_no_trick_predicts_an_answer(items):
    """The choices of a prediction are shown as they are written, so position counts; nor is it mostly one status."""
    asked = [item for item in items if item.kind == "predict" and any(ask.choices for ask in item.asks)]
    favourites: dict[str, Rating] = {
        f"always {status}": lambda text, _f, _s, status=status: text == str(status) for status in (200, 404, 422, 500)
    }

    scores = {name: fmean(chosen(item, rating) for item in asked) for name, rating in {**TRICKS, **favourites}.items()}

    hold_against_chance(scores, title="Predictions", count=len(asked))


def test_no_trick_sorts_the_lines(items):
    """Neither the alphabet nor the length of the lines tells their order."""
    asked = [item for item in items if item.kind == "order"]
    generator = random.Random(7)
    tricks: dict[str, Rating] = {
        "the shortest first": opposite(TRICKS["the longest"]),
        "the longest first": TRICKS["the longest"],
        "by the alphabet": lambda _t, _f, _s: 0.0,
    }

    scores = {name: fmean(arranged(item, rating) for item in asked) for name, rating in tricks.items()}
    scores["at random"] = fmean(
        arranged(item, lambda _t, _f, _s: generator.random()) for item in asked for _ in range(SHUFFLES)
    )

    hold_against_chance(scores, title="Orders", count=len(asked))


@pytest.mark.parametrize(
    ("ratings", "count", "expected"),
    [
        ([1, 3, 2], 1, [(1,)]),
        ([1, 3, 3], 1, [(1,), (2,)]),
        ([0, 0, 5, 0], 2, [(2, 0), (2, 1), (2, 3)]),
    ],
)
def test_equals_stand_in_for_each_other(ratings, count, expected):
    """The measure itself: a trick that cannot tell options apart scores what guessing among them scores."""
    assert list(picks(ratings, count)) == expected
