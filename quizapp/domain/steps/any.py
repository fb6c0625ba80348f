"""Any step, told by its action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from quizapp.domain.steps.app import AppStep, WaitStep
from quizapp.domain.steps.base import MAX_STEPS, Step
from quizapp.domain.steps.observed import JournalStep, LogStep
from quizapp.domain.steps.request import OpenApiStep, PreflightStep, RequestStep
from quizapp.domain.steps.sockets import PeerStep, SocketStep
from quizapp.domain.steps.source import CodeStep, ImageStep
from quizapp.domain.steps.tests import PytestStep

_STEP_TYPES: tuple[type[Step], ...] = (
    RequestStep,
    PreflightStep,
    OpenApiStep,
    SocketStep,
    PeerStep,
    JournalStep,
    LogStep,
    CodeStep,
    PytestStep,
    ImageStep,
    AppStep,
    WaitStep,
)

_TYPE_BY_ACTION = {action: step.__name__ for step in _STEP_TYPES for action in step.ACTIONS}

ACTIONS = tuple(_TYPE_BY_ACTION)


def _step_type(data: Any) -> str | None:
    if isinstance(data, Step):
        return type(data).__name__
    if not isinstance(data, Mapping):
        return None
    if "method" in data and "path" in data:
        return RequestStep.__name__
    if "app" in data:
        return AppStep.__name__  # it may start from an image, which is an action of its own elsewhere
    written = [_TYPE_BY_ACTION[key] for key in data if key in _TYPE_BY_ACTION]
    return written[0] if len(written) == 1 else None


AnyStep = Annotated[
    Annotated[RequestStep, Tag("RequestStep")]
    | Annotated[PreflightStep, Tag("PreflightStep")]
    | Annotated[OpenApiStep, Tag("OpenApiStep")]
    | Annotated[SocketStep, Tag("SocketStep")]
    | Annotated[PeerStep, Tag("PeerStep")]
    | Annotated[JournalStep, Tag("JournalStep")]
    | Annotated[LogStep, Tag("LogStep")]
    | Annotated[CodeStep, Tag("CodeStep")]
    | Annotated[PytestStep, Tag("PytestStep")]
    | Annotated[ImageStep, Tag("ImageStep")]
    | Annotated[AppStep, Tag("AppStep")]
    | Annotated[WaitStep, Tag("WaitStep")],
    Discriminator(
        _step_type,
        custom_error_type="step_action",
        custom_error_message="a step has exactly one action: " + ", ".join(ACTIONS),
    ),
]
"""Any step, told by its action."""

Steps = Annotated[list[AnyStep], Field(min_length=1, max_length=MAX_STEPS)]
