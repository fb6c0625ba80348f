"""The house rules that tools can hold: formatting, lint, types, and who may import whom."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bin_of(name: str) -> str:
    """The tool that is installed beside the Python that runs the tests."""
    return str(Path(sys.executable).with_name(name))


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param([bin_of("ruff"), "check", "."], id="ruff"),
        pytest.param([bin_of("ruff"), "format", "--check", "."], id="format"),
        pytest.param([bin_of("mypy")], id="mypy"),
        pytest.param([bin_of("lint-imports"), "--no-cache"], id="import-linter"),
    ],
)
def test_tool_finds_nothing(command: list[str]) -> None:
    """Each tool leaves with exit code 0."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
