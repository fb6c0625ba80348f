"""A report on the disk."""

from __future__ import annotations

from pathlib import Path

from quizapp.errors import QuizAppError


def written(path: Path, text: str) -> Path:
    """Write a text, whole or not at all.

    Raises:
        QuizAppError: it cannot be written; a file that was there before is as it was.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise QuizAppError(
            f"The report cannot be written: {error.strerror}.",
            where=str(path),
            hint="Name another file, or make the folder yours to write.",
        ) from error
    return path
