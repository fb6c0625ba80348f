"""What a learner answered, one shape a kind of item."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizapp.domain.fields import Model


class Picked(Model):
    """Options picked, by their position in the pack."""

    kind: Literal["picked"] = "picked"
    options: list[int]


class Typed(Model):
    """Texts typed or chosen: one for `short`, one a blank for `cloze`, one an ask for `predict`."""

    kind: Literal["typed"] = "typed"
    texts: list[str]


class Arranged(Model):
    """Lines in the learner's order, by their position in `lines + extra`."""

    kind: Literal["arranged"] = "arranged"
    lines: list[int]


class Paired(Model):
    """For each left side the position of a right side in `Match.rights`, or None."""

    kind: Literal["paired"] = "paired"
    rights: list[int | None]


class Pointed(Model):
    """A line, counted from 1, and the option picked for it."""

    kind: Literal["pointed"] = "pointed"
    line: int
    option: int | None = None


class Said(Model):
    """An answer in the learner's own words."""

    kind: Literal["said"] = "said"
    text: str
    overruled: dict[str, bool] = {}
    """Points and red flags, by id, about which the learner holds otherwise than the grader: whether they are said."""


class Passed(Model):
    """The learner said that they do not know."""

    kind: Literal["passed"] = "passed"


Response = Annotated[Picked | Typed | Arranged | Paired | Pointed | Said | Passed, Field(discriminator="kind")]
"""What a learner answered."""
