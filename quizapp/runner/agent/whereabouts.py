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


def running(ground: Ground, main_thread: int) -> dict[str, Any] | None:
    """The line that runs now, or waits in a thread: the main thread's, or any other's."""
    frames = sys._current_frames()  # noqa: SLF001 - documented, for tools such as this
    stacks = (frames.pop(main_thread, None), *frames.values())
    return next((line for stack in stacks if (line := ground.of_frame(stack)) is not None), None)


def awaiting(ground: Ground, loop: asyncio.AbstractEventLoop) -> dict[str, Any] | None:
    """The line in which a task of the loop waits, whichever has one."""
    return next((line for stack in _stacks(loop) if (line := ground.innermost(stack)) is not None), None)


def serving(ground: Ground, request: asyncio.Task[Any]) -> dict[str, Any] | None:
    """The line in which the task of a request waits; the handler's, where a middleware waits for the handler."""
    stack = awaited_frames(request.get_coro())
    if not _hands_on(stack):
        return ground.innermost(stack)
    behind = [other for other in _stacks(request.get_loop()) if _stands_behind(other)]
    behind.sort(key=_hands_on)
    return next((line for each in (*behind, stack) if (line := ground.innermost(each)) is not None), None)


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
