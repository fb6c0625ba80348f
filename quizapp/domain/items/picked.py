"""Items whose options are picked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from quizapp.domain.fields import Model, Slug, Text
from quizapp.domain.items.base import BaseItem


class Option(Model):
    """One of several answers to pick from."""

    text: Text
    """What is picked."""
    key: bool = False
    """It is right."""
    why: Text
    """The rationale: why it is right, or what a person who picks it has mixed up."""


def _check_keys(options: list[Option], *, several: bool) -> None:
    keys = sum(option.key for option in options)
    if keys == 0:
        raise ValueError("no option is the key: mark the right one with `key: true`")
    if keys == len(options):
        raise ValueError("every option is a key: at least one must be wrong")
    if keys > 1 and not several:
        raise ValueError("more than one option is a key: mark one, or write `multiple: true`")


class Choice(BaseItem):
    """Pick one option, or with `multiple: true` all that hold."""

    kind: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2, max_length=9)]
    """Shown in another order each time."""
    multiple: bool = False
    """All that hold are to be picked."""

    @model_validator(mode="after")
    def _has_key(self) -> Choice:
        _check_keys(self.options, several=self.multiple)
        return self


def _as_lines(value: Any) -> Any:
    return [value] if isinstance(value, int) else value


class Spot(BaseItem):
    """Point at a line with the defect, then pick which defect it is."""

    kind: Literal["spot"]
    code: Text
    """The snippet; its lines are numbered from 1."""
    language: Slug = "python"
    """For its colours."""
    lines: Annotated[list[Annotated[int, Field(ge=1)]], BeforeValidator(_as_lines), Field(min_length=1)]
    """Any of these lines is right, counted from 1."""
    options: Annotated[list[Option], Field(min_length=2, max_length=6)]
    """Which defect it is: one is the key."""

    @model_validator(mode="after")
    def _lines_exist(self) -> Spot:
        _check_keys(self.options, several=False)
        height = len(self.code.rstrip("\n").split("\n"))
        if max(self.lines) > height:
            raise ValueError(f"line {max(self.lines)} is asked for, the code has {height}")
        return self
