"""Items whose parts are arranged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from quizapp.domain.fields import Model, Text
from quizapp.domain.items.base import BaseItem


class Order(BaseItem):
    """Arrange lines, written here in the right order; `extra` lines belong nowhere."""

    kind: Literal["order"]
    lines: Annotated[list[Text], Field(min_length=3, max_length=12)]
    """In the right order; no two may look the same."""
    extra: Annotated[list[Text], Field(max_length=4)] = []
    """Lines that belong nowhere."""
    code: bool = False
    """The lines are code, shown with their indentation."""

    @model_validator(mode="after")
    def _lines_differ(self) -> Order:
        every = [line.rstrip() for line in self.lines + self.extra]
        if len(set(every)) != len(every):
            raise ValueError("two lines look the same, so their order could not be judged: give each its own text")
        return self


class Pair(Model):
    """A left side and the right side that belongs to it."""

    left: Text
    """Shown in this order."""
    right: Text
    """Shown mixed."""
    why: Text
    """Why they belong together."""


class Match(BaseItem):
    """Pair left with right; `extra` right sides belong to nothing."""

    kind: Literal["match"]
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=9)]
    """Several lefts may have the same right."""
    extra: Annotated[list[Text], Field(max_length=4)] = []
    """Right sides that belong to nothing."""

    @model_validator(mode="after")
    def _sides_differ(self) -> Match:
        lefts = [pair.left for pair in self.pairs]
        if len(set(lefts)) != len(lefts):
            raise ValueError("two left sides are the same")
        if len(set(self.extra)) != len(self.extra):
            raise ValueError("two extra right sides are the same")
        if set(self.extra) & {pair.right for pair in self.pairs}:
            raise ValueError("an extra right side is also the right side of a pair")
        return self

    @property
    def rights(self) -> list[str]:
        """Every right side once, in the order written; equal ones are one choice."""
        return list(dict.fromkeys([pair.right for pair in self.pairs] + self.extra))
