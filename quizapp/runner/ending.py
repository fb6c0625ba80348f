"""How a run ended, in words."""

from __future__ import annotations

import signal
from typing import Literal

from quizapp.domain.run import CodeLine, Exit, StartFailure

SIGNALS: dict[int, str] = {
    signal.SIGSEGV: "it crashed in C code (segmentation fault)",
    signal.SIGABRT: "it called abort()",
    signal.SIGXCPU: "it used more processor time than it may",
    signal.SIGSYS: "it made a system call that the sandbox forbids",
    signal.SIGXFSZ: "it wrote a file that is larger than it may be",
    signal.SIGBUS: "it crashed in C code (bus error)",
    signal.SIGTERM: "it was asked to end (SIGTERM)",
    signal.SIGINT: "it was interrupted (SIGINT)",
    signal.SIGKILL: "it was killed (SIGKILL): by itself, or by the system because memory ran out",
}


def exit_of(code: int | None, why_killed: str) -> Exit:
    """From a process's status, negative for a signal and None for unknown, and our own reason if we killed it."""
    number = -code if code is not None and code < 0 else None
    reason = why_killed if code is None or number == signal.SIGKILL else ""
    if not reason and number is not None:
        reason = SIGNALS.get(number, f"signal {number} ended it")
    return Exit(code=code if number is None else None, signal=number, reason=reason)


def before_serving(end: Exit, hung_at: CodeLine | None, output: str) -> StartFailure:
    """An app that ended without saying why."""
    if end.signal is None and end.code is not None:
        message = f"the process ended with exit code {end.code} before it served"
        return StartFailure(kind="exited", message=message, output=output)
    kind: Literal["timed out", "killed"] = "killed" if hung_at is None else "timed out"
    return StartFailure(kind=kind, message=end.reason, at=hung_at, output=output)


def during_tests(end: Exit, hung_at: CodeLine | None, output: str) -> StartFailure:
    """A run of tests that ended without an outcome."""
    if hung_at is not None or "still running" in end.reason:
        return StartFailure(kind="timed out", message=end.reason, at=hung_at, output=output)
    kind: Literal["exited", "killed"] = "exited" if end.signal is None else "killed"
    message = end.reason or f"the tests ended the process with exit code {end.code}"
    return StartFailure(kind=kind, message=message, output=output)
