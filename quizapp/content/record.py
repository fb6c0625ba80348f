"""Which model each kind of file holds, and the validators, made when first needed."""

from __future__ import annotations

import functools
from typing import Any

from pydantic import TypeAdapter

from quizapp.content.folder import Kind
from quizapp.domain.items.any import Item
from quizapp.domain.pack import Blueprint, Manifest, Phase, SyllabusPart
from quizapp.domain.task import Task

SHAPES: dict[Kind, Any] = {
    "manifest": Manifest, "topics": Phase, "interviews": Blueprint, "syllabus": SyllabusPart, "items": Item,
    "task": Task,
}  # fmt: skip
LISTS: dict[Kind, str] = {"topics": "phases", "interviews": "blueprints", "syllabus": "parts", "items": "items"}
"""Files that are a list, and of what."""


@functools.cache
def adapter(kind: Kind) -> TypeAdapter[Any]:
    """The validator of one record of such a file."""
    return TypeAdapter(SHAPES[kind])
