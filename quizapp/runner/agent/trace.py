"""Follows named functions without touching them: start, yield, resume, return, raise.

Python 3.12 and later tell us through `sys.monitoring`, and only about these functions. Python 3.11 has no such thing: a
profile function sees every call and picks ours out. A generator's real `yield` is told from an `await`, which suspends
a coroutine by the same means: an async generator wraps what it really yields in a type of its own.
"""

from __future__ import annotations

import dis
import inspect
import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from quizapp.runner.agent.journal import Journal
from quizapp.runner.agent.spot import told
from quizapp.runner.agent.symbols import resolve

_WRAPPED = "async_generator_wrapped_value"
_YIELD = dis.opmap["YIELD_VALUE"]
_RETURNS = {dis.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in dis.opmap}
_MONITORING_TOOL = 4


def _real_yield(code: CodeType, value: Any) -> bool:
    if code.co_flags & inspect.CO_ASYNC_GENERATOR:
        return type(value).__name__ == _WRAPPED
    return bool(code.co_flags & inspect.CO_GENERATOR)


class Tracer:
    """Writes `trace` events for the functions of a launch."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._names: dict[CodeType, str] = {}
        self._at_await: set[int] = set()
        """Frames that wait in an await, by id: their next resume is none of the reader's business."""

    def follow(self, symbols: list[str]) -> None:
        """Start to follow; one that is not there is noted in the journal, since the learner may have renamed it."""
        for symbol in symbols:
            try:
                function = inspect.unwrap(resolve(symbol))
                self._names[function.__code__] = symbol
            except Exception as error:  # noqa: BLE001 - a module's __getattr__ may raise anything
                self._journal.add("trace", function=symbol, message="not found", error=told(error)[0])
        if not self._names:
            return
        if sys.version_info >= (3, 12):
            self._monitor()
        else:
            threading.setprofile(self._profile)
            sys.setprofile(self._profile)

    def _note(self, code: CodeType, phase: str) -> None:
        self._journal.add("trace", function=self._names[code], phase=phase)

    def _suspended(self, frame: FrameType, value: Any) -> None:
        if _real_yield(frame.f_code, value):
            self._note(frame.f_code, "yield")
        else:
            self._at_await.add(id(frame))

    def _resumed(self, frame: FrameType) -> None:
        if id(frame) in self._at_await:
            self._at_await.discard(id(frame))
        else:
            self._note(frame.f_code, "resume")

    def _profile(self, frame: FrameType, event: str, value: Any) -> None:
        code = frame.f_code
        if code not in self._names:
            return
        at = code.co_code[frame.f_lasti] if frame.f_lasti >= 0 else -1
        if event == "call":
            # RESUME with an argument of 0 opens a function, any other comes after a yield or an await.
            if at == dis.opmap["RESUME"] and code.co_code[frame.f_lasti + 1] != 0:
                self._resumed(frame)
            else:
                self._note(code, "start")
        elif event == "return":
            if at == _YIELD:
                self._suspended(frame, value)
            else:
                self._note(code, "return" if at in _RETURNS else "raise")

    if sys.version_info >= (3, 12):

        def _monitor(self) -> None:
            monitoring = sys.monitoring
            events = monitoring.events
            monitoring.use_tool_id(_MONITORING_TOOL, "quizapp")

            def note(phase: str) -> Callable[..., None]:
                # An unwinding is told for every function there is.
                return lambda code, *_: self._note(code, phase) if code in self._names else None

            def suspended(_code: CodeType, _offset: int, value: Any) -> None:
                self._suspended(sys._getframe(1), value)  # noqa: SLF001 - the only way to the frame

            def resumed(code: CodeType, *_: Any) -> None:
                if code in self._names:
                    self._resumed(sys._getframe(1))  # noqa: SLF001 - the only way to the frame

            callbacks: dict[int, Callable[..., Any]] = {
                events.PY_START: note("start"),
                events.PY_RETURN: note("return"),
                events.PY_YIELD: suspended,
                events.PY_RESUME: resumed,
                events.PY_THROW: resumed,
                events.PY_UNWIND: note("raise"),
            }
            for event, callback in callbacks.items():
                monitoring.register_callback(_MONITORING_TOOL, event, callback)
            for code in self._names:
                monitoring.set_local_events(
                    _MONITORING_TOOL, code, events.PY_START | events.PY_RETURN | events.PY_YIELD | events.PY_RESUME
                )
            # A throw and an unwinding can only be watched everywhere.
            monitoring.set_events(_MONITORING_TOOL, events.PY_THROW | events.PY_UNWIND)
