"""A report on the disk."""

from __future__ import annotations

from pathlib import Path

from quizapp import atomic
from quizapp.errors import QuizAppError


def written(path: Path, text: str) -> Path:
    """Write a text, whole or not at all.

    Raises:
        QuizAppError: it cannot be written; a file that was there before is as it was.
    """
    try:
        atomic.write(path, text.encode(), mode=atomic.SHARED)
    except OSError as error:
        raise QuizAppError(
            f"The report cannot be written: {error.strerror}.",
            where=str(path),
            hint="Name another file, or make the folder yours to write.",
        ) from error
    return path
