"""Garbage is collected while nobody types.

Python looks for it whenever enough was made since: in the middle of a key that may take as long as two frames. A key
makes little, and whoever reads a question leaves seconds in between.
"""

from __future__ import annotations

import asyncio
import gc

REST_SECONDS = 0.7
"""Without a key for so long, nobody is typing."""
THRESHOLDS = (2_000, 500, 500)
"""What is newest is still looked through within a key, a millisecond or two for so many objects: most of a key's own
garbage is gone with it. What outlived that waits for a rest, or for so many rounds without one."""


class Sweep:
    """When this process collects its garbage."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Set aside what there is by now, which stays, and collect in the rests from now on; from any thread."""
        gc.freeze()
        if self._before is None:
            self._before = gc.get_threshold()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()

    def put_off(self) -> None:
        """Something was typed: collect when nothing has been for a while. Called in the loop."""
        if self._before is None:
            return
        if self._next is not None:
            self._next.cancel()
        self._next = asyncio.get_running_loop().call_later(REST_SECONDS, self._collect)

    def end(self) -> None:
        """Leave it to Python again."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None

    @staticmethod
    def _collect() -> None:
        if any(gc.get_count()[1:]):
            gc.collect()
