"""Time, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from quizapp.domain.reading import Reading


class Clock(Protocol):
    """Time, so that tests can set it."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, for durations."""

    def reading(self) -> Reading:
        """Both the wall clock and one that nobody can set and that goes on while the machine sleeps."""
