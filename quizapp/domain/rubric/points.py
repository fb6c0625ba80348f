"""What an answer in one's own words is measured by: points to make, and wrong claims to be warned of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from quizapp.domain.fields import Line, Model, Slug, Text
from quizapp.domain.matcher import Pattern, compile_pattern
from quizapp.domain.rubric.phrase import parse


class PhrasePattern(Model):
    """A pattern that is searched for in one clause after another, and an example in which it is found."""

    pattern: Pattern
    """A regular expression of linear time, searched for in lower case."""
    example: Line
    """What it finds."""

    def holds(self) -> bool:
        """Whether the pattern is found in its own example."""
        return compile_pattern(self.pattern).isinstance_python(self.example.casefold())


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_phrase(text: str) -> str:
    parse(text)
    return text


Phrase = Annotated[PhrasePattern | Annotated[Line, AfterValidator(_check_phrase)], BeforeValidator(_as_text)]
"""A phrasing: words that stand near each other, in any order.

`a|b` means either, `event-loop` words that follow each other, `not` that what is said is denied, `>` that what stands
before it comes first, `!word` that the word is not among them nor just before. Word forms, small words and spelling
slips do not matter. Patterns are searched for in lower case.
"""

Phrases = Annotated[list[Phrase], Field(min_length=1, max_length=40)]


class Point(Model):
    """One thing that a good answer says."""

    id: Slug
    """Names it in follow-ups and in the history."""
    say: Line
    """The point itself, as one would say it."""
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    """Its share of the score, beside the others."""
    must: bool = False
    """Without it an answer does not pass, whatever else it says."""
    any_of: Phrases
    """Phrasings by which it is known: words near each other in any order; `a|b`, `not`, `>`, `!word`."""
    found: Text | None = None
    """What to tell a learner who made the point, such as how an interviewer might go deeper."""
    missing: Text
    """What to tell a learner who did not."""


class RedFlag(Model):
    """A wrong claim that costs more than silence."""

    id: Slug
    """Names it in the history."""
    say: Text
    """What is wrong with it."""
    any_of: Phrases
    """Phrasings by which it is known, as those of points."""
    penalty: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Taken off the score."""


class FollowUp(Model):
    """What an interviewer asks next."""

    ask: Line
    """The question."""
    when_missing: Slug | None = None
    """The point whose absence brings it up; without it the question always follows."""
