"""Any item, told by its kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import Cloze, Short

Item = Annotated[Choice | Short | Cloze | Order | Match | Predict | Spot | Open, Field(discriminator="kind")]
"""Any item but a coding task."""

KINDS = ("choice", "short", "cloze", "order", "match", "predict", "spot", "open")
