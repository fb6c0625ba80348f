"""A plain study session through a pipe, over the bundled pack."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.piped import piped

ARGUMENTS = ["study", "--plain", "--size", "5"]


def study(home: Path, typed: str) -> subprocess.CompletedProcess[str]:
    """One session's output for what was typed."""
    return piped(home, *ARGUMENTS, typed=typed)


def test_a_session_runs_through_a_pipe(tmp_path: Path) -> None:
    """Not knowing answers every prompt of every kind; each item is explained, and the summary counts."""
    done = study(tmp_path, "x\n" * 200)

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 of 5 right at once" in done.stdout
    assert "Comes again" in done.stdout


def test_every_state_has_a_word(tmp_path: Path) -> None:
    """Options are told under their numbers with a word each, and a question that comes again now says so."""
    told = study(tmp_path, "x\n" * 200).stdout

    assert re.search(r"^  ✓ \d\) .+ \(right\)$", told, re.MULTILINE)
    assert re.search(r"^    \d\) .+ \(wrong\)$", told, re.MULTILINE)
    assert "Comes again this session." in told
    assert "✗ not right: " in told


def test_a_session_left_goes_on(tmp_path: Path) -> None:
    """The end of stdin leaves; the next start goes on with the same session."""
    first = study(tmp_path, "x\n" * 3)
    second = study(tmp_path, "x\n" * 200)

    assert "goes on from here" in first.stdout
    assert second.stdout.startswith("Going on with the session that you left.")
    assert "0 of 5 right at once" in second.stdout


def test_a_terminal_without_our_marks_is_no_obstacle(tmp_path: Path) -> None:
    """Where the encoding lacks a letter a question mark stands; the words beside it say the same."""
    done = piped(tmp_path, *ARGUMENTS, typed="x\n" * 200, encoding="latin-1")

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^  \? \d\) .+ \(right\)$", done.stdout, re.MULTILINE)
