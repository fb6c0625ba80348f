"""Requests: one, many one after another, many at once, a table of them, or again and again until something holds."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from quizapp.checker.answer import Answer, NotJsonError
from quizapp.checker.bounds import TIMING_TRIES
from quizapp.checker.context import CheckContext
from quizapp.checker.explain import explain
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import judge
from quizapp.checker.matchers import matches
from quizapp.checker.paths import PathStoppedError, select
from quizapp.checker.prepared import Prepared, prepare
from quizapp.checker.steps.exchange import (
    TooSlowError,
    judge_answer,
    judge_loop,
    loop_mark,
    recognise,
    save,
    send,
    times_told,
)
from quizapp.checker.steps.streams import judge_stream
from quizapp.checker.values import Names, fill
from quizapp.checker.wording import shown
from quizapp.domain.expectation import ExpectResponse
from quizapp.domain.steps.request import RequestStep
from quizapp.domain.wording import plural

NOTHING_SAID = ExpectResponse()


async def run_request(step: RequestStep, context: CheckContext) -> None:
    """Carry out one request step in whichever mode it has."""
    for remaining in reversed(range(TIMING_TRIES if _is_timed(step) else 1)):
        try:
            await _run_mode(step, context)
        except TooSlowError as slow:
            if not remaining:
                raise slow.failure from None
        else:
            return


def _is_timed(step: RequestStep) -> bool:
    return step.expect is not None and (step.expect.asks("elapsed") or step.expect.asks("speedup"))


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
    began = await loop_mark(step, context)
    answer = await send(context, prepare(step, names), step, row=row)
    expect = step.expect or NOTHING_SAID
    await judge_answer(step, expect, answer, context, names, row=row)
    if step.stream is not None:
        try:
            judge_stream(step, expect, answer, names)
        except StepFailedError as failure:
            failure.likely = failure.likely or recognise(step, answer, names)
            raise
    await judge_loop(expect, context, began, answer)
    save(step, answer, context)


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
    began = await loop_mark(step, context)
    expect = step.expect or NOTHING_SAID
    answers = []
    for call in range(1, times + 1):
        names = {**context.names, "call": call}
        row = f"call {call} of {times}"
        answers.append(await send(context, prepare(step, names), step, row=row))
        await judge_answer(step, expect, answers[-1], context, names, row=row, status=not expect.statuses)
    await _judge_all(expect, answers, context, began)
    save(step, answers[-1], context)


async def _run_together(step: RequestStep, times: int, context: CheckContext) -> None:
    expect = step.expect or NOTHING_SAID
    began = await loop_mark(step, context)
    alone = None
    if expect.asks("speedup"):
        names, row = {**context.names, "call": 0}, "one call alone"
        alone = await send(context, prepare(step, names), step, row=row, crowd=True)
        await judge_answer(step, expect, alone, context, names, row=row, status=not expect.statuses)
    rows = [{**context.names, "call": call} for call in range(1, times + 1)]
    requests = [prepare(step, names) for names in rows]
    start = time.perf_counter()
    answers = await _gather(context, requests, step)
    took = time.perf_counter() - start
    await judge_loop(expect, context, began, answers[0], alone=alone, took=took, times=times)
    for call, (answer, names) in enumerate(zip(answers, rows, strict=True), 1):
        row = f"call {call} of {times} at once"
        await judge_answer(step, expect, answer, context, names, row=row, status=not expect.statuses)
    await _judge_all(expect, answers, context, None)
    if alone is not None:
        _judge_speedup(expect, alone, answers[0], took, times)
    save(step, answers[-1], context)


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
        await judge_loop(expect, context, began, answers[0])


def _judge_counts(asked: dict[int, int], answers: list[Answer]) -> None:
    came = Counter(answer.status for answer in answers)
    if came == Counter(asked):
        return
    odd = next((answer for answer in answers if came[answer.status] > asked.get(answer.status, 0)), answers[0])
    got = ", ".join(f"{number} × {status}" for status, number in sorted(came.items()))
    expected = ", ".join(f"{number} × {status}" for status, number in sorted(asked.items()))
    raise StepFailedError(
        f"Of {plural(len(answers), 'call')}, {_counts_differ(asked, came)}.", odd, got=got, expected=expected
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
            got=times_told(alone, took, times),
            expected=f"{plural(times, 'call')} in about the time of one",
        )
        raise TooSlowError(failure)


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
            failure.likely = recognise(step, answer, context.names, raised=failure.raised)
            raise failure
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    if step.expect is not None:
        await judge_answer(step, step.expect, answer, context, context.names)
    save(step, answer, context)
