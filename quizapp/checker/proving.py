"""Runs an item's proof, and compares what a `predict` item states with what really comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from quizapp.checker.answer import Answer, NotJsonError
from quizapp.checker.bounds import CHECK_DEADLINE
from quizapp.checker.breakdown import explain_silence, explain_start
from quizapp.checker.client import RequestNumbers, UnansweredError
from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import header
from quizapp.checker.matchers import ABSENT, equal
from quizapp.checker.paths import PathStoppedError, select
from quizapp.checker.prepared import prepare
from quizapp.checker.processes import AppProcesses
from quizapp.checker.served import NotStartedError
from quizapp.checker.steps.dispatch import run_step
from quizapp.checker.wording import clean, line, shown
from quizapp.domain.items.base import Proof
from quizapp.domain.items.predicted import Ask, Predict
from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.report import Exchange, ProofReport
from quizapp.domain.run import Launch
from quizapp.domain.steps.any import AnyStep
from quizapp.domain.steps.app import AppStep, WaitStep
from quizapp.domain.steps.source import CodeStep, ImageStep
from quizapp.domain.steps.tests import PytestStep
from quizapp.errors import SandboxError, SandboxRefusedError


class _SkippedError(Exception):
    """The proof says nothing here; the text says why."""


async def prove_proof(sandbox: Sandbox, proof: Proof, *, trusted: bool) -> ProofReport:
    """Run the steps of a proof against its app."""
    return await _Proving(sandbox, proof.app, proof.requires, trusted=trusted).run(proof.steps, None)


async def prove_item(sandbox: Sandbox, item: Predict, *, trusted: bool) -> ProofReport:
    """Run a `predict` item's requests and compare every stated answer with the real one."""
    return await _Proving(sandbox, item.app, item.requires, trusted=trusted).run(item.before, item)


class _Proving:
    def __init__(self, sandbox: Sandbox, app: str, requires: str | None, *, trusted: bool) -> None:
        self._sources = {"main.py": app.encode()}
        launch = Launch(sources=self._sources, trusted=trusted, deadline=CHECK_DEADLINE)
        self._processes = AppProcesses(sandbox, launch)
        self._requires = requires
        self._exchanges: list[Exchange] = []

    async def run(self, steps: Sequence[AnyStep], item: Predict | None) -> ProofReport:
        """Every exchange, and whether the claim holds; never an exception."""
        try:
            async with asyncio.timeout(CHECK_DEADLINE):
                message = await self._carry_out(steps, item)
            return self._report(message)
        except _SkippedError as skipped:
            return ProofReport(holds=False, skipped=str(skipped))
        except StepFailedError as failure:
            return self._report(_one_line(failure))
        except NotStartedError as error:
            return self._report(_one_line(explain_start(error.failure)))
        except TimeoutError:
            return self._report(f"It did not end within {CHECK_DEADLINE:g} s.")
        except PackFaultError as fault:
            return self._report(f"The pack is at fault: {fault}.")
        except SandboxRefusedError as error:
            return ProofReport(holds=False, skipped=error.message)
        except SandboxError as error:
            return self._report(error.message)
        except Exception as error:  # noqa: BLE001 - our own fault is told, not thrown at a study session
            return self._report(line(f"The checker itself failed: {type(error).__name__}: {error}"))
        finally:
            await self._processes.close()

    def _report(self, message: str) -> ProofReport:
        return ProofReport(holds=not message, message=message, exchanges=self._exchanges)

    async def _carry_out(self, steps: Sequence[AnyStep], item: Predict | None) -> str:
        """The empty string if the claim holds, else what does not."""
        own = any(isinstance(step, AppStep) for step in steps)
        context = CheckContext(
            self._processes, RequestNumbers(), self._sources, own_process=own, exchanges=self._exchanges
        )
        try:
            await self._begin(steps, context)
            for step in steps:
                await run_step(step, context)
                self._check_version()
            return "" if item is None else await self._compare(item, context)
        finally:
            await context.leave_app()

    async def _begin(self, steps: Sequence[AnyStep], context: CheckContext) -> None:
        """Know the versions first: an app that needs newer ones may not even start on these."""
        if not self._requires or _begins_with_start(steps):
            return
        try:
            await context.app()
        except NotStartedError:
            self._check_version()
            raise
        self._check_version()

    def _check_version(self) -> None:
        installed = self._processes.versions.get("fastapi")
        if not self._requires or installed is None:
            return
        try:
            fits = Version(installed) in SpecifierSet(self._requires, prereleases=True)
        except (InvalidSpecifier, InvalidVersion) as error:
            raise PackFaultError(f"{self._requires!r} is no version range") from error
        if not fits:
            raise _SkippedError(f"It holds for FastAPI {self._requires}; here is {installed}.")

    async def _compare(self, item: Predict, context: CheckContext) -> str:
        client = await context.client()
        try:
            answer = await client.send(prepare(item.request, context.names))
        except UnansweredError as error:
            return _one_line(await explain_silence(error, await context.app()))
        wrong = [
            f"“{ask.say}” ({ask.of}): stated {_told(ask.answer)}, really {_told(real)}"
            for ask in item.asks
            if not _agrees(ask.answer, real := real_answer(ask, answer))
        ]
        return "; ".join(wrong)


def _begins_with_start(steps: Sequence[AnyStep]) -> bool:
    """Whether the first thing that needs an app is the step that starts it."""
    first = next((step for step in steps if not isinstance(step, CodeStep | ImageStep | PytestStep | WaitStep)), None)
    return isinstance(first, AppStep)


def _one_line(failure: StepFailedError) -> str:
    found = "; ".join(
        line(f"{each.say} at {each.spot.file}:{each.spot.line}" if each.spot else each.say) for each in failure.found
    )
    got = failure.got or (failure.answer.summary if failure.answer else "")
    parts = [failure.message, f"Row: {failure.row}." if failure.row else "", f"Got {line(got)}." if got else "", found]
    return clean(" ".join(part for part in parts if part))


def real_answer(ask: Ask, answer: Answer) -> Any:
    """The part of a real answer that is asked for; ABSENT if there is none."""
    if ask.of == "status":
        return answer.status
    if ask.of == "body":
        return answer.text
    if ask.of.startswith("header "):
        return header(answer, ask.of.removeprefix("header "))
    try:
        return select(ask.of, answer.document)
    except (PathStoppedError, NotJsonError):
        return ABSENT


def _agrees(stated: Any, real: Any) -> bool:
    """Equality of values; for a body that is a JSON scalar, its text counts too."""
    if real is ABSENT:
        return False
    if isinstance(real, str) and not isinstance(stated, str):
        return False
    return equal(stated, real)


def _told(value: Any) -> str:
    return "nothing there" if value is ABSENT else shown(value)
