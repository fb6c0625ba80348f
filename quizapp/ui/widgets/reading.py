"""A text longer than its room, which scrolls by the keys of a pager too."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll

from quizapp.ui.keys import bindings


class Reading(VerticalScroll):
    """Arrows, pages, and what less and vi have for them."""

    BINDINGS: ClassVar = bindings("reading")
