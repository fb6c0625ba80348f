"""What happened inside the app: in which order, how often, and what it logged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from quizapp.checker.breakdown import ended_early
from quizapp.checker.context import CheckContext
from quizapp.checker.failure import StepFailedError
from quizapp.checker.matchers import matches
from quizapp.checker.values import fill, fill_text
from quizapp.checker.wording import clean, clip, line, shown, wanted
from quizapp.domain.expectation import JournalFacts, LogFacts
from quizapp.domain.report import Found
from quizapp.domain.run import Event
from quizapp.domain.steps.observed import JournalStep, LogStep
from quizapp.domain.wording import plural

_SHOWN_EVENTS = 12


async def run_journal(step: JournalStep, context: CheckContext) -> None:
    """Wait until the facts hold, for `within` at most."""
    facts = JournalFacts(
        order=[fill_text(name, context.names) for name in step.journal.order],
        calls=step.journal.calls,
        never=[fill_text(name, context.names) for name in step.journal.never],
    )
    await _poll(context, step.within, lambda events: _journal_failure(facts, events), to_the_end=bool(facts.never))


async def run_logs(step: LogStep, context: CheckContext) -> None:
    """Wait until every record that is asked for is there, for `within` at most."""
    facts = LogFacts(has=fill(step.logs.has, context.names), never=fill(step.logs.never, context.names))
    await _poll(context, step.within, lambda events: log_failure(facts, events), to_the_end=bool(facts.never))


async def _poll(
    context: CheckContext,
    within: float,
    judge: Callable[[Sequence[Event]], StepFailedError | None],
    *,
    to_the_end: bool,
) -> None:
    """Ask until nothing is wrong; with `to_the_end` once more when the time is over, for what must never happen."""
    end = asyncio.get_running_loop().time() + within
    while (failure := judge(await context.events())) is not None:
        if asyncio.get_running_loop().time() > end:
            served = await context.app()
            if not served.is_alive and not await context.events():
                await ended_early(failure, "the requests of this check", served)
            raise failure
        await asyncio.sleep(0.015)
    if to_the_end:
        await asyncio.sleep(max(0.0, end - asyncio.get_running_loop().time()))
        if (failure := judge(await context.events())) is not None:
            raise failure


def _journal_failure(facts: JournalFacts, events: Sequence[Event]) -> StepFailedError | None:
    return (
        next(_wrong_counts(facts, events), None)
        or _wrong_order(facts.order, events)
        or next(_forbidden(facts.never, events), None)
    )


def _wrong_counts(facts: JournalFacts, events: Sequence[Event]) -> Iterator[StepFailedError]:
    traced = [event for event in events if event.kind == "trace"]
    for symbol, asked in facts.calls.items():
        came = sum(event.function == symbol and event.phase == "start" for event in traced)
        if came == asked:
            continue
        name = symbol.rpartition(":")[2]
        failure = StepFailedError(
            f"{name}() ran {_times(came)}, the task asks for {_times(asked)}.",
            got=f"{plural(came, 'call')} of {symbol}",
            expected=plural(asked, "call"),
        )
        if any(event.function == symbol and event.error for event in traced):
            failure.message = f"There is no function {name} in {symbol.partition(':')[0]}."
            failure.hint = f"Keep the name {name}: the task follows this function while it runs."
        yield failure


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _wrong_order(order: Sequence[str], events: Sequence[Event]) -> StepFailedError | None:
    names = [event.name for event in events]
    position = 0
    for index, asked in enumerate(order):
        try:
            position = names.index(asked, position) + 1
        except ValueError:
            return _order_failure(order, index, names)
    return None


def _order_failure(order: Sequence[str], index: int, names: list[str]) -> StepFailedError:
    asked, known = order[index], set(order)
    relevant = [name for name in names if name in known]
    if asked not in names:
        message = f"This never happened: {asked}."
        shown_events = names[-_SHOWN_EVENTS:]
    elif index:
        message = f"“{asked}” did not happen after “{order[index - 1]}”."
        shown_events = relevant
    else:
        message = f"“{asked}” did not happen."
        shown_events = relevant
    return StepFailedError(
        line(message),
        got=_sequence(shown_events) or "none of these events",
        expected=_sequence(list(order)),
    )


def _sequence(names: list[str]) -> str:
    return " → ".join(clip(line(name), 80) for name in names[:_SHOWN_EVENTS])


def _forbidden(never: Sequence[str], events: Sequence[Event]) -> Iterator[StepFailedError]:
    for name in never:
        event = next((event for event in events if event.name == name), None)
        if event is not None:
            said = ": ".join(part for part in (event.error, event.message) if part)
            found = [Found(say=clip(line(said)) or name, spot=event.spot)] if event.spot else []
            yield StepFailedError(f"This must not happen: {line(name)}.", expected=f"never: {name}", found=found)


def log_failure(facts: LogFacts, events: Sequence[Event]) -> StepFailedError | None:
    """What is wrong with the records of these events, or None."""
    records = [
        {"logger": event.logger, "level": event.level, "message": event.message}
        for event in events
        if event.kind == "log"
    ]
    told = "\n".join(clip(line(f"{each['level']} {each['logger']}: {each['message']}")) for each in records[-5:])
    for asked in facts.has:
        if not any(matches(asked, record) for record in records):
            return StepFailedError(
                "Nothing like this was logged." if records else "Nothing was logged.",
                got=told or "no log records",
                expected=wanted(asked),
            )
    for asked in facts.never:
        guilty = next((record for record in records if matches(asked, record)), None)
        if guilty is not None:
            return StepFailedError(
                f"The log holds what it must not: {shown(guilty['message'], 80)}.",
                got=clean(told),
                expected=f"no record like {wanted(asked)}",
                found=[Found(say=f"logged by {guilty['logger']}")] if guilty["logger"] else [],
            )
    return None
