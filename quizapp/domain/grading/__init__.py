"""From a response to a score, and to what is said about each part of it."""

from __future__ import annotations

from typing import assert_never

from quizapp.domain.grading.arranged import grade_match, grade_order, longest_run
from quizapp.domain.grading.picked import grade_choice, grade_spot
from quizapp.domain.grading.response import Arranged, Paired, Passed, Picked, Pointed, Response, Said, Typed
from quizapp.domain.grading.result import Grade, Part
from quizapp.domain.grading.said import grade_open
from quizapp.domain.grading.text import MAX_TYPED, accepts, fold, fold_code, json_text, shown
from quizapp.domain.grading.typed import grade_cloze, grade_predict, grade_short
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import Cloze, Short

__all__ = [
    "MAX_TYPED",
    "Arranged",
    "Grade",
    "Paired",
    "Part",
    "Passed",
    "Picked",
    "Pointed",
    "Response",
    "Said",
    "Typed",
    "accepts",
    "fold",
    "fold_code",
    "grade",
    "json_text",
    "longest_run",
    "shown",
]


def grade(item: Item, response: Response) -> Grade:
    """Grade a response; one of the wrong shape, or longer than the item, is a ValueError: a fault of the caller."""
    if isinstance(response, Passed):
        return _grade_item(item, _nothing(item)).model_copy(update={"score": 0.0})
    return _grade_item(item, response)


def _nothing(item: Item) -> Response:
    match item:
        case Choice():
            return Picked(options=[])
        case Short():
            return Typed(texts=[""])
        case Cloze():
            return Typed(texts=[""] * len(item.blanks))
        case Predict():
            return Typed(texts=[""] * len(item.asks))
        case Order():
            return Arranged(lines=[])
        case Match():
            return Paired(rights=[None] * len(item.pairs))
        case Spot():
            return Pointed(line=0)
        case Open():
            return Said(text="")
        case _:
            assert_never(item)


def _grade_item(item: Item, response: Response) -> Grade:
    match item, response:
        case Choice(), Picked():
            return grade_choice(item, response)
        case Short(), Typed():
            return grade_short(item, response)
        case Cloze(), Typed():
            return grade_cloze(item, response)
        case Predict(), Typed():
            return grade_predict(item, response)
        case Order(), Arranged():
            return grade_order(item, response)
        case Match(), Paired():
            return grade_match(item, response)
        case Spot(), Pointed():
            return grade_spot(item, response)
        case Open(), Said():
            return grade_open(item, response)
        case _:
            raise ValueError(f"a {item.kind} item cannot be answered by {response.kind}")
