"""Adding and updating packs, killed at random moments. `QUIZAPP_KILLS=100` kills a hundred times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("QUIZAPP_KILLS", "12"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


@pytest.mark.timeout(60 + 10 * ROUNDS)
def test_a_killed_installation_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    """After SIGKILL at any moment the pack is whole, old or new, and the next sweep leaves nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.installers", str(tmp_path), str(ROUNDS), "20270101"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    old, new, *left = done.stdout.split()
    assert int(old) + int(new) == ROUNDS
    assert int(old) > 0
    assert set(left) <= {"sample"}
    assert len(left) in {0, 2}
