"""What a learner did beside answering."""

from __future__ import annotations

from typing import Any

from quizapp.domain.fields import Model, Moment


class ActivityEvent(Model):
    """Something that happened beside attempts: a hint opened, a solution seen, a bookmark set. Append-only."""

    id: str
    kind: str
    """`hint`, `solution`, `bookmark`, `doubt`, `undo`, `overrule`, ..."""
    subject: str
    at: Moment
    detail: dict[str, Any] = {}


UNDO = "undo"
"""The kind of an event that takes its subject, an attempt, back."""

FRESH_LOOK = "fresh-look"
"""The kind of an event that brings its subject, an item whose stem or key changed, up again."""

FRESH_LOOKS = 20
"""So many items whose stem or key changed come up again in a day."""
