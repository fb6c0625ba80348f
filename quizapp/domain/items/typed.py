"""Items with a typed answer."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from quizapp.domain.fields import Line, Model, Slug, Text
from quizapp.domain.items.base import BaseItem
from quizapp.domain.matcher import Pattern

BLANK = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")


class AcceptNumber(Model):
    """A number, right within the tolerance."""

    number: Annotated[float, Field(allow_inf_nan=False)]
    """The right one."""
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    """How far off it may be."""


class AcceptPattern(Model):
    """Any text in which this pattern is found, and one example of it to show."""

    pattern: Pattern
    """A regular expression of linear time: no look-around, no back references."""
    example: Line
    """Shown as the answer; the pattern must match it."""


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Accept = Annotated[AcceptNumber | AcceptPattern | Line, BeforeValidator(_as_text)]
"""A right answer: a text (case, spaces and quotes folded), a number with tolerance, or a pattern."""

Accepts = Annotated[list[Accept], Field(min_length=1)]


class Misconception(Model):
    """A wrong answer that people give, and what to tell them."""

    answer: Accept
    """What they type."""
    why: Text
    """What is wrong with it."""


Misconceptions = Annotated[list[Misconception], Field(max_length=20)]


class Short(BaseItem):
    """Type a word, a number, a status code, a header. The first accepted answer is the one that is shown."""

    kind: Literal["short"]
    accept: Accepts
    """Texts (case, spaces and quotes do not matter), numbers, patterns."""
    wrong: Misconceptions = []
    """Wrong answers that people give, each with what to tell them."""


class Blank(Model):
    """One blank of a snippet."""

    accept: Accepts
    """What may stand there; the first one is shown."""
    why: Text
    """Why it is that."""


class Cloze(BaseItem):
    """Fill the blanks, written `{{name}}`, of a snippet. Code is compared by tokens, not by spaces."""

    kind: Literal["cloze"]
    code: Text
    """The snippet, with `{{name}}` for each blank."""
    language: Slug = "python"
    """For its colours; `text` for prose."""
    blanks: Annotated[dict[str, Blank], Field(min_length=1, max_length=8)]
    """Each by its name."""

    @model_validator(mode="after")
    def _blanks_match(self) -> Cloze:
        written = BLANK.findall(self.code)
        if len(written) != len(set(written)):
            raise ValueError("a blank stands twice in the code: give each its own name")
        if set(written) != set(self.blanks):
            odd = ", ".join(sorted(set(written) ^ set(self.blanks)))
            raise ValueError(f"blanks of the code and of `blanks` differ: {odd}")
        return self
