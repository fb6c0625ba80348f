"""A coding task: what the learner is asked, the checks that judge it, and wrong solutions that they must reject."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from quizapp.domain.check import Check
from quizapp.domain.fields import CoverageRow, Difficulty, Line, Model, Name, RelativePath, Slug, Symbol, Text
from quizapp.domain.steps.app import OverrideSpec
from quizapp.domain.steps.tests import Edits


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Mutant(Model):
    """A known-wrong solution: edits of the solution, or the folder `mutants/<id>/` laid over it."""

    id: Slug
    say: Line
    """The mistake, as a reviewer would name it."""
    caught_by: Annotated[list[Slug], BeforeValidator(_as_list), Field(min_length=1)]
    """Every one of these checks must reject it."""
    edit: Edits | None = None


class Needs(Model):
    """What a task needs beyond a closed sandbox."""

    network: Literal["none", "loopback"] = "none"


class Task(Model):
    """`sandbox/<id>/task.yaml`; beside it `starter/`, `solution/`, and perhaps `variants/<name>/`, `mutants/<id>/`."""

    id: Slug
    title: Line
    topic: Slug
    intent: Literal["build", "drill", "observe", "connect"]
    difficulty: Difficulty
    minutes: Annotated[int, Field(ge=1, le=120)]
    brief: Text
    """What is asked, as a colleague would ask it, in Markdown."""
    open_with: RelativePath = "main.py"
    """The file that the editor shows first."""
    app: Symbol = "main:app"
    given: list[RelativePath] = []
    """Files that come from the starter at every run, whatever the learner made of them."""
    env: dict[Name, str | int | float] = {}
    trace: list[Symbol] = []
    overrides: dict[Symbol, OverrideSpec] = {}
    needs: Needs = Needs()
    hints: Annotated[list[Text], Field(max_length=3)] = []
    checks: Annotated[list[Check], Field(min_length=1)]
    mutants: list[Mutant] = []
    covers: list[CoverageRow] = []
    refs: list[Line] = []

    @model_validator(mode="after")
    def _names_resolve(self) -> Task:
        ids = [check.id for check in self.checks]
        for check_id in ids:
            if ids.count(check_id) > 1:
                raise ValueError(f"two checks are called {check_id}")
        for position, check in enumerate(self.checks):
            for name in check.after:
                if name not in ids[:position]:
                    raise ValueError(f"check {check.id} comes after {name}, which is no earlier check")
        for mutant in self.mutants:
            for name in mutant.caught_by:
                if name not in ids:
                    raise ValueError(f"mutant {mutant.id} is to be caught by {name}, which is no check of this task")
        return self

    def check(self, check_id: str) -> Check | None:
        """The check of that name."""
        return next((check for check in self.checks if check.id == check_id), None)
