"""`quizapp progress` and `quizapp data`, as somebody types them."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.cli.root import run
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, make_attempt


@pytest.fixture
def history(quizapp_home: Path) -> Path:
    """The progress file, with one answer."""
    path = quizapp_home / "data" / "progress.sqlite3"
    answer(path, 1)
    return path


def answer(path: Path, number: int) -> None:
    """Record one."""
    with closing(SqliteProgress(path)) as progress:
        progress.record(make_attempt(number, ItemId("demo/a"), Rating.GOOD, START + timedelta(minutes=number)))


def answers(path: Path) -> list[str]:
    """What was recorded."""
    with closing(SqliteProgress(path)) as progress:
        return [attempt.id for attempt in progress.attempts()]


def test_a_history_travels(history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exported here, merged there: both have been answered; the second time nothing is new."""
    text, other = tmp_path / "history.jsonl", tmp_path / "other.sqlite3"
    answer(other, 2)

    assert run(["progress", "export", str(text)]) == 0
    assert run(["progress", "merge", str(other)]) == 0
    assert run(["progress", "merge", str(text)]) == 0

    said = capsys.readouterr().out
    assert "Merged: 1 answer." in said
    assert "Nothing new" in said
    assert answers(history) == ["attempt-1", "attempt-2"]


def test_going_back(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A backup is taken, listed and gone back to; what was there since is kept."""
    run(["progress", "backup"])
    answer(history, 2)

    assert run(["progress", "restore"]) == 0
    assert run(["progress", "restore", "1", "--yes"]) == 0
    first = answers(history)
    assert run(["progress", "restore", "1", "--yes"]) == 0

    assert "by hand" in capsys.readouterr().out
    assert first == ["attempt-1"]
    assert answers(history) == ["attempt-1", "attempt-2"]


def test_going_back_from_a_damaged_file(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message of a damaged file names the command that mends it."""
    run(["progress", "backup"])
    history.write_bytes(b"\0" * 8192)

    assert run(["stats"]) == 3
    assert "quizapp progress restore" in capsys.readouterr().err
    assert run(["progress", "restore", "--newest", "--yes"]) == 0
    assert answers(history) == ["attempt-1"]


def test_importing_puts_one_in_the_place_of_the_other(history: Path, tmp_path: Path) -> None:
    """After an import there is what the file holds, and nothing else."""
    other = tmp_path / "other.sqlite3"
    answer(other, 2)

    assert run(["progress", "import", str(other), "--yes"]) == 0

    assert answers(history) == ["attempt-2"]


@pytest.mark.parametrize("command", ["merge", "import"])
def test_a_file_that_is_not_there_is_told_before_anything_is_asked(
    history: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the name is wrong usage, and says nothing of folders that are in order."""
    code = run(["progress", command, "hostory.jsonl"])

    said = capsys.readouterr().err
    assert code == 2
    assert "'hostory.jsonl' does not exist" in said
    assert answers(history) == ["attempt-1"]


def test_a_question_can_be_denied(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --yes it asks, and no means no."""
    run(["progress", "backup"])
    answer(history, 2)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda text: "n")

    assert run(["progress", "restore", "1"]) == 130
    assert run(["data", "remove"]) == 130

    assert answers(history) == ["attempt-1", "attempt-2"]


def test_data_is_counted_and_removed(quizapp_home: Path, history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sizes by part; after removal nothing of ours is left, and what is not ours is."""
    theirs = quizapp_home / "data" / "holiday.jpg"
    theirs.write_bytes(b"not ours")

    assert run(["data", "--json"]) == 0
    parts = {row["part"]: row["bytes"] for row in json.loads(capsys.readouterr().out)}
    assert run(["data", "remove", "--yes"]) == 0

    assert parts["progress"] >= 4096
    assert parts["backups"] == 0
    left = [path for path in quizapp_home.rglob("*") if path.is_file()]
    assert left == [theirs]


def test_an_unexpected_error_is_told_shortly(
    history: Path, quizapp_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A few lines and the log's place; the log says where it happened, and nothing of what was being answered."""

    def fail(*_: object) -> None:
        secret = "my-answer-hunter2"
        raise ZeroDivisionError(secret)

    monkeypatch.setattr("quizapp.store.progress.SqliteProgress.mend", fail)

    code = run(["stats"])

    log = (quizapp_home / "state" / "quizapp.log").read_text()
    said = capsys.readouterr().err
    assert code == 3
    assert str(quizapp_home / "state" / "quizapp.log") in said
    assert "Traceback" not in said
    assert "ZeroDivisionError" in log
    assert "test_cli_progress.py" in log
    assert "hunter2" not in log + said
