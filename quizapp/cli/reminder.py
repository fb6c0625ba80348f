"""Words about the clock that come while a line is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quizapp.domain.wording import clock

REMIND = 30.0
"""Seconds before a section's end in which it is said, in the middle of a line if need be."""


@contextmanager
def reminded(left: float | None, say: Callable[[str], None], *, before: float = REMIND) -> Iterator[None]:
    """Say it while a line is read that the section's time is nearly up: what is typed counts from Enter on.

    Args:
        left: seconds of the section.
        say: takes the words, from another thread.
        before: so many seconds before its end.
    """
    words = f"\n({clock(before)} left in this section. A line counts once you press Enter.)"
    timer = threading.Timer((left or 0.0) - before, say, (words,))
    timer.daemon = True
    if left is not None and left > before:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
