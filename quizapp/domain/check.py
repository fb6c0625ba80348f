"""A check: one behaviour that a coding task asks for, told as steps."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from quizapp.domain.fields import Line, Model, Name, Slug, Text
from quizapp.domain.steps.any import Steps


class ProbeSpec(Model):
    """A value drawn for each run from the run's seed, so that an answer written for the example does not pass."""

    whole: tuple[int, int] | None = Field(default=None, alias="int")
    """A whole number between two bounds, both included."""
    decimal: tuple[float, float] | None = None
    """A number with two decimals."""
    word: Annotated[int, Field(ge=1, le=64)] | None = None
    """Lower-case letters, this many."""
    one_of: list[Any] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> ProbeSpec:
        if len(self.model_fields_set) != 1:
            raise ValueError("a probe is drawn from exactly one of int, decimal, word and one_of")
        return self


class Check(Model):
    """One behaviour that a task asks for, told as steps; all of them must hold."""

    id: Slug
    title: Line
    """What holds when the check passes, as a plain sentence."""
    concept: Slug | None = None
    """The topic that a failure links to."""
    why: Text
    """Why an interviewer, or a client of the API, cares."""
    hints: Annotated[list[Text], Field(max_length=3)] = []
    """From a nudge to nearly the answer."""
    after: list[Slug] = []
    """Checks that must have passed; otherwise this one is blocked, not failed."""
    fresh: bool = False
    """Runs in a process of its own, because it counts or stores."""
    probe: dict[Name, ProbeSpec] = {}
    steps: Steps
