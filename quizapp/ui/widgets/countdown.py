"""The clocks of an interview in one line."""

from __future__ import annotations

from quizapp.domain.wording import clock
from quizapp.services.interview import Clocks, Phase
from quizapp.ui.theme import Mark

LOOK_EVERY = 0.5
"""Seconds between two looks at the clock. Time is stored, not counted: a look that comes late loses nothing."""
LAST_MINUTE = 60.0


def is_last_minute(clocks: Clocks) -> bool:
    """Whether the section, or all of it, is in its last minute."""
    return clocks.phase is not Phase.PAUSED and min(clocks.whole, clocks.section or clocks.whole) <= LAST_MINUTE


def left_words(clocks: Clocks) -> str:
    """What is said to somebody who leaves: whether the clock runs, and where it goes on."""
    whole = clock(clocks.whole)
    if clocks.phase is Phase.PAUSED:
        words = f"The clock stands still with {whole} left."
    elif clocks.section is None:
        words = f"The clock runs on: {whole} left."
    else:
        words = f"The clock runs on: {clock(clocks.section)} left of the section, {whole} in all."
    return f"{words} It goes on from the home screen, or from the list of interviews."


def clock_line(clocks: Clocks, where: str = "", *, marked: str = "") -> str:
    """`3 of 9 · marked · section 4:31 · total 22:10`; the last minute is said in words."""
    section = "" if clocks.section is None else f"section {clock(clocks.section)}"
    whole = f"total {clock(clocks.whole)}"
    last = "last minute" if is_last_minute(clocks) else ""
    paused = "paused" if clocks.phase is Phase.PAUSED else ""
    return f" {Mark.DOT} ".join(filter(None, [where, marked, paused, last, section, whole]))
