"""Rows of the index."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was when it was indexed."""

    path: str
    kind: str
    size: int
    modified: int
    seen: int
    """When it was read, in nanoseconds: a change in the same tick as the reading could hide behind the same stat."""
    digest: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What is known of an item or a task without opening it."""

    position: int
    id: str
    kind: str
    topic: str
    difficulty: int
    seconds: float
    title: str
    critical: bool
    """An interview draws it more often."""
    body: str
    shown: str
    """What a learner sees before answering, to be searched."""
    told: str
    """What is told after the answer, to be searched and never quoted."""
    line: int
    column: int
    fingerprint: str
    """What it asks."""
