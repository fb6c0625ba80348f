"""Runs a task's checks in the sandbox and turns whatever happens into a report."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.checker.bounds import CHECK_DEADLINE, RUN_DEADLINE
from quizapp.checker.breakdown import explain_start
from quizapp.checker.client import RequestNumbers
from quizapp.checker.context import CheckContext
from quizapp.checker.evidence import evidence
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.processes import AppProcesses
from quizapp.checker.proving import prove_item, prove_proof
from quizapp.checker.served import NotStartedError
from quizapp.checker.steps.dispatch import run_step
from quizapp.checker.values import draw
from quizapp.checker.wording import line
from quizapp.domain.check import Check
from quizapp.domain.items.base import Proof
from quizapp.domain.items.predicted import Predict
from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.report import CheckResult, ProofReport, Report, Verdict, overall
from quizapp.domain.run import Isolation, IsolationLevel, Launch
from quizapp.domain.steps.app import AppStep, WaitStep
from quizapp.domain.steps.observed import JournalStep, LogStep
from quizapp.domain.steps.source import CodeStep, ImageStep
from quizapp.domain.steps.tests import PytestStep
from quizapp.domain.task import Task
from quizapp.errors import SandboxError

OnResult = Callable[[CheckResult], None]


class SandboxChecker:
    """Fits the `Checker` port: sends real requests to an app that runs in the sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def check(
        self,
        task: Task,
        sources: Mapping[str, bytes],
        *,
        seed: int | None = None,
        on_result: OnResult | None = None,
        only: Sequence[str] = (),
        trusted: bool = True,
    ) -> Report:
        """Run a task's checks; `only` names checks (with those they come after)."""
        seed = secrets.randbelow(1_000_000) if seed is None else seed
        began = time.perf_counter()
        processes = AppProcesses(self._sandbox, launch_of(task, sources, trusted=trusted))
        run = _Run(processes, sources, seed)
        try:
            async for result in run.results(chosen(task.checks, only)):
                if on_result is not None:
                    on_result(result)
            elapsed = time.perf_counter() - began
        finally:
            await processes.close()
        return Report(
            task=task.id,
            verdict=overall([result.verdict for result in run.done.values()]),
            checks=list(run.done.values()),
            seed=seed,
            isolation=await self._isolation(),
            versions=dict(processes.versions),
            elapsed_ms=round(elapsed * 1000, 1),
            output=processes.output,
        )

    async def _isolation(self) -> Isolation:
        """What the sandbox holds back; known even if no check needed an app."""
        with contextlib.suppress(SandboxError):
            return self._sandbox.isolation
        try:
            await self._sandbox.warm()
        except SandboxError as error:
            return Isolation(level=IsolationLevel.NONE, missing={"sandbox": error.message})
        return self._sandbox.isolation

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        """Run an item's proof."""
        return await prove_proof(self._sandbox, proof, trusted=trusted)

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        """Run a `predict` item and compare what really comes back with what it states."""
        return await prove_item(self._sandbox, item, trusted=trusted)


def launch_of(task: Task, sources: Mapping[str, bytes], *, trusted: bool) -> Launch:
    """How a task's app is started."""
    return Launch(
        sources=dict(sources),
        given=task.given,
        app=task.app,
        env={name: str(value) for name, value in task.env.items()},
        trace=task.trace,
        overrides=task.overrides,
        network=task.needs.network,
        trusted=trusted,
        deadline=RUN_DEADLINE,
    )


def chosen(checks: Sequence[Check], only: Sequence[str]) -> list[Check]:
    """The checks that are named and those that they come after, in order; all of them if none is named."""
    if not only:
        return list(checks)
    wanted = set(only)
    for check in reversed(checks):
        if check.id in wanted:
            wanted.update(check.after)
    return [check for check in checks if check.id in wanted]


_NO_APP = "The app did not start, so this could not be checked."


class _Run:
    """The checks of one run, one after another."""

    def __init__(self, processes: AppProcesses, sources: Mapping[str, bytes], seed: int) -> None:
        self._processes = processes
        self._sources = sources
        self._seed = seed
        self._numbers = RequestNumbers()
        self._ends_at = time.monotonic() + RUN_DEADLINE
        self._start_failure_told = False
        self.done: dict[str, CheckResult] = {}

    async def results(self, checks: Sequence[Check]) -> AsyncIterator[CheckResult]:
        """Each check's result as soon as it is known."""
        for check in checks:
            began = time.perf_counter()
            result = self._blocked(check) or await self._guarded(check)
            result = result.model_copy(update={"seconds": round(time.perf_counter() - began, 4)})
            self.done[check.id] = result
            yield result

    def _blocked(self, check: Check) -> CheckResult | None:
        """The result of a check that is not judged because of what came before, or None."""
        if time.monotonic() > self._ends_at:
            return _result(check, Verdict.BLOCKED, f"The run was ended after {RUN_DEADLINE:g} s.")
        missing = [name for name in check.after if name in self.done and self.done[name].verdict is not Verdict.PASSED]
        if missing:
            titles = ", ".join(f"“{self.done[name].title}”" for name in missing)
            return _result(check, Verdict.BLOCKED, f"It builds on {titles}, which must pass first.")
        if self._processes.start_failure is not None and not needs_own_process(check) and needs_app(check):
            return _result(check, Verdict.BLOCKED, _NO_APP)
        return None

    async def _guarded(self, check: Check) -> CheckResult:
        """Run one check; whatever goes wrong becomes its verdict."""
        context = CheckContext(self._processes, self._numbers, self._sources, own_process=needs_own_process(check))
        position = _Position()
        try:
            async with asyncio.timeout(min(CHECK_DEADLINE, max(self._ends_at - time.monotonic(), 0.1))):
                await self._run(check, context, position)
        except StepFailedError as failure:
            if failure.spoils_app and not context.own_process:
                await self._processes.spoil_shared()
            return _told(check, position.step, failure)
        except NotStartedError as error:
            if error.failure == self._processes.start_failure and self._start_failure_told:
                return _result(check, Verdict.BLOCKED, _NO_APP)
            self._start_failure_told = True
            return _told(check, position.step, explain_start(error.failure))
        except PackFaultError as fault:
            message = f"This check is at fault, not your code: {fault}."
            return _result(check, Verdict.CHECKER_FAULT, message, position.step)
        except Exception as error:  # noqa: BLE001 - our own fault must never look like the learner's
            await self._processes.spoil_shared()
            return _result(check, *_fault(error), position.step)
        finally:
            await context.leave_app()
            await self._processes.release()
        return _result(check, Verdict.PASSED)

    async def _run(self, check: Check, context: CheckContext, position: _Position) -> None:
        context.names.update(draw(check.probe, self._seed, check.id))
        if reads_journal(check) and not context.own_process:
            await context.mark_journal()
        for number, step in enumerate(check.steps, 1):
            position.step = number
            await run_step(step, context)


@dataclass
class _Position:
    """Which step is being carried out, from 1."""

    step: int = 0


def needs_own_process(check: Check) -> bool:
    """Whether a check may not share the app's process with its neighbours."""
    return check.fresh or any(isinstance(step, AppStep) for step in check.steps)


def needs_app(check: Check) -> bool:
    """Whether a check can be judged without a running app: the code itself, and the learner's tests, can."""
    return any(not isinstance(step, CodeStep | ImageStep | PytestStep | WaitStep) for step in check.steps)


def reads_journal(check: Check) -> bool:
    """Whether what happened in earlier checks must be told from what happens in this one."""
    return any(isinstance(step, JournalStep | LogStep) for step in check.steps)


def _fault(error: Exception) -> tuple[Verdict, str]:
    if isinstance(error, TimeoutError):
        return Verdict.TIMED_OUT, "This check took too long and was ended."
    if isinstance(error, SandboxError):
        parts = [error.message.rstrip(".") + ".", error.hint]
        return Verdict.CHECKER_FAULT, line(" ".join(part for part in parts if part))
    told = f"The checker itself failed, your code was not judged: {type(error).__name__}: {error}"
    return Verdict.CHECKER_FAULT, line(told)


def _result(check: Check, verdict: Verdict, message: str = "", step: int = 0) -> CheckResult:
    return CheckResult(
        id=check.id, title=check.title, verdict=verdict, message=message, step=step, steps=len(check.steps)
    )


def _told(check: Check, step: int, failure: StepFailedError) -> CheckResult:
    told = evidence(failure, check, check.steps[max(step, 1) - 1])
    result = _result(check, failure.verdict, line(failure.message), step)
    return result.model_copy(update={"evidence": told})
