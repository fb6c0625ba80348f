"""How answers are quoted as evidence."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Paired, Response, Said, Typed, grade
from quizapp.domain.items.any import Item
from quizapp.services.interview.telling import slip
from tests.ui.samples import CLOZE, MATCH
from tests.unit.candidates import SPOKEN

ALL_RIGHT = "`401`: Not authenticated; `403`: Not allowed; `409`: Conflict"


@pytest.mark.parametrize(
    ("item", "response", "told"),
    [
        (MATCH, Paired(rights=[0, 1, 2]), ALL_RIGHT),
        (MATCH, Paired(rights=[0, 2, None]), "`403`: Conflict; `409`: nothing"),
        (CLOZE, Typed(texts=["close", "return"]), "give: return"),
        (SPOKEN, Said(text="They stand still.\n\nAll of them."), "They stand still.\n\nAll of them."),
    ],
)
def test_an_answer_in_parts_is_quoted_where_it_is_wrong(item: Item, response: Response, told: str) -> None:
    """Its parts stand apart; of a wrong answer only what is wrong is quoted, in one's own words the whole."""
    assert slip(item, grade(item, response)) == told
