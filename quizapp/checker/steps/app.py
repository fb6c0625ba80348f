"""Starts, restarts and stops the app of one check."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.checker.breakdown import explain_start
from quizapp.checker.context import CheckContext
from quizapp.checker.failure import StepFailedError
from quizapp.checker.matchers import compare
from quizapp.checker.served import NotStartedError
from quizapp.checker.steps.journal import log_failure
from quizapp.checker.telling import tell
from quizapp.checker.values import as_text, fill, fill_text
from quizapp.checker.wording import clean, clip, line
from quizapp.domain.expectation import ExpectApp, LogFacts
from quizapp.domain.report import Found
from quizapp.domain.run import Event, Exit, Launch, StartFailure
from quizapp.domain.steps.app import AppStep, OverrideSpec

STOP_WITHIN = 5.0
"""Seconds that a shutdown may take before the process is killed."""


async def run_app(step: AppStep, context: CheckContext) -> None:
    """Carry out the step; what it expects of the start or the stop is compared."""
    if step.app == "stop":
        await _stop(step, context)
        return
    launch = await _launch(step, context)
    if step.app == "restart" and context.has_app:
        await (await context.app()).running.stop(STOP_WITHIN)
    expect = step.expect or ExpectApp()
    try:
        served = await context.use(launch)
    except NotStartedError as error:
        if expect.started is not False:
            raise
        _judge_failed_start(expect, error.failure, context)
        return
    if expect.started is False:
        raise StepFailedError(
            "The app started, though it must refuse to.", got="it serves", expected="a start that fails"
        )
    if expect.logs:
        _judge_logs(expect, await served.journal(), context)


async def _launch(step: AppStep, context: CheckContext) -> Launch:
    """The last start's settings with this step's laid over them."""
    last = context.launch
    env = {name: value for name, value in last.env.items() if name not in step.unset}
    env |= {name: as_text(fill(value, context.names)) for name, value in step.env.items()}
    sources = dict(last.sources)
    if step.keep_files and context.has_app:
        sources |= await (await context.app()).running.files()
    app = last.app
    if step.image is not None:
        from quizapp.checker.steps.image import served_by  # noqa: PLC0415 - seldom needed

        app, sources, given = served_by(step.image, sources)
        env = {**given, **env}
    sources |= {path: fill_text(text, context.names).encode() for path, text in step.files.items()}
    return last.model_copy(
        update={
            "app": app,
            "env": env,
            "sources": sources,
            "trace": [*last.trace, *(symbol for symbol in step.trace if symbol not in last.trace)],
            "overrides": {**last.overrides, **_filled(step.overrides, context)},
        }
    )


def _filled(overrides: dict[str, OverrideSpec], context: CheckContext) -> dict[str, OverrideSpec]:
    return {
        symbol: spec.model_copy(update={"value": fill(spec.value, context.names)}) for symbol, spec in overrides.items()
    }


def _judge_failed_start(expect: ExpectApp, failure: StartFailure, context: CheckContext) -> None:
    told = explain_start(failure)
    said = "\n".join(part for part in (failure.output, f"{failure.error}: {failure.message}") if part)
    if "output" in expect.model_fields_set and compare(fill(expect.output, context.names), said, "output"):
        raise StepFailedError(
            "The app refused to start, but it does not say why as the task asks.",
            got=clip(clean(said[-600:]), 600),
            expected=tell(compare(fill(expect.output, context.names), said, "output")[0]).expected,
            found=told.found,
        )


async def _stop(step: AppStep, context: CheckContext) -> None:
    served = await context.app()
    await served.transport.aclose()
    ended = await served.running.stop(STOP_WITHIN)
    expect = step.expect or ExpectApp()
    events = await served.journal()
    if "exit" in expect.model_fields_set:
        _judge_exit(expect, ended, events, context)
    output = served.running.output()
    if "output" in expect.model_fields_set and (
        mismatches := compare(fill(expect.output, context.names), output, "output")
    ):
        raise StepFailedError(
            "What the app printed is not as asked.",
            got=clip(clean(output[-600:]), 600),
            expected=tell(mismatches[0]).expected,
        )
    if expect.logs:
        _judge_logs(expect, events, context)


def _judge_exit(expect: ExpectApp, ended: Exit, events: Sequence[Event], context: CheckContext) -> None:
    if not compare(fill(expect.exit, context.names), ended.code, "exit"):
        return
    how = f"signal {ended.signal}" if ended.signal else f"exit code {ended.code}"
    raised = next((event for event in reversed(events) if event.kind == "exception" and not event.number), None)
    found = [Found(say=line(f"{raised.error}: {raised.message}"), spot=raised.spot)] if raised else []
    message = f"The app did not shut down cleanly: {clean(ended.reason) or how}."
    raise StepFailedError(message, got=how, expected=f"exit code {as_text(expect.exit)}", found=found)


def _judge_logs(expect: ExpectApp, events: Sequence[Event], context: CheckContext) -> None:
    failure = log_failure(LogFacts(has=fill(expect.logs, context.names)), events)
    if failure is not None:
        raise failure
