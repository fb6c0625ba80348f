"""The machine's own clocks."""

from __future__ import annotations

import time
import uuid
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizapp.domain.reading import Reading


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def reading(self) -> Reading:
        """The wall clock beside one that nobody can set and that goes on while the machine sleeps."""
        from quizapp.domain.reading import Reading  # noqa: PLC0415 - a model, which the first paint does without

        boot, clock = _steady()
        return Reading(wall=self.now(), boot=boot, seconds=time.clock_gettime(clock) if clock else time.monotonic())


@cache
def _steady() -> tuple[str, int]:
    """Which start of the machine this is, and the number of its clock that goes on during sleep; 0 where there is none.

    Where the system does not name its starts, the process stands for one: readings of two processes are unrelated.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip(), time.CLOCK_BOOTTIME
    except (OSError, AttributeError):
        # On macOS CLOCK_MONOTONIC goes on during sleep, where time.monotonic() does not.
        return uuid.uuid4().hex, getattr(time, "CLOCK_MONOTONIC", 0)
