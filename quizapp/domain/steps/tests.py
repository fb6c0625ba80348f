"""The step that runs the learner's own tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from quizapp.domain.expectation import ExpectPytest
from quizapp.domain.fields import Line, Model, Raw, RelativePath
from quizapp.domain.steps.base import Step


class Replacement(Model):
    """One edit that must apply exactly once."""

    replace: Raw = Field(min_length=1)
    by: Raw


def _as_replacements(value: Any) -> Any:
    return [value] if isinstance(value, Mapping) else value


Edits = dict[RelativePath, Annotated[list[Replacement], BeforeValidator(_as_replacements), Field(min_length=1)]]
"""Edits by file: `{main.py: {replace: ..., by: ...}}`, or a list of them."""


class BrokenApp(Model):
    """A planted bug that the learner's tests must catch."""

    id: Line
    edit: Edits


class PytestStep(Step):
    """Run the learner's own tests against the good app or against broken copies of it."""

    ACTIONS = ("pytest",)

    pytest: RelativePath
    order: Literal["as written", "reversed"] = "as written"
    mutants: list[BrokenApp] = []
    plugin: Raw = ""
    """Python source of a pytest plugin that watches the run; what its fixtures raise counts as an error."""
    expect: ExpectPytest
