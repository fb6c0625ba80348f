"""What is really loaded by each way in, seen in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"textual", "pydantic", "yaml", "httpx", "fsrs", "fastapi", "tree_sitter", "sqlite3"}

REPORT = """
import json, sys
from quizapp.cli.root import run
code = run({arguments!r})
print("\\n" + json.dumps([code, sorted({heavy!r} & set(sys.modules))]))
"""


def loaded(home: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command, and which heavy libraries it loaded."""
    script = REPORT.format(arguments=list(arguments), heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"QUIZAPP_HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    code, names = json.loads(done.stdout.splitlines()[-1])
    return code, set(names)


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_nothing_heavy(tmp_path: Path, argument: str) -> None:
    """`quizapp --version` and `--help` answer without loading a single heavy library."""
    assert loaded(tmp_path, argument) == (0, set())


def test_completion_loads_nothing_heavy(tmp_path: Path) -> None:
    """The completion script is printed at every shell start for some, so it must be quick."""
    assert loaded(tmp_path, "completion", "bash") == (0, set())
