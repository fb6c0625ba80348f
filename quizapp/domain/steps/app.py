"""Steps that start, restart and stop the app, and let time pass."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from quizapp.domain.expectation import ExpectApp
from quizapp.domain.fields import Model, Name, Raw, RelativePath, Symbol
from quizapp.domain.steps.base import Step, Wait


class RaisedError(Model):
    """An HTTPException."""

    status: Annotated[int, Field(ge=400, le=599)]
    detail: Any = None


class OverrideSpec(Model):
    """What takes a dependency's place: a value, a model built from one, or an HTTP error."""

    value: Any = Field(default=None, alias="return")
    build: Symbol | None = Field(default=None, alias="as")
    error: RaisedError | None = Field(default=None, alias="raise")


class AppStep(Step):
    """Start, restart or stop the app, with other environment variables, traced functions or overridden dependencies."""

    ACTIONS = ("app",)

    app: Literal["start", "restart", "stop"]
    env: dict[Name, str | int | float] = {}
    unset: list[Name] = []
    files: dict[RelativePath, Raw] = {}
    """Files laid into the working directory before the start, such as `.env`."""
    image: RelativePath | None = None
    """A Dockerfile: the app that its command names is started, with the files that its image holds."""
    keep_files: bool = False
    """The restarted app finds the files that the last one wrote."""
    trace: list[Symbol] = []
    overrides: dict[Symbol, OverrideSpec] = {}
    expect: ExpectApp | None = None


class WaitStep(Step):
    """Let time pass."""

    ACTIONS = ("wait",)

    wait: Wait
