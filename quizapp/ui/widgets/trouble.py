"""Errors of work that comes back by itself."""

from __future__ import annotations

from quizapp.errors import QuizAppError


class Troubles:
    """What has been told: a full disk is told once, not twice a second."""

    def __init__(self) -> None:
        """Nothing has gone wrong yet."""
        self._told: set[str] = set()

    def is_new(self, error: QuizAppError) -> bool:
        """Whether nobody was told this yet; it counts as told from now on."""
        new = str(error) not in self._told
        self._told.add(str(error))
        return new
