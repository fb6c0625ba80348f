"""One thing that `quizapp doctor` has looked at."""

from __future__ import annotations

from typing import Literal

from quizapp.domain.fields import Model
from quizapp.errors import QuizAppError


class Finding(Model):
    """One thing that was looked at."""

    subject: str
    state: Literal["ok", "note", "broken"]
    say: str
    do: str = ""
    """What to do about it."""


def broken(subject: str, error: QuizAppError) -> Finding:
    """An error as a finding."""
    where = f" ({error.where})" if error.where else ""
    return Finding(subject=subject, state="broken", say=error.message + where, do=error.hint or "")
