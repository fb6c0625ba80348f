"""From a step to the module that carries it out."""

from __future__ import annotations

from asyncio import sleep as _sleep
from collections.abc import Awaitable, Callable
from typing import Any

from quizapp.checker.bounds import MAX_WAITED
from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError
from quizapp.checker.steps.app import run_app
from quizapp.checker.steps.journal import run_journal, run_logs
from quizapp.checker.steps.openapi import run_openapi
from quizapp.checker.steps.preflight import run_preflight
from quizapp.checker.steps.requests import run_request
from quizapp.domain.steps.any import AnyStep
from quizapp.domain.steps.app import AppStep, WaitStep
from quizapp.domain.steps.base import Step
from quizapp.domain.steps.observed import JournalStep, LogStep
from quizapp.domain.steps.request import OpenApiStep, PreflightStep, RequestStep
from quizapp.domain.steps.sockets import PeerStep, SocketStep
from quizapp.domain.steps.source import CodeStep, ImageStep
from quizapp.domain.steps.tests import PytestStep


async def run_step(step: AnyStep, context: CheckContext) -> None:
    """Carry out one step; StepFailedError when it does not hold."""
    await _RUNNERS[type(step)](step, context)


async def _run_socket(step: SocketStep | PeerStep, context: CheckContext) -> None:
    from quizapp.checker.steps import sockets  # noqa: PLC0415 - loads a WebSocket client

    await sockets.run_socket_step(step, context)


async def _run_code(step: CodeStep, context: CheckContext) -> None:
    from quizapp.checker.steps.source import run_code  # noqa: PLC0415 - seldom needed

    run_code(step, context)


async def _run_image(step: ImageStep, context: CheckContext) -> None:
    from quizapp.checker.steps.image import run_image  # noqa: PLC0415 - seldom needed

    run_image(step, context)


async def _run_tests(step: PytestStep, context: CheckContext) -> None:
    from quizapp.checker.steps.tests import run_tests  # noqa: PLC0415 - seldom needed

    await run_tests(step, context)


async def _wait(step: WaitStep, context: CheckContext) -> None:
    context.waited += step.wait
    if context.waited > MAX_WAITED:
        raise PackFaultError(f"the waits of one check may not add up to more than {MAX_WAITED:g} s")
    await _sleep(step.wait)


_RUNNERS: dict[type[Step], Callable[[Any, CheckContext], Awaitable[None]]] = {
    RequestStep: run_request,
    PreflightStep: run_preflight,
    OpenApiStep: run_openapi,
    JournalStep: run_journal,
    LogStep: run_logs,
    AppStep: run_app,
    WaitStep: _wait,
    SocketStep: _run_socket,
    PeerStep: _run_socket,
    CodeStep: _run_code,
    PytestStep: _run_tests,
    ImageStep: _run_image,
}
