"""Tells when a plain `def` of the learner's computes in a worker thread and does not come to an end."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType
from typing import Any

from quizapp.runner.agent.journal import Journal
from quizapp.runner.agent.spot import Ground

LOOK = 0.25
"""Seconds from look to look."""
WORKING = 0.02
"""Seconds of processor time from look to look; whoever uses less is waiting for something."""
LONG = 0.5
"""Seconds of processor time in one call from which the journal tells of it."""


@dataclass
class _Call:
    """The outermost call of the learner's code on one thread, as far as it was seen."""

    frame: FrameType | int
    """Itself once it computes, so that no later call is taken for it; until then its address, which keeps nothing."""
    began: float
    """What the thread's own clock showed when the call was first seen."""
    used: float = 0.0

    def is_in(self, frame: FrameType) -> bool:
        """Whether this is the call that the frame belongs to."""
        return self.frame is frame or self.frame == id(frame)


class ThreadWatch:
    """Writes one `thread.busy` event for calls that compute on; `seconds` is the processor time that they have used.

    Time on the clock would not do: a handler may well wait for seconds. Calls that compute at once share one processor
    (Python's global lock), so it is the sum of their times that counts.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._calls: dict[int, _Call] = {}
        self._event: dict[str, Any] | None = None
        self._told: FrameType | int | None = None

    def look(self, loop_thread: int) -> None:
        """Look at every thread but the event loop's; called again and again from a thread of ours."""
        frames = sys._current_frames()  # noqa: SLF001 - documented, for tools such as this
        numbers = {thread.ident: thread.native_id for thread in threading.enumerate()}
        seen: dict[int, _Call] = {}
        for ident, frame in frames.items():
            outermost, number = _outermost(self._journal.ground, frame), numbers.get(ident)
            if ident == loop_thread or outermost is None or number is None:
                continue
            with contextlib.suppress(OSError):  # the thread has just ended
                seen[ident] = self._follow(self._calls.get(ident), outermost, number)
        self._calls = seen
        busy = {ident: call for ident, call in seen.items() if call.used and isinstance(call.frame, FrameType)}
        self._tell(busy, frames)

    def _follow(self, call: _Call | None, frame: FrameType, number: int) -> _Call:
        now = _used_by(number)
        if call is None or not call.is_in(frame):
            return _Call(frame=id(frame), began=now)
        working = now - call.began - call.used >= WORKING
        call.used = now - call.began
        if working:
            call.frame = frame
        return call

    def _tell(self, busy: dict[int, _Call], frames: dict[int, FrameType]) -> None:
        seconds = round(sum(call.used for call in busy.values()), 4)
        if self._told is not None and any(call.frame is self._told for call in busy.values()):
            if self._event is not None:
                self._event["seconds"] = seconds
            return
        if self._event is not None:
            self._event["phase"] = "return"
        self._event = self._told = None
        if seconds < LONG:
            return
        ident, call = max(busy.items(), key=lambda each: each[1].used)
        spot = self._journal.ground.of_frame(frames[ident])
        if spot is not None:
            self._told = call.frame
            self._event = self._journal.add("thread.busy", spot=spot, function=spot["function"], seconds=seconds)


def _outermost(ground: Ground, frame: FrameType | None) -> FrameType | None:
    """The learner's call with which a thread's work began."""
    found = None
    while frame is not None:
        if ground.owns(frame.f_code.co_filename):
            found = frame
        frame = frame.f_back
    return found


def _used_by(number: int) -> float:
    """Processor time of a thread, in seconds; OSError when it is gone.

    The number of Linux's clock for it is made by hand: `pthread_getcpuclockid` may crash on a thread that has ended.
    """
    return time.clock_gettime(~number << 3 | 6)
