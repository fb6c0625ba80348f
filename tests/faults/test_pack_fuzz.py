"""Mutated packs through `pack add`: no crash, no hang, little memory. `QUIZAPP_FUZZ=1` puts all of them to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALL = bool(os.environ.get("QUIZAPP_FUZZ"))
WHOLE_FILES = {
    "[no-manifest]", "[no-questions]", "[no-topics]", "[no-starter]", "[no-solution]", "[no-task]", "[requires]",
    "[unknown-mutant]", "[too-many]", "[too-large]", "[encoding]",
}  # fmt: skip
"""Rules that are about a file, or about the pack, as a whole: they have no line."""


@pytest.mark.parametrize(("kind", "count"), [("yaml", 20_000 if ALL else 60), ("archive", 2_000 if ALL else 90)])
@pytest.mark.timeout(7200 if ALL else 120)
def test_mutated_packs(kind: str, count: int, tmp_path: Path) -> None:
    """Each is taken or refused in words, with its line, within 2 s of processor time and 300 MiB; nothing is left."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutated", str(tmp_path), kind, str(count), "20270101"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["taken"] + found["refused"] == count
    assert found["refused"] > count // 4
    assert found["slowest"] < 2
    assert found["peak_mib"] < 300
    assert set(found["placeless"]) <= WHOLE_FILES
    assert found["left"] == [".use"]
