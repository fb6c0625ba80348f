"""The learner's own FSRS parameters, in a file beside their progress; without the file FSRS's defaults hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from quizapp import atomic
from quizapp.domain.fields import Model, Moment
from quizapp.errors import QuizAppError
from quizapp.paths import ensure

COUNT = 21
"""FSRS-6 has so many parameters."""


class Parameters(Model):
    """What an optimisation came to."""

    parameters: Annotated[tuple[float, ...], Field(min_length=COUNT, max_length=COUNT)]
    at: Moment
    reviews: int
    """How many reviews it was made from."""
    loss_before: float
    """Log-loss on held-out reviews with the parameters that were there before."""
    loss_after: float

    @field_validator("parameters")
    @classmethod
    def _within_bounds(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS  # noqa: PLC0415 - only with a file

        bounds = zip(value, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
        for place, (parameter, low, high) in enumerate(bounds):
            if not low <= parameter <= high:
                raise ValueError(f"parameter {place} is {parameter}, which is not from {low} to {high}")
        return value


def load(file: Path) -> Parameters | None:
    """The learner's own parameters; None when there are none.

    Raises:
        QuizAppError: the file cannot be read or holds something else; it is left as it is.
    """
    try:
        return Parameters.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is damaged, or a newer quizapp wrote it"
        raise QuizAppError(
            f"Your memory parameters cannot be read: {why}.",
            where=str(file),
            hint="`quizapp optimise --reset` goes back to the defaults; your answers are not touched.",
        ) from error


def save(file: Path, parameters: Parameters) -> None:
    """Keep parameters, whole or not at all."""
    ensure(file.parent)
    try:
        atomic.write(file, (parameters.model_dump_json(indent=1) + "\n").encode())
    except OSError as error:
        raise QuizAppError(
            f"Your memory parameters cannot be saved: {error.strerror}.",
            where=str(file),
            hint="Make the folder writable for you; the parameters that were there still hold.",
        ) from error


def reset(file: Path) -> bool:
    """Go back to the defaults; returns whether there was anything to go back from."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise QuizAppError(
            f"Your memory parameters cannot be removed: {error.strerror}.", where=str(file), hint="Remove the file."
        ) from error
    return True
