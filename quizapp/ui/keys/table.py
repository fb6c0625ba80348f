"""The one table of keys, put together from its parts."""

from __future__ import annotations

from textual.binding import BindingType

from quizapp.ui.keys.everywhere import EVERYWHERE
from quizapp.ui.keys.house import HOUSE
from quizapp.ui.keys.interviewing import INTERVIEWING
from quizapp.ui.keys.key import Key
from quizapp.ui.keys.practising import PRACTISING
from quizapp.ui.keys.studying import STUDYING

TABLE: dict[str, tuple[Key, ...]] = EVERYWHERE | HOUSE | STUDYING | PRACTISING | INTERVIEWING


def bindings(*groups: str) -> list[BindingType]:
    """The bindings of these groups of the table, in its order."""
    return [key.binding for group in groups for key in TABLE[group]]


def known() -> dict[str, Key]:
    """Every key of the table by its id."""
    return {key.id: key for group in TABLE.values() for key in group}
