"""What a streamed answer must be: its events in order, and that they came one by one rather than all at the end."""

from __future__ import annotations

from typing import Any

from quizapp.checker.answer import Answer
from quizapp.checker.failure import StepFailedError
from quizapp.checker.judge import header
from quizapp.checker.matchers import ABSENT, compare
from quizapp.checker.telling import rule, tell
from quizapp.checker.values import Names, fill
from quizapp.checker.wording import clip, line, seconds, shown, wanted
from quizapp.domain.expectation import ExpectResponse
from quizapp.domain.steps.request import RequestStep
from quizapp.domain.wording import plural

_SHOWN_EVENTS = 6
_NO_EVENT = "No event came: an event ends with an empty line, and its lines begin with data: or event:."


def judge_stream(step: RequestStep, expect: ExpectResponse, answer: Answer, names: Names) -> None:
    """Compare the events, then the time between the first and the last."""
    if step.stream == "sse":
        _judge_kind(answer)
    if expect.asks("events"):
        _judge_events(fill(expect.events, names), answer)
    if expect.asks("spread"):
        _judge_spread(expect.spread, answer)


def _judge_kind(answer: Answer) -> None:
    kind = header(answer, "content-type")
    if kind is ABSENT or not str(kind).startswith("text/event-stream"):
        told = "missing" if kind is ABSENT else clip(line(str(kind)), 60)
        raise StepFailedError(
            f"The answer is no event stream: its content-type is {told}.",
            answer,
            expected="content-type: text/event-stream",
        )


def _judge_events(asked: Any, answer: Answer) -> None:
    came = [arrival.value for arrival in answer.arrivals]
    mismatches = compare(asked, came)
    if not mismatches:
        return
    got = "\n".join(shown(value) for value in came[:_SHOWN_EVENTS]) or "no events"
    if len(came) > _SHOWN_EVENTS:
        got += f"\nand {len(came) - _SHOWN_EVENTS} more"
    if mismatches[0].kind == "length":
        message = f"{plural(len(came), 'event')} came, the task asks for {_number(asked)}."
        if answer.body and not came:
            message = _NO_EVENT
    else:
        message = tell(mismatches[0]).message.replace("$[", "Event [", 1)
    expected = ", ".join(wanted(each) for each in asked[:_SHOWN_EVENTS]) if isinstance(asked, list) else wanted(asked)
    raise StepFailedError(message, answer, got=got, expected=expected)


def _number(asked: Any) -> str:
    return str(len(asked)) if isinstance(asked, list) else wanted(asked)


def _judge_spread(asked: Any, answer: Answer) -> None:
    times = [arrival.at for arrival in answer.arrivals]
    spread = times[-1] - times[0] if times else 0.0
    if compare(asked, spread, "spread"):
        if not times:
            raise StepFailedError(
                _NO_EVENT if answer.body else "Nothing came.", answer, expected=f"spread: {wanted(asked)}"
            )
        late = "Everything came at once" if spread < 0.02 else f"The events came within {seconds(spread)}"
        raise StepFailedError(
            f"{late}: it was not streamed as it was made.",
            answer,
            got=f"{plural(len(times), 'event')} within {seconds(spread)}",
            expected=f"spread: {rule(asked)}",
        )
