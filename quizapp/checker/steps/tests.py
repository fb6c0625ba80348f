"""Runs the learner's own tests: on the good app, and on broken copies of it that they must catch."""

from __future__ import annotations

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.matchers import compare
from quizapp.checker.telling import tell
from quizapp.checker.values import fill
from quizapp.checker.wording import clean, clip, line, listed
from quizapp.domain.report import Found
from quizapp.domain.run import Launch, PytestRun
from quizapp.domain.steps.tests import Edits, PytestStep
from quizapp.domain.wording import plural

TESTS_WITHIN = 20.0
PLUGIN = "quizapp_watch"
"""The module in which a step's plugin is laid beside the learner's tests."""
_SHOWN_FAILURES = 3


async def run_tests(step: PytestStep, context: CheckContext) -> None:
    """Run them on the app as it is, or once on each broken copy."""
    if step.mutants:
        await _run_on_broken(step, context)
        return
    run = await _run(step, context, dict(context.sources))
    if run.fault is not None:
        raise _fault(run)
    expect = step.expect
    for name, came in (("errors", run.errors), ("failed", run.failed), ("passed", run.passed)):
        if name in expect.model_fields_set:
            mismatches = compare(fill(getattr(expect, name), context.names), came, name)
            if mismatches:
                raise _unlike(name, run, tell(mismatches[0]).expected, step)


async def _run(step: PytestStep, context: CheckContext, sources: dict[str, bytes]) -> PytestRun:
    launch = context.launch
    env = launch.env
    if step.plugin:
        sources = {**sources, f"{PLUGIN}.py": step.plugin.encode()}
        env = {**env, "PYTEST_PLUGINS": PLUGIN}
    quiet = Launch(sources=sources, app=launch.app, env=env, network=launch.network, trusted=launch.trusted)
    return await context.processes.sandbox.run_pytest(
        quiet, step.pytest, reversed_order=step.order == "reversed", within=TESTS_WITHIN
    )


def _fault(run: PytestRun) -> StepFailedError:
    fault = run.fault
    assert fault is not None
    said = f"{fault.error}: {fault.message}" if fault.error else fault.message
    message = {
        "timed out": f"Your tests did not end within {TESTS_WITHIN:g} s.",
        "killed": "Your tests were stopped.",
        "exited": "The process ended while your tests ran.",
    }.get(fault.kind, "Your tests could not be run.")
    found = [Found(say=clip(line(said), 300), spot=fault.at)] if said or fault.at else []
    return StepFailedError(message, got=_tail(run.output), expected="tests that run to their end", found=found)


def _unlike(name: str, run: PytestRun, expected: str, step: PytestStep) -> StepFailedError:
    total = run.passed + run.failed + run.errors
    order = " in reversed order" if step.order == "reversed" else ""
    got = f"{run.passed} passed, {run.failed} failed, {run.errors} with errors{order}"
    if total == 0:
        message = "No test was found." if not run.errors else "Your tests could not be collected."
    elif name == "passed":
        message = f"{plural(run.passed, 'test')} passed, the task asks for another number."
    elif name == "errors" and run.failures and all("(teardown): " in failure for failure in run.failures):
        message = f"What comes after your tests failed{order}."
    elif name == "errors":
        message = f"{plural(run.errors, 'test')} could not be run{order}."
    else:
        message = f"{run.failed} of your {plural(total, 'test')} failed{order}."
    found = [Found(say=clip(line(each), 300)) for each in run.failures[:_SHOWN_FAILURES]]
    if not found and run.output:
        found = [Found(say=_tail(run.output))]
    return StepFailedError(message, got=got, expected=expected, found=found)


def _tail(output: str) -> str:
    return "\n".join([clip(each, 200) for each in clean(output).splitlines() if each.strip()][-3:])


async def _run_on_broken(step: PytestStep, context: CheckContext) -> None:
    alive = []
    for broken in step.mutants:
        run = await _run(step, context, edited(dict(context.sources), broken.edit))
        if not _caught(run):
            alive.append(broken.id)
    if alive:
        raise StepFailedError(
            f"{len(alive)} of {plural(len(step.mutants), 'planted bug')} got past your tests.",
            expected="every planted bug makes at least one test fail",
            found=[Found(say=f"not caught: {listed(alive, 10)}")],
        )


def _caught(run: PytestRun) -> bool:
    """Whether the tests noticed: one failed, could not be run, or never ended."""
    return run.failed > 0 or run.errors > 0 or run.fault is not None


def edited(sources: dict[str, bytes], edits: Edits) -> dict[str, bytes]:
    """The sources with the edits applied; each must apply exactly once."""
    for path, replacements in edits.items():
        if path not in sources:
            raise PackFaultError(f"a planted bug edits {path}, which is not among the files")
        text = sources[path].decode("utf-8").replace("\r\n", "\n")
        for replacement in replacements:
            times = text.count(replacement.replace)
            if times != 1:
                raise PackFaultError(
                    f"a planted bug replaces {line(replacement.replace)!r}, which stands {times} times in {path}"
                )
            text = text.replace(replacement.replace, replacement.by)
        sources[path] = text.encode()
    return sources
