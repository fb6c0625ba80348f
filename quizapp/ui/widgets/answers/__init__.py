"""Ways of answering, one module a kind."""

from __future__ import annotations

from typing import assert_never

from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import Cloze, Short
from quizapp.services.answering import Showing
from quizapp.ui.widgets.answers.choice import ChoiceField
from quizapp.ui.widgets.answers.cloze import ClozeField
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.answers.match import MatchField
from quizapp.ui.widgets.answers.open import OpenField
from quizapp.ui.widgets.answers.order import OrderField
from quizapp.ui.widgets.answers.predict import PredictField
from quizapp.ui.widgets.answers.short import ShortField
from quizapp.ui.widgets.answers.spot import SpotField

__all__ = ["AnswerField", "answer_field"]


def answer_field(showing: Showing) -> AnswerField:
    """The field in which an item is answered."""
    match showing.item:
        case Choice() as item:
            return ChoiceField(showing, item)
        case Short() as item:
            return ShortField(showing, item)
        case Cloze() as item:
            return ClozeField(showing, item)
        case Order() as item:
            return OrderField(showing, item)
        case Match() as item:
            return MatchField(showing, item)
        case Predict() as item:
            return PredictField(showing, item)
        case Spot() as item:
            return SpotField(showing, item)
        case Open() as item:
            return OpenField(showing, item)
        case _:
            assert_never(showing.item)
