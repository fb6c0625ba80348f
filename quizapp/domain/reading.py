"""What two clocks said at one moment, and how much time really passed between two such moments.

The wall clock may be set, forwards or back, while an interview runs; a steady clock may not, but it begins anew with
every start of the machine. So both are kept. Within one start of the machine the steady clock tells what passed, sleep
included; across a start only the wall clock can.
"""

from __future__ import annotations

from quizapp.domain.fields import Model, Moment

TOLERANCE = 2.0
"""Seconds by which the two clocks may disagree before the wall clock counts as having been set."""


class Reading(Model):
    """Both clocks at one moment."""

    wall: Moment
    boot: str
    """Which start of the machine, or of this process where the system does not tell; readings of two are unrelated."""
    seconds: float
    """Since that start, sleep included; setting the clock does not move it."""


def passed(before: Reading, now: Reading) -> float:
    """Seconds between two readings, never below 0."""
    if before.boot == now.boot:
        return max(0.0, now.seconds - before.seconds)
    return max(0.0, (now.wall - before.wall).total_seconds())


def shifted(before: Reading, now: Reading) -> float:
    """By how many seconds the wall clock was set in between: forwards above 0, back below it, 0 within TOLERANCE."""
    shift = (now.wall - before.wall).total_seconds() - passed(before, now)
    return shift if abs(shift) > TOLERANCE else 0.0
