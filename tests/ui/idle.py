"""When an app under test has done all that there was to do: asked of its event loop, not guessed from the processor.

Textual samples the processor: each key costs 40 ms of waiting at least and each pause 20 ms, however little there was
to do, and on a machine that is busy with something else an app that gets no turn counts as idle.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from textual._wait import wait_for_idle

FRAME = 1 / 50
"""Seconds: a timer due within them is waited for, as Textual does; a cursor that blinks and a clock are not."""
ALWAYS_THERE = frozenset(threading.enumerate())
"""Threads that ran before any test did."""


async def until_idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing is left to do: nothing is ready to run, no timer is due within a frame, no thread is at work.

    Args:
        min_sleep: seconds to wait at least, if it is threads that are waited for.
        max_sleep: seconds after which to go on, whatever is left: an animation has no end of its own.
    """
    loop: Any = asyncio.get_running_loop()
    end = time.monotonic() + max_sleep
    while time.monotonic() < end:
        if _threads_work(loop):
            await wait_for_idle(min_sleep, max_sleep)
            return
        await asyncio.sleep(0)  # the others have their turn, and what has come in from outside is seen
        if loop._ready:
            continue
        now = loop.time()
        due = min((timer.when() - now for timer in loop._scheduled if not timer.cancelled()), default=FRAME)
        if due >= FRAME:
            return
        await asyncio.sleep(max(due, 0))


def _threads_work(loop: Any) -> bool:
    """Whether any other thread may be at work; those of the loop's pool that wait for work are not."""
    pool = loop._default_executor
    resting: set[threading.Thread] = set()
    if isinstance(pool, ThreadPoolExecutor) and pool._idle_semaphore._value >= len(pool._threads):
        resting = set(pool._threads)
    return bool({*threading.enumerate()} - ALWAYS_THERE - resting - {threading.current_thread()})
