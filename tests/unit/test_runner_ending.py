"""How runs ended, in words."""

from __future__ import annotations

import signal

import pytest

from quizapp.runner.ending import exit_of


@pytest.mark.parametrize(
    ("code", "why_killed", "number", "reason"),
    [
        (0, "", None, ""),
        (3, "it was ended", None, ""),
        (-signal.SIGSEGV, "", 11, "it crashed in C code (segmentation fault)"),
        (-signal.SIGKILL, "it was ended", 9, "it was ended"),
        (-40, "", 40, "signal 40 ended it"),
        (None, "it was ended", None, "it was ended"),
    ],
)
def test_every_end_has_words(code: int | None, why_killed: str, number: int | None, reason: str) -> None:
    """Real-time signals have no name, and code may send itself any."""
    end = exit_of(code, why_killed)

    assert (end.signal, end.reason) == (number, reason)
