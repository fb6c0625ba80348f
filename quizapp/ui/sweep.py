"""Garbage is collected while nobody types.

Python looks for it whenever enough was made since: in the middle of a key that may take as long as two frames. A key
makes little, and whoever reads a question leaves seconds in between.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Sequence

from textual._styles_cache import StylesCache
from textual.dom import DOMNode

PAUSE_SECONDS = 0.15
"""Without a key for so long, what the last one brought is painted: what it made and left is looked through. It is
little, a screen's worth, and piled up for a hundred keys it would hold up the next one for a third of a second."""
LONG_PAUSE_SECONDS = 0.35
PAUSES = 4
"""After so many pauses without a rest everything is looked through in the next long one. What a screen leaves has
outlived the pause in which it stood there, and forty such screens would hold up a key for a third of a second. It takes
10 to 20 ms, and a key seldom comes just then."""
REST_SECONDS = 0.7
"""Without a key for so long, nobody is typing: everything is looked through."""
THRESHOLDS = (2_000, 500, 1_000_000)
"""What is newest is still looked through within a key, a millisecond or two for so many objects: most of a key's own
garbage is gone with it. Everything is looked through in rests alone: with a library of 100 000 items that takes longer
than any key may."""


class Sweep:
    """When this process collects its garbage."""

    def __init__(self, screens: Callable[[], Sequence[DOMNode]] = tuple) -> None:
        """Nothing is collected otherwise than Python does until `begin`.

        Args:
            screens: those that there are, which may remember parts that they have no more.
        """
        self._screens = screens
        self._before: tuple[int, int, int] | None = None
        self._coming: list[asyncio.TimerHandle] = []

    def begin(self) -> None:
        """Set aside what there is by now, which stays, and collect in the rests from now on; from any thread."""
        gc.freeze()
        if self._before is None:
            self._before = gc.get_threshold()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()

    def put_off(self) -> None:
        """Something was typed: collect a little soon, and all when nothing has been for a while. Called in the loop."""
        if self._before is None:
            return
        self._call_off()
        loop = asyncio.get_running_loop()
        self._coming += (
            loop.call_later(PAUSE_SECONDS, gc.collect, 1),
            loop.call_later(LONG_PAUSE_SECONDS, self._pause),
            loop.call_later(REST_SECONDS, self._rest),
        )

    def end(self) -> None:
        """Leave it to Python again."""
        self._call_off()
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None

    def _call_off(self) -> None:
        for coming in self._coming:
            coming.cancel()
        self._coming.clear()

    def _pause(self) -> None:
        if gc.get_count()[2] > PAUSES:
            self._collect()

    def _rest(self) -> None:
        if any(gc.get_count()[1:]):
            self._collect()

    def _collect(self) -> None:
        let_go(self._screens())
        gc.collect()


def let_go(screens: Iterable[DOMNode]) -> None:
    """Forget what Textual remembers of parts that are gone.

    It keeps a thousand of them, with all that was painted in them, for two colours of each
    (https://github.com/Textualize/textual/issues/6665), and in each screen a thousand that were once asked for by name:
    every question of a session, until that is left.
    """
    StylesCache.get_inner_outer.cache_clear()
    for screen in screens:
        for node in screen.walk_children(with_self=True):
            node._query_one_cache.clear()  # noqa: SLF001 - there is no other way to it
