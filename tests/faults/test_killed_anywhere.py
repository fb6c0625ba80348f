"""SIGKILL while studying, checking, interviewing, upgrading, backing up and merging; and four processes that answer.

QUIZAPP_KILLS=1000 kills so often; QUIZAPP_SECONDS=120 lets four answer for so long. Figures are printed (`-s`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("QUIZAPP_KILLS", "24"))
SECONDS = int(os.environ.get("QUIZAPP_SECONDS", "3"))

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="processes are forked"), pytest.mark.timeout(7200)]


def figures(*arguments: object) -> dict[str, object]:
    """What `tests.killed` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    print("\n" + done.stdout.strip())  # noqa: T201 - the figures
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Whatever was going on: every file is sound, and every answer, step, version and backup told of is there."""
    found = figures("killing", tmp_path, KILLS, 20261122)

    assert found["wrong"] == []
    assert found["acknowledged"]


def test_processes_answer_at_once(tmp_path: Path) -> None:
    """Four processes answer on one file: nothing is lost, and nobody is told of an error."""
    found = figures("answering", tmp_path / "progress.sqlite3", 4, SECONDS)

    assert (found["missing"], found["failed"], found["sound"]) == (0, 0, True)
    assert found["answers"]
