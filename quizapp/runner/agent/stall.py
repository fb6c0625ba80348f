"""Tells when the learner's code held the event loop: a heartbeat on the loop, and a thread that looks at the stack.

The same thread looks, less often, at the others: `busy.ThreadWatch`.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import Any

from quizapp.runner.agent import busy
from quizapp.runner.agent.journal import Journal

BEAT = 0.01
LATE = 0.06
SAMPLES = 3
"""So often must the learner's code be seen in one stall: a busy machine delays the loop too, but shows nothing."""


class StallWatch:
    """Writes one `loop.blocked` event for each time that the loop was held."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._loop_thread = threading.get_ident()
        self._beat = time.monotonic()
        self._beats: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; called on the loop."""
        self._beat = time.monotonic()
        self._beats = asyncio.get_running_loop().create_task(self._keep_beating())
        threading.Thread(target=self._sample, daemon=True, name="quizapp-stalls").start()

    def stop(self) -> None:
        """End the heartbeat; called on the loop."""
        if self._beats is not None:
            self._beats.cancel()
        self._beats = None

    async def _keep_beating(self) -> None:
        while True:
            self._beat = time.monotonic()
            await asyncio.sleep(BEAT)

    def _sample(self) -> None:
        stalled_at, seen, event = 0.0, 0, None
        spot: dict[str, Any] | None = None
        threads, look_at = busy.ThreadWatch(self._journal), time.monotonic() + busy.LOOK
        while True:
            time.sleep(BEAT)
            beat, now = self._beat, time.monotonic()
            if now >= look_at:
                threads.look(self._loop_thread)
                look_at = now + busy.LOOK
            late = now - beat
            if beat != stalled_at:
                if event is not None:
                    event["phase"] = "return"
                stalled_at, seen, event, spot = beat, 0, None, None
            if late < BEAT * 2 or self._beats is None:
                continue
            frames = sys._current_frames()  # noqa: SLF001 - documented, for tools such as this
            here = self._journal.ground.of_frame(frames.get(self._loop_thread))
            if here is None:
                continue
            seen, spot = seen + 1, here if spot is None else spot
            if event is not None:
                event["seconds"] = round(late, 4)
            elif late >= LATE and seen >= SAMPLES:
                event = self._journal.add("loop.blocked", spot=spot, function=spot["function"], seconds=round(late, 4))
