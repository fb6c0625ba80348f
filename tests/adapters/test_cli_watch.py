"""`quizapp check --watch`: a verdict at every save, in a real process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARTER, SOLUTION = (ROOT / "sandbox" / "first-routes" / name / "main.py" for name in ("starter", "solution"))


def until(process: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to the one with these words."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"ended without {words!r}: {''.join(lines)}")


def test_every_save_is_judged_and_ctrl_c_ends(tmp_path: Path, quizapp_home: Path) -> None:
    """The starter fails, the solution saved over it passes, and the exit code is the last verdict's."""
    code = tmp_path / "code"
    code.mkdir()
    shutil.copy(STARTER, code / "main.py")
    with subprocess.Popen(
        [sys.executable, "-m", "quizapp", "check", "first-routes", "--path", str(code), "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QUIZAPP_HOME": str(quizapp_home), "PYTHONUNBUFFERED": "1"},
    ) as process:
        first = until(process, "Waiting for the next save")
        shutil.copy(SOLUTION, code / "main.py")
        second = until(process, "Waiting for the next save")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert any(line.startswith("Failed: ") for line in first)
    assert any(line.startswith("Passed: ") for line in second)
    assert (process.returncode, errors) == (0, "")
