"""How long work takes, said so that the load of the machine does not decide a ratio of two."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(*works: Callable[[], object], rounds: int = 5) -> list[float]:
    """The best of some rounds for each work, in seconds of processor time; they take turns, so load falls on all."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            begun = time.process_time()
            work()
            best[number] = min(best[number], time.process_time() - begun)
    return best
