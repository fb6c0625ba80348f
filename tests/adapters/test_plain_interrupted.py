"""Ctrl+C in the middle of what is held line by line, as a terminal sends it to a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PATIENCE = 60.0
"""Seconds after which a process that went on is ended."""


@pytest.mark.parametrize(
    ("arguments", "prompt", "told"),
    [
        (["interview", "--plain", "--blueprint", "around-the-request", "--seed", "1"], "section", "the clock runs on."),
        (["study", "--plain", "--size", "5"], "--- 1 of 5", "Every answer is kept;"),
    ],
    ids=["interview", "study"],
)
def test_one_ctrl_c_leaves(tmp_path: Path, arguments: list[str], prompt: str, told: str) -> None:
    """At once, not with the next line; what is kept is told, and the exit code is that of an interruption."""
    with subprocess.Popen(
        [sys.executable, "-m", "quizapp", *arguments],
        env={**os.environ, "QUIZAPP_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        seen = b""
        # A prompt is what no end of a line follows.
        while prompt.encode() not in seen or seen.endswith(b"\n"):
            more = os.read(process.stdout.fileno(), 65536)
            assert more, seen
            seen += more
        process.send_signal(signal.SIGINT)
        try:
            # stdin stays open: a line, or its end, would be an answer to what is asked.
            code = process.wait(timeout=PATIENCE)
        finally:
            process.kill()
        rest, errors = process.stdout.read().decode(), process.stderr.read().decode() if process.stderr else ""

    assert (code, errors) == (130, "")
    assert told in rest
