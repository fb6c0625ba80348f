"""How answers are quoted as evidence."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Paired, Response, Said, Typed, grade
from quizapp.domain.interview import share
from quizapp.domain.items.any import Item
from quizapp.services.interview.telling import quoted, slip
from quizapp.services.interview.verdict import ability_words, right_words
from tests.ui.samples import CLOZE, MATCH
from tests.unit.candidates import SPOKEN

ALL_RIGHT = "`401`: Not authenticated; `403`: Not allowed; `409`: Conflict"


@pytest.mark.parametrize(
    ("item", "response", "told"),
    [
        (MATCH, Paired(rights=[0, 1, 2]), ALL_RIGHT),
        (MATCH, Paired(rights=[0, 2, None]), "`403`: Conflict; `409`: nothing"),
        (CLOZE, Typed(texts=["close", "return"]), "Blank 2: return"),
        (SPOKEN, Said(text="They stand still.\n\nAll of them."), "They stand still.\n\nAll of them."),
    ],
)
def test_an_answer_in_parts_is_quoted_where_it_is_wrong(item: Item, response: Response, told: str) -> None:
    """Its parts stand apart; of a wrong answer only what is wrong is quoted, in one's own words the whole."""
    assert slip(item, grade(item, response)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{'word ' * 17}longer words", f"{'word ' * 17}…".replace(" …", "…")),
        ("x" * 200, f"{'x' * 89}…"),
        ("in a few words", "in a few words"),
    ],
)
def test_a_quotation_is_cut_between_words(text: str, told: str) -> None:
    """No word is cut in two, but one that has no end."""
    assert quoted(text) == told


def test_a_quotation_that_is_cut_in_code_ends_the_code() -> None:
    """A code span that the end of a quotation cuts through is closed, so that no sign of it is left over."""
    told = quoted(f"{'word ' * 16}`GET /items/7.5`: 422")

    assert told.startswith("word word")
    assert told.endswith("…`")
    assert len(told) <= 91


@pytest.mark.parametrize(
    ("scores", "weights", "told"),
    [([1.0, 0.0], [1.0, 1.0], "1 of 2"), ([1.0, 0.0], [1.0, 5.0], "17% of 2"), ([1.0, 0.5], [1.0, 1.0], "75% of 2")],
)
def test_a_count_of_right_answers_is_told_where_there_is_one(
    scores: list[float], weights: list[float], told: str
) -> None:
    """A task weighs more than a question, and half right is half: then the share is told."""
    assert right_words(share(scores, weights)) == told


@pytest.mark.parametrize(
    ("estimate", "told"),
    [
        ((3.24, 2.41, 4.0), "level 3.2 of 1 to 5, range 2.4 to 4.0"),
        ((-0.5, -1.4, 0.5), "below level 1 of 1 to 5, range 0.0 to 0.5"),
        ((-0.9, -2.0, -0.1), "below level 1 of 1 to 5, and so is all of its range"),
        ((5.6, 4.8, 6.5), "above level 5 of 1 to 5, range 4.8 to 6.5"),
    ],
)
def test_an_ability_lies_within_its_range(estimate: tuple[float, float, float], told: str) -> None:
    """Beyond the ends of the scale a word is said rather than a level that there is not."""
    assert ability_words(*estimate) == told
