"""The base model and the field types that packs, reports and progress share."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

ALLOWED_CONTROLS = "\n\t"
_DURATION = re.compile(r"(-?\d+(?:\.\d+)?)\s*(ms|s|m)")
_UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}


class Model(BaseModel):
    """A value that never changes and knows every one of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _refuse_controls(text: str) -> str:
    for position, character in enumerate(text):
        if unicodedata.category(character) == "Cc" and character not in ALLOWED_CONTROLS:
            raise ValueError(
                f"control character {character!r} at position {position}: only line breaks and tabs may stand in text"
            )
    return text


def _refuse_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("this text is empty: write it, or leave the field out if it is optional")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("this must be one line")
    return text


def parse_duration(value: Any) -> Any:
    """Seconds from `450ms`, `2s`, `30m` or a plain number of seconds."""
    if isinstance(value, str):
        found = _DURATION.fullmatch(value.strip())
        if found is None:
            raise ValueError(f"{value!r} is no duration: write 450ms, 2s or 30m")
        return float(found[1]) * _UNIT_SECONDS[found[2]]
    return value


Text = Annotated[str, AfterValidator(_refuse_controls), AfterValidator(_refuse_blank)]
"""Text of any length: Markdown or code, never blank, without terminal control characters."""

Line = Annotated[str, AfterValidator(_refuse_controls), AfterValidator(_refuse_blank), AfterValidator(_one_line)]
"""Text of one line."""

Raw = Annotated[str, AfterValidator(_refuse_controls)]
"""Text that may be empty."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A stable id inside a pack: lower-case words joined by hyphens."""

CoverageRow = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9]{1,3}$")]
"""A row of the coverage table, such as F012."""

Difficulty = Annotated[int, Field(ge=1, le=5)]
"""1 (a first week's fact) to 5 (few seniors know it)."""

Seconds = Annotated[float, Field(gt=0, le=7200)]
"""How long something takes."""

Duration = Annotated[float, BeforeValidator(parse_duration)]
"""Seconds, written in packs as `450ms`, `2s` or `30m`."""

Moment = AwareDatetime
"""A point in time; aware, and UTC at rest."""


def _check_relative(path: str) -> str:
    parts = path.split("/")
    if path.startswith(("/", "~")) or "\\" in path or ":" in path or ".." in parts or "" in parts:
        raise ValueError(f"{path!r} must be a path inside the task's folder")
    return path


RelativePath = Annotated[Line, AfterValidator(_check_relative)]
"""A path inside a folder: no `..`, no absolute path, forward slashes."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)]
Symbol = Annotated[str, Field(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$")]
"""A function or class of the learner's app: `module.path:name`."""


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is refused, because it names no moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(timezone.utc)
