"""A list of lines of which Enter opens one; the footer says so."""

from __future__ import annotations

from textual.widgets import OptionList

from quizapp.ui.keys import bindings


class Choices(OptionList):
    """Textual's list, without markup."""

    BINDINGS = bindings("choices")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, markup=False)
