"""Items that ask what a program does."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from quizapp.domain.fields import Line, Model, Text
from quizapp.domain.items.base import BaseItem
from quizapp.domain.matcher import JsonPath
from quizapp.domain.request import METHODS
from quizapp.domain.steps.request import RequestStep

_OF = re.compile(r"status|body|header [A-Za-z-]+|\$.*")


def _check_of(text: str) -> str:
    if not _OF.fullmatch(text):
        raise ValueError(
            f"{text!r} is no part of an answer: write status, body, header NAME, or a path such as $.detail"
        )
    return text


class Ask(Model):
    """One fact about the real answer that the learner predicts."""

    say: Line
    """What is asked, such as `Status code`."""
    of: Annotated[str, AfterValidator(_check_of)] | JsonPath
    """Of the answer: `status`, `body`, `header NAME`, or a path into its JSON such as `$.detail[0].type`."""
    answer: str | int | float | bool | None
    """What really comes back; `pack verify` runs the app and refuses a pack that states anything else."""
    choices: Annotated[list[str | int | float | bool | None], Field(max_length=9)] = []
    """Answers to pick from; without them the learner types."""
    why: Text | None = None
    """Why it is that."""

    @model_validator(mode="after")
    def _answer_among_choices(self) -> Ask:
        if self.choices and not any(
            type(choice) is type(self.answer) and choice == self.answer for choice in self.choices
        ):
            raise ValueError(f"the answer {self.answer!r} is not among the choices")
        return self

    @model_validator(mode="after")
    def _nothing_empty(self) -> Ask:
        if any(isinstance(text, str) and not text.strip() for text in [self.answer, *self.choices]):
            raise ValueError("an empty text looks like no answer at all: ask for something that can be seen")
        return self


def _as_bare_request(value: Any) -> Any:
    if isinstance(value, dict) and any(method in value for method in METHODS) and "expect" not in value:
        return {**value, "expect": {"status": ["1xx", "2xx", "3xx", "4xx", "5xx"]}}
    return value


BareRequest = Annotated[RequestStep, BeforeValidator(_as_bare_request)]
"""A request of which nothing is expected: any answer will do."""


class Predict(BaseItem):
    """Say what a given app answers to a given request."""

    kind: Literal["predict"]
    app: Text
    """A whole program."""
    before: list[BareRequest] = []
    """Requests that came earlier."""
    request: BareRequest
    """The one that is asked about, such as `{GET: /users/me}`."""
    asks: Annotated[list[Ask], Field(min_length=1, max_length=4)]
    """One to four facts about the answer."""
    requires: Line | None = None
    """FastAPI versions for which the answer holds, such as `>=0.132`."""
