"""What all steps of the check language share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from quizapp.domain.fields import Duration, Model, Raw, Slug, Text

MAX_STEPS = 200

MAX_CALLS = 100

MAX_WAIT = 10.0


def _check_request_path(path: str) -> str:
    """A path, or a capture such as `${place}` that holds the one which a `Location` header named."""
    if not path.startswith(("/", "${")) or path.startswith("//"):
        raise ValueError(f"{path!r} must be a path on the learner's app, such as /items: never a whole address")
    return path


RequestPath = Annotated[Raw, AfterValidator(_check_request_path)]

Calls = Annotated[int, Field(ge=1, le=MAX_CALLS)]

Wait = Annotated[Duration, Field(ge=0, le=MAX_WAIT)]


class Step(Model):
    """What every step may carry beside its action."""

    ACTIONS: ClassVar[tuple[str, ...]] = ()

    concept: Slug | None = None
    why: Text | None = None
    hint: Text | None = None


def fold(data: Any, actions: tuple[str, ...], unfold: Callable[[str, Any], dict[str, Any]]) -> Any:
    """`{GET: /items, ...}` as fields; data that has been folded already is left alone."""
    if not isinstance(data, Mapping):
        return data
    written = [action for action in actions if action in data]
    if len(written) != 1:
        return data
    rest = {key: value for key, value in data.items() if key != written[0]}
    return {**unfold(written[0], data[written[0]]), **rest}
