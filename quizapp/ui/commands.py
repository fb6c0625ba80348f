"""The command palette: every key of the table that can be pressed on this screen, to be found by its words."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.style import Style

from quizapp.ui.keys import Key, known
from quizapp.ui.theme import NAMES

BY_HAND = {"narrowing", "rows", "menu", "choices", "typing", "order", "match"}
"""Groups of keys that move or pick: nobody looks for them by words."""
BEGINS = 1000.0
"""More than any fit in the middle of a text is worth."""


def scored(matcher: Matcher, label: str, tooltip: str) -> float:
    """How well a command fits what was typed: a name that begins with it comes first, so that `q` is to quit."""
    score = max(matcher.match(label), matcher.match(tooltip))
    return score + BEGINS if label.casefold().startswith(matcher.query.casefold()) else score


class KeyCommands(Provider):
    """Offers what the keys offer."""

    def _offers(self) -> Iterable[tuple[Key, Callable[[], Coroutine[object, object, bool]]]]:
        keys = known()
        offered: set[tuple[str, str]] = set()
        for active in self.screen.active_bindings.values():
            key = keys.get(active.binding.id or "")
            if key is None or not active.enabled or key.id.partition(".")[0] in BY_HAND or key.id == "app.palette":
                continue
            if (key.label, key.tooltip) in offered:
                continue
            offered.add((key.label, key.tooltip))
            yield key, partial(self.app.run_action, active.binding.action, active.node)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for key, run in self._offers():
            yield DiscoveryHit(key.label, run, help=key.tooltip)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for key, run in self._offers():
            score = scored(matcher, key.label, key.tooltip)
            if score > 0:
                yield Hit(score, matcher.highlight(key.label), run, help=key.tooltip)


class Look(NamedTuple):
    """A way for the screen to look or to move."""

    label: str
    tooltip: str
    action: str


LOOKS = (
    *(
        Look(f"Theme: {words}", f"Paint everything in {name}", f"app.set('theme', '{name}')")
        for name, words in NAMES.items()
    ),
    Look("Motion: reduced", "No cursor blinks, nothing glides", "app.set('motion', 'reduced')"),
    Look("Motion: full", "Cursors blink, as usual", "app.set('motion', 'full')"),
)


class LookCommands(Provider):
    """Every theme by its name, and how much may move."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for look in LOOKS:
            yield DiscoveryHit(look.label, partial(self.app.run_action, look.action), help=look.tooltip)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for look in LOOKS:
            score = scored(matcher, look.label, look.tooltip)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(look.label), partial(self.app.run_action, look.action), help=look.tooltip
                )


class Commands(Provider):
    """Keys, then looks. Of several providers Textual lists first whichever happens to answer first."""

    def __init__(self, screen: Screen[Any], match_style: Style | None = None) -> None:
        super().__init__(screen, match_style)
        self._each = (KeyCommands(screen, match_style), LookCommands(screen, match_style))

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for one in self._each:
            async for hit in one.discover():
                yield hit

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        for one in self._each:
            async for hit in one.search(query):
                yield hit
