"""Tells at which line of theirs the learner's code is, or waits, when somebody asks."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from types import FrameType
from typing import Any

from quizapp.runner.agent.spot import Ground, awaited_frames

_HANDS_ON = "call_next"
"""The function of Starlette's that runs what is behind a middleware in a task of its own."""
_TO_THREAD = frozenset({"run_in_threadpool", "run_sync", "to_thread"})
"""The functions of Starlette, anyio and asyncio that wait for one of a thread's."""


def running(ground: Ground, main_thread: int) -> dict[str, Any] | None:
    """The line that runs now, or waits in a thread: the main thread's, or any other's."""
    return _on_loop(ground, main_thread) or _in_a_thread(ground, main_thread)


def awaiting(ground: Ground, loop: asyncio.AbstractEventLoop) -> dict[str, Any] | None:
    """The line in which a task of the loop waits, whichever has one."""
    return next((line for stack in _stacks(loop) if (line := ground.innermost(stack)) is not None), None)


def serving(ground: Ground, request: asyncio.Task[Any] | None, main_thread: int) -> dict[str, Any] | None:
    """The line that a request waits for: what holds up the loop, or else its own, on the loop or in a thread.

    A request has no task before the loop has taken it, nor when it has been answered.
    """
    stacks = _answering(request) if request is not None else []
    line = _on_loop(ground, main_thread)
    if line is None and any(_waits_for_thread(stack) for stack in stacks):
        line = _in_a_thread(ground, main_thread)
    return line or next((line for stack in stacks if (line := ground.innermost(stack)) is not None), None)


def _on_loop(ground: Ground, main_thread: int) -> dict[str, Any] | None:
    return ground.of_frame(_frames().get(main_thread))


def _in_a_thread(ground: Ground, main_thread: int) -> dict[str, Any] | None:
    stacks = (frame for thread, frame in _frames().items() if thread != main_thread)
    return next((line for stack in stacks if (line := ground.of_frame(stack)) is not None), None)


def _frames() -> dict[int, FrameType]:
    return sys._current_frames()  # noqa: SLF001 - documented, for tools such as this


def _answering(request: asyncio.Task[Any]) -> list[list[FrameType]]:
    """Where the task of a request waits; first those of the handler, where a middleware waits for the handler."""
    stack = awaited_frames(request.get_coro())
    if not _hands_on(stack):
        return [stack]
    behind = [other for other in _stacks(request.get_loop()) if _stands_behind(other)]
    return [*sorted(behind, key=_hands_on), stack]


def _stacks(loop: asyncio.AbstractEventLoop) -> list[list[FrameType]]:
    stacks: list[list[FrameType]] = []
    with contextlib.suppress(RuntimeError):
        # The set of tasks may change while it is read.
        stacks.extend(awaited_frames(task.get_coro()) for task in asyncio.all_tasks(loop))
    return stacks


def _hands_on(stack: list[FrameType]) -> bool:
    """Whether it waits for what is behind a middleware."""
    return any(frame.f_code.co_name == _HANDS_ON for frame in stack)


def _stands_behind(stack: list[FrameType]) -> bool:
    """Whether it is a task that a middleware waits for."""
    return any(
        frame.f_code.co_qualname.startswith(f"BaseHTTPMiddleware.__call__.<locals>.{_HANDS_ON}.") for frame in stack
    )


def _waits_for_thread(stack: list[FrameType]) -> bool:
    return any(frame.f_code.co_name in _TO_THREAD for frame in stack)
