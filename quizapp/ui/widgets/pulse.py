"""The signs of life of an interview that is on the screen."""

from __future__ import annotations

from quizapp.domain.ports.clock import Clock

BEAT_SECONDS = 5.0
"""Between two signs of life, each of which keeps what stands on the screen."""


class Pulse:
    """Counts the seconds that go to the question shown, from one sign of life to the next."""

    def __init__(self, clock: Clock) -> None:
        """A pulse that begins now."""
        self._clock = clock
        self._beaten = clock.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the last sign is so long ago that another one is to be given."""
        return self._clock.monotonic() - self._beaten >= BEAT_SECONDS

    def since(self) -> float:
        """Seconds since the last sign, which is given now."""
        now = self._clock.monotonic()
        seconds, self._beaten = now - self._beaten, now
        return seconds
