"""Requests: one, many one after another, many at once, a table of them, or again and again until something holds."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from quizapp.checker.answer import Answer, NotJsonError
from quizapp.checker.bounds import CROWD_DEADLINE, STALL_LOOK, TIMING_TRIES
from quizapp.checker.client import Prepared, UnansweredError, prepare
from quizapp.checker.context import CheckContext
from quizapp.checker.explain import explain, explain_silence, frozen, frozen_for_good
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import header, judge
from quizapp.checker.matchers import ABSENT, Mismatch, compare, matches
from quizapp.checker.paths import PathStoppedError, select
from quizapp.checker.steps.streams import judge_stream
from quizapp.checker.values import Names, fill
from quizapp.checker.wording import clean, counted, seconds, shown, wanted
from quizapp.domain.expectation import ExpectResponse
from quizapp.domain.step import RequestStep

NOTHING_SAID = ExpectResponse()


async def run_request(step: RequestStep, context: CheckContext) -> None:
    """Carry out one request step in whichever mode it has."""
    for remaining in reversed(range(TIMING_TRIES if _is_timed(step) else 1)):
        try:
            await _run_mode(step, context)
        except _TooSlowError as slow:
            if not remaining:
                raise slow.failure from None
        else:
            return


def _is_timed(step: RequestStep) -> bool:
    return step.expect is not None and (step.expect.asks("elapsed") or step.expect.asks("speedup"))


class _TooSlowError(Exception):
    """A time was not as asked; a busy machine may be the reason, so the step is tried again."""

    def __init__(self, failure: StepFailedError) -> None:
        super().__init__(failure.message)
        self.failure = failure


async def _run_mode(step: RequestStep, context: CheckContext) -> None:
    if step.rows is not None:
        await _run_rows(step, step.rows, context)
    elif step.repeat is not None:
        await _run_repeated(step, step.repeat, context)
    elif step.together is not None:
        await _run_together(step, step.together, context)
    elif step.until is not None:
        await _run_until(step, step.until, step.within or 0.0, context)
    elif step.fuzz is not None:
        from quizapp.checker.steps.fuzz import run_fuzz  # noqa: PLC0415 - seldom needed

        await run_fuzz(step, step.fuzz, context, _run_once)
    else:
        await _run_once(step, context, context.names)


async def _run_once(step: RequestStep, context: CheckContext, names: Names, *, row: str = "") -> None:
    began = await _loop_mark(step, context)
    answer = await send(context, prepare(step, names), step, row=row)
    expect = step.expect or NOTHING_SAID
    await _judge(step, expect, answer, context, names, row=row)
    if step.stream is not None:
        judge_stream(step, expect, answer, names)
    await _judge_loop(expect, context, began, answer)
    _save(step, answer, context)


async def send(
    context: CheckContext, prepared: Prepared, step: RequestStep, *, row: str = "", crowd: bool = False
) -> Answer:
    """Send one request; no whole answer is a failure that says why."""
    client = await context.client()
    deadline = CROWD_DEADLINE if crowd or step.stream else None
    sending = asyncio.ensure_future(client.send(prepared, stream=step.stream, deadline=deadline))
    try:
        await asyncio.wait({sending}, timeout=STALL_LOOK)
        if not sending.done() and (stall := await (await context.app()).stall()) is not None:
            raise frozen_for_good(prepared.sent, stall, row)
        return await sending
    except UnansweredError as error:
        failure = await explain_silence(error, await context.app())
        failure.row = row
        raise failure from error
    finally:
        sending.cancel()


async def _judge(
    step: RequestStep,
    expect: ExpectResponse,
    answer: Answer,
    context: CheckContext,
    names: Names,
    *,
    row: str = "",
    status: bool = True,
) -> None:
    mismatches = judge(expect, answer, names, status=status)
    if mismatches:
        failure = await explain(mismatches, answer, await context.app(), row=row)
        failure.likely = recognise(step, answer, names)
        raise failure
    if expect.asks("elapsed") and (late := compare(fill(expect.elapsed, names), answer.elapsed, "elapsed")):
        raise _TooSlowError(_told_late(late[0], answer, row))


def _told_late(late: Mismatch, answer: Answer, row: str) -> StepFailedError:
    message = f"The answer took {seconds(answer.elapsed)}, which is not as asked."
    return StepFailedError(message, answer, expected=f"elapsed: {wanted(late.wanted)}", row=row)


def recognise(step: RequestStep, answer: Answer, names: Names) -> str:
    """What the pack says of a wrong answer that it knows."""
    return next((known.say for known in step.wrong if not judge(known.got, answer, names)), "")


async def _run_rows(step: RequestStep, rows: dict[str, list[Any]], context: CheckContext) -> None:
    for row in _each_row(rows, context.names):
        await _run_once(step, context, {**context.names, **row}, row=_row_text(row))


def _each_row(rows: dict[str, list[Any]], names: Names) -> Iterator[dict[str, Any]]:
    lengths = {len(values) for values in rows.values()}
    if len(lengths) != 1:
        raise PackFaultError(f"the columns of `with` have different lengths: {', '.join(map(str, sorted(lengths)))}")
    filled = {name: fill(values, names) for name, values in rows.items()}
    for values in zip(*filled.values(), strict=True):
        yield dict(zip(filled, values, strict=True))


def _row_text(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {shown(value)}" for name, value in row.items())


async def _run_repeated(step: RequestStep, times: int, context: CheckContext) -> None:
    began = await _loop_mark(step, context)
    expect = step.expect or NOTHING_SAID
    answers = []
    for call in range(1, times + 1):
        names = {**context.names, "call": call}
        row = f"call {call} of {times}"
        answers.append(await send(context, prepare(step, names), step, row=row))
        await _judge(step, expect, answers[-1], context, names, row=row, status=not expect.statuses)
    await _judge_all(expect, answers, context, began)
    _save(step, answers[-1], context)


async def _run_together(step: RequestStep, times: int, context: CheckContext) -> None:
    expect = step.expect or NOTHING_SAID
    began = await _loop_mark(step, context)
    alone = None
    if expect.asks("speedup"):
        alone = await send(context, prepare(step, {**context.names, "call": 0}), step, row="one call alone", crowd=True)
        await _judge(step, expect, alone, context, context.names, row="one call alone")
    rows = [{**context.names, "call": call} for call in range(1, times + 1)]
    requests = [prepare(step, names) for names in rows]
    start = time.perf_counter()
    answers = await _gather(context, requests, step)
    took = time.perf_counter() - start
    await _judge_loop(expect, context, began, answers[0], alone=alone, took=took, times=times)
    for call, (answer, names) in enumerate(zip(answers, rows, strict=True), 1):
        row = f"call {call} of {times} at once"
        await _judge(step, expect, answer, context, names, row=row, status=not expect.statuses)
    await _judge_all(expect, answers, context, None)
    if alone is not None:
        _judge_speedup(expect, alone, answers[0], took, times)
    _save(step, answers[-1], context)


async def _gather(context: CheckContext, requests: Sequence[Prepared], step: RequestStep) -> list[Answer]:
    """All of them at once; the first failure ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(send(context, request, step, crowd=True)) for request in requests]
    except BaseExceptionGroup as group_error:
        raise group_error.exceptions[0] from None
    return [task.result() for task in tasks]


async def _judge_all(expect: ExpectResponse, answers: list[Answer], context: CheckContext, began: int | None) -> None:
    if expect.statuses:
        _judge_counts(expect.statuses, answers)
    if expect.distinct is not None:
        _judge_distinct(expect.distinct, answers)
    if began is not None:
        await _judge_loop(expect, context, began, answers[0])


def _judge_counts(asked: dict[int, int], answers: list[Answer]) -> None:
    came = Counter(answer.status for answer in answers)
    if came == Counter(asked):
        return
    odd = next((answer for answer in answers if came[answer.status] > asked.get(answer.status, 0)), answers[0])
    got = ", ".join(f"{number} × {status}" for status, number in sorted(came.items()))
    expected = ", ".join(f"{number} × {status}" for status, number in sorted(asked.items()))
    raise StepFailedError(
        f"Of {counted(len(answers), 'call')}, {_counts_differ(asked, came)}.", odd, got=got, expected=expected
    )


def _counts_differ(asked: dict[int, int], came: Counter[int]) -> str:
    status = next(status for status in sorted({*asked, *came}) if came[status] != asked.get(status, 0))
    return f"{came[status] or 'none'} got {status}, the task asks for {asked.get(status, 0) or 'none'}"


def _judge_distinct(path: str, answers: list[Answer]) -> None:
    seen: list[Any] = []
    for answer in answers:
        try:
            value = select(path, answer.document)
        except (PathStoppedError, NotJsonError) as error:
            raise StepFailedError(
                f"{path} is not there.", answer, expected=f"{path}: a value", got=str(error)
            ) from error
        if any(matches({"$eq": value}, earlier) for earlier in seen):
            message = f"{path} is {shown(value, 60)} in two answers, it must differ from call to call."
            raise StepFailedError(message, answer, expected=f"{path}: another value for each call")
        seen.append(value)


def _judge_speedup(expect: ExpectResponse, alone: Answer, answer: Answer, took: float, times: int) -> None:
    speedup = times * alone.elapsed / took if took else float(times)
    if not matches(expect.speedup, speedup):
        failure = StepFailedError(
            "The calls ran one after the other.",
            answer,
            got=_times(alone, took, times),
            expected=f"{counted(times, 'call')} in about the time of one",
        )
        raise _TooSlowError(failure)


def _times(alone: Answer | None, took: float, times: int) -> str:
    if alone is None:
        return f"{counted(times, 'call')} together {seconds(took)}"
    ratio = took / alone.elapsed if alone.elapsed else 0.0
    return f"one call {seconds(alone.elapsed)}, {counted(times, 'call')} together {seconds(took)} ({ratio:.1f}×)"


async def _loop_mark(step: RequestStep, context: CheckContext) -> int:
    """How many events the journal has before a step that asks for a free loop."""
    if step.expect is None or step.expect.loop is None:
        return 0
    return len(await context.events())


async def _judge_loop(
    expect: ExpectResponse,
    context: CheckContext,
    began: int,
    answer: Answer,
    *,
    alone: Answer | None = None,
    took: float = 0.0,
    times: int = 1,
) -> None:
    if expect.loop is None:
        return
    events = (await context.events())[began:]
    stalls = [event for event in events if event.kind == "loop.blocked" and event.spot is not None]
    if stalls:
        raise StepFailedError(
            "Your event loop was frozen: other requests had to wait.",
            answer,
            got=_times(alone, took, times) if times > 1 else "",
            expected=f"{counted(times, 'call')} in about the time of one"
            if times > 1
            else "an event loop that is free",
            found=[frozen(stalls[0])],
        )


async def _run_until(step: RequestStep, until: ExpectResponse, within: float, context: CheckContext) -> None:
    end = time.monotonic() + within
    pause = 0.01
    while True:
        answer = await send(context, prepare(step, context.names), step)
        mismatches = judge(until, answer, context.names)
        if not mismatches:
            break
        if time.monotonic() > end:
            failure = await explain(mismatches, answer, await context.app())
            failure.message = f"Even after {within:g} s: {failure.message}"
            failure.likely = recognise(step, answer, context.names)
            raise failure
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    if step.expect is not None:
        await _judge(step, step.expect, answer, context, context.names)
    _save(step, answer, context)


def _save(step: RequestStep, answer: Answer, context: CheckContext) -> None:
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
