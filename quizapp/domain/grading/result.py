"""What is said of a response: a score, and each of its parts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizapp.domain.fields import Model


class Part(Model):
    """What is said about one part of a response, or one option of an item."""

    label: str
    right: bool
    """Whether the learner was right about this part."""
    chosen: bool = False
    key: bool = False
    given: str = ""
    expected: str = ""
    why: str = ""
    id: str = ""
    """Of a point, a red flag or a blank."""
    flag: bool = False
    """It is a wrong claim that was made; `right` if the learner holds that it was not."""
    denied: bool = False
    """The words seem to say the contrary of the point."""
    overruled: bool = False
    """The learner's word stands here, not the grader's."""
    start: int = 0
    """Where in an answer of one's own words `given` begins; it ends `len(given)` later."""


class Grade(Model):
    """A score in [0, 1] and its parts."""

    score: Annotated[float, Field(ge=0, le=1)]
    parts: list[Part]
    said: str = ""
    """An answer in the learner's own words, as it was given."""

    @property
    def right(self) -> bool:
        """Wholly right."""
        return self.score >= 1.0


def share(parts: list[Part]) -> Grade:
    """Every part counts the same."""
    return Grade(score=sum(part.right for part in parts) / len(parts), parts=parts)
