"""Items answered in one's own words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from quizapp.domain.fields import Text
from quizapp.domain.items.base import BaseItem
from quizapp.domain.rubric.points import FollowUp, Point, RedFlag


class Open(BaseItem):
    """Answer in one's own words, as to an interviewer; graded by the points that the answer makes."""

    kind: Literal["open"]
    points: Annotated[list[Point], Field(min_length=1, max_length=9)]
    """What a good answer says."""
    red_flags: Annotated[list[RedFlag], Field(max_length=6)] = []
    """Wrong claims that cost more than silence."""
    model_answer: Text
    """What a good candidate would say; it must earn every point."""
    follow_ups: Annotated[list[FollowUp], Field(max_length=6)] = []
    """What an interviewer asks next."""
    wants_list: bool = False
    """The question asks for a list, so what is merely named is said."""

    @model_validator(mode="after")
    def _ids_differ(self) -> Open:
        points = [point.id for point in self.points]
        ids = points + [flag.id for flag in self.red_flags]
        if len(set(ids)) != len(ids):
            raise ValueError("two points or red flags have the same id")
        strange = [ask.when_missing for ask in self.follow_ups if ask.when_missing not in {None, *points}]
        if strange:
            raise ValueError(f"a follow-up waits for {strange[0]}, which is no point of this item")
        return self
