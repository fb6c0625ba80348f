"""One request and the judgement of its answer: what every mode of a request step is made of."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from quizapp.checker.answer import Answer, NotJsonError
from quizapp.checker.bounds import CROWD_DEADLINE, STALL_AGAIN, STALL_LOOK
from quizapp.checker.breakdown import CERTAIN, endless, explain_silence, held
from quizapp.checker.client import UnansweredError
from quizapp.checker.context import CheckContext
from quizapp.checker.explain import explain
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import header, judge
from quizapp.checker.matchers import ABSENT, Mismatch, compare
from quizapp.checker.paths import PathStoppedError, select
from quizapp.checker.prepared import Prepared
from quizapp.checker.telling import rule
from quizapp.checker.values import Names, fill
from quizapp.checker.wording import clean, seconds
from quizapp.domain.expectation import ExpectResponse, KnownWrong
from quizapp.domain.steps.request import RequestStep
from quizapp.domain.wording import plural


class TooSlowError(Exception):
    """A time was not as asked; a busy machine may be the reason, so the step is tried again."""

    def __init__(self, failure: StepFailedError) -> None:
        super().__init__(failure.message)
        self.failure = failure


async def send(
    context: CheckContext, prepared: Prepared, step: RequestStep, *, row: str = "", crowd: bool = False
) -> Answer:
    """Send one request; no whole answer is a failure that says why."""
    client = await context.client()
    deadline = CROWD_DEADLINE if crowd or step.stream else None
    sending = asyncio.ensure_future(
        client.send(prepared, stream=step.stream, leave_after=step.leave_after, deadline=deadline)
    )
    # Left behind for a frozen loop, it may still fail: nobody wants to hear of it.
    sending.add_done_callback(lambda done: None if done.cancelled() else done.exception())
    try:
        began = time.monotonic()
        await asyncio.wait({sending}, timeout=STALL_LOOK)
        while not sending.done():
            if (stall := await (await context.app()).stall()) is not None:
                raise endless(prepared.sent, stall, time.monotonic() - began, row)
            await asyncio.wait({sending}, timeout=STALL_AGAIN)
        return sending.result()
    except UnansweredError as error:
        failure = await explain_silence(error, await context.app())
        failure.row = row
        raise failure from error
    finally:
        sending.cancel()


async def judge_answer(
    step: RequestStep,
    expect: ExpectResponse,
    answer: Answer,
    context: CheckContext,
    names: Names,
    *,
    row: str = "",
    status: bool = True,
) -> None:
    """Raise the failure that an answer shows, if it shows one; a time that is not as asked is a TooSlowError."""
    mismatches = judge(expect, answer, names, status=status)
    if mismatches:
        failure = await explain(mismatches, answer, await context.app(), row=row)
        failure.likely = recognise(step, answer, names, raised=failure.raised)
        raise failure
    if expect.asks("elapsed") and (late := compare(fill(expect.elapsed, names), answer.elapsed, "elapsed")):
        raise TooSlowError(_told_late(late[0], answer, row))


def _told_late(late: Mismatch, answer: Answer, row: str) -> StepFailedError:
    message = f"The answer took {seconds(answer.elapsed)}, which is not as asked."
    return StepFailedError(message, answer, expected=f"elapsed: {rule(late.wanted)}", row=row)


def recognise(step: RequestStep, answer: Answer, names: Names, *, raised: str = "") -> str:
    """What the pack says of a wrong answer that it knows; `raised` is the exception behind it, if there is one."""
    return next(
        (known.say for known in step.wrong if _is_meant(known, raised) and not judge(known.got, answer, names)), ""
    )


def _is_meant(known: KnownWrong, raised: str) -> bool:
    """Whether a pack's word on a 500 can be about this exception: "your look-up raised" is not for a name misspelt."""
    return known.raised == raised if known.raised else raised not in CERTAIN


def times_told(alone: Answer | None, took: float, times: int) -> str:
    """How long one call took, how long all of them together, and the ratio."""
    if alone is None:
        return f"{plural(times, 'call')} together {seconds(took)}"
    ratio = took / alone.elapsed if alone.elapsed else 0.0
    return f"one call {seconds(alone.elapsed)}, {plural(times, 'call')} together {seconds(took)} ({ratio:.1f}×)"


async def loop_mark(step: RequestStep, context: CheckContext) -> int:
    """How many events the journal has before a step that asks for a free loop."""
    if step.expect is None or step.expect.loop is None:
        return 0
    return len(await context.events())


async def judge_loop(
    expect: ExpectResponse,
    context: CheckContext,
    began: int,
    answer: Answer,
    *,
    alone: Answer | None = None,
    took: float = 0.0,
    times: int = 1,
) -> None:
    """Raise a failure if the event loop was held since the mark."""
    if expect.loop is None:
        return
    events = (await context.events())[began:]
    stalls = [event for event in events if event.kind == "loop.blocked" and event.spot is not None]
    if stalls:
        raise StepFailedError(
            "Your event loop was frozen: other requests had to wait.",
            answer,
            got=times_told(alone, took, times) if times > 1 else "",
            expected=f"{plural(times, 'call')} in about the time of one" if times > 1 else "an event loop that is free",
            found=[held(stalls[0])],
        )


def save(step: RequestStep, answer: Answer, context: CheckContext) -> None:
    """Keep what the step captures."""
    for name, source in step.save.items():
        context.names[name] = captured(source, answer)


def captured(source: str, answer: Answer) -> Any:
    """The part of an answer that a capture names; StepFailedError when it is not there."""
    kind, _, name = source.partition(" ")
    value: Any = ABSENT
    if source.startswith("$"):
        try:
            return select(source, answer.document)
        except PathStoppedError as stop:
            raise StepFailedError(
                f"{clean(source)} is not there.", answer, expected=f"{source}: a value for the next step", got=""
            ) from stop
        except NotJsonError as error:
            raise StepFailedError(
                f"The body is not JSON: {error}.", answer, expected=f"{source} in a JSON body"
            ) from error
        except ValueError as error:
            raise PackFaultError(str(error)) from error
    if kind == "header":
        value = header(answer, name)
    elif kind == "cookie":
        value = answer.cookies.get(name, {}).get("value", ABSENT)
    elif source == "body":
        return answer.text
    elif source == "status":
        return answer.status
    else:
        raise PackFaultError(f"{source!r} cannot be saved: write a path, header NAME, cookie NAME, body or status")
    if value is ABSENT:
        raise StepFailedError(f"The {kind} {name} is missing.", answer, expected=f"{kind} {name}, for the next step")
    return value
