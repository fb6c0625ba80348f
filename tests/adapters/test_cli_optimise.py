"""`quizapp optimise` for a newcomer, and the way back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def optimise(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command's output."""
    return subprocess.run(
        [sys.executable, "-m", "quizapp", "optimise", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QUIZAPP_HOME": str(home), "PYTHONWARNINGS": "error"},
    )


def test_newcomer_hears_how_many_reviews_are_needed(tmp_path: Path) -> None:
    """Too few reviews are no fault; the numbers are told."""
    done = optimise(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 of your reviews" in done.stdout
    assert "640 are needed" in done.stdout
    assert not (tmp_path / "data" / "memory.json").exists()


def test_reset_helps_with_a_damaged_file(tmp_path: Path) -> None:
    """A damaged file stops the program with a hint; the hint works."""
    file = tmp_path / "data" / "memory.json"
    file.parent.mkdir()
    file.write_text("{", encoding="utf-8")

    refused, helped, again = optimise(tmp_path), optimise(tmp_path, "--reset"), optimise(tmp_path, "--reset")

    assert refused.returncode == 3
    assert "`quizapp optimise --reset`" in refused.stderr
    assert helped.stdout == "Back to the default parameters; 0 cards were scheduled anew.\n"
    assert again.stdout == "The default parameters hold already.\n"
