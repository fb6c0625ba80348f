"""`quizapp search`, `quizapp roadmap`, `quizapp doubts` and a chosen session, over the sample pack."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.cli.root import run

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(sample_installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command over a copy of the sample pack; returns exit code and output."""

    def call(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(list(arguments))
        return code, capsys.readouterr().out

    return call


def test_search_tells_where_something_is_and_no_key(command: Command) -> None:
    """Kind, id and title; what is only told after an answer is found and not quoted."""
    code, told = command("search", "body")
    none, nothing = command("search", "zzzz", "yyyy")

    assert code == 0
    assert "sample/body-422" in told
    assert (none, nothing) == (1, "Nothing has these words.\n")


def test_roadmap_tells_every_topic_with_progress(command: Command) -> None:
    """Phases, topics, and how much is known; an answer makes an item seen."""
    _, before = command("roadmap")
    command("study", "--plain", "--item", "teapot", typed="405\n\n")
    _, after = command("roadmap")

    assert before.splitlines()[0] == "0 of 5 known, 0 due, 5 new"
    assert after.splitlines()[0].endswith("0 due, 4 new")
    for topic in ("http", "validation"):
        assert f"  {topic}" in before


def test_a_doubt_is_printed_for_its_author(command: Command) -> None:
    """What was reported in a session comes out of `quizapp doubts`, whose file is told."""
    _, nothing = command("doubts")
    command("study", "--plain", "--item", "teapot", typed="405\n:r Is it a joke?\n\n")
    code, told = command("doubts")
    _, path = command("doubts", "--path")

    assert "You have reported none." in nothing
    assert code == 0
    assert "## sample/teapot" in told
    assert "> Is it a joke?" in told
    assert Path(path.strip()).read_text(encoding="utf-8") == told


def test_a_cram_changes_no_due_date(command: Command) -> None:
    """It is said so, and what was asked stays new."""
    code, told = command("study", "--plain", "--cram", "--item", "teapot", typed="405\n\n")
    _, roadmap = command("roadmap")

    assert code == 0
    assert "These answers leave the schedule alone." in told
    assert "1 of 1 right at once" in told
    assert roadmap.splitlines()[0] == "0 of 5 known, 0 due, 5 new"


def test_a_choice_that_fits_nothing_is_told(command: Command) -> None:
    """And begins no session."""
    code, told = command("study", "--plain", "--bookmarked")

    assert (code, told) == (0, "No question fits this choice.\n")
