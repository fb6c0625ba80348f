"""`quizapp tasks`: the coding tasks without the terminal UI, over the sample pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from quizapp import bootstrap
from quizapp.bootstrap import Application
from quizapp.cli.root import quizapp, run
from quizapp.errors import StoreError

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(sample_installed: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command over a copy of the sample pack; returns exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_every_task_is_a_line(command: Command) -> None:
    """Name, level, minutes, how far the learner is, and title; a level that no task has leaves none."""
    code, told, _ = command("tasks")
    _, hard, _ = command("tasks", "--difficulty", "5")

    assert code == 0
    assert told == "first-route  level 1   5 min  new        One route that says hello\n"
    assert hard == ""


def test_a_task_is_told_with_its_brief_and_files(command: Command, quizapp_home: Path) -> None:
    """The brief as it was written, and the learner's own folder, which is ready to be edited then."""
    code, told, _ = command("tasks", "first-route")
    _, folder, _ = command("tasks", "first-route", "--folder")

    assert code == 0
    assert "One route that says hello\nsample/first-route, level 1, about 5 min\n" in told
    assert 'Make `GET /` answer `{"msg": "hello"}` as JSON.' in told
    assert Path(folder.strip()) == quizapp_home / "data" / "workspaces" / "sample" / "first-route"
    assert (Path(folder.strip()) / "main.py").is_file()
    assert told.endswith(f"Your files: {folder}  main.py\n")


def test_tasks_are_told_as_json(command: Command) -> None:
    """The list is an array, and one task an object; ids are whole ones."""
    _, every, _ = command("tasks", "--json")
    _, one, _ = command("tasks", "first-route", "--json")

    assert json.loads(every) == [
        {
            "id": "sample/first-route",
            "title": "One route that says hello",
            "topic": "sample/http",
            "difficulty": 1,
            "minutes": 5,
            "passed": False,
            "due": False,
            "best_checks": None,
        }
    ]
    assert json.loads(one)["id"] == "sample/first-route"
    assert json.loads(one)["files"] == ["main.py"]
    assert json.loads(one)["brief"].startswith("Make `GET /`")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--folder"], "--folder needs a task"),
        (["first-route", "--difficulty", "1"], "leave TASK out"),
        (["first-rout"], "Did you mean sample/first-route?"),
        (["zzz"], "`quizapp tasks` lists them."),
    ],
)
def test_what_is_called_wrongly_says_what_is_meant(command: Command, arguments: list[str], told: str) -> None:
    """Wrong usage ends with 2 and names the way out."""
    code, _, error = command("tasks", *arguments)

    assert code == 2
    assert told in error


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tasks", "\udcff"], "There is no task"),
        (["check", "\udcff"], "There is no task"),
        (["study", "--plain", "--item", "\udcff"], "there is no single question"),
        (["pack", "export", "é" * 300, "x.csv"], "There is no pack"),
    ],
    ids=["tasks", "check", "study", "export"],
)
def test_a_name_that_nothing_can_have_is_not_there(command: Command, arguments: list[str], told: str) -> None:
    """A byte of another encoding, or a name too long for a file, is a name of nothing and no fault of ours."""
    code, _, error = command(*arguments)

    assert code == 2
    assert told in error


def completed(*words: str) -> list[str]:
    """What the tab key offers behind these words, of which the last one is begun."""
    *before, begun = words
    complete = BashComplete(quizapp, {}, "quizapp", "_QUIZAPP_COMPLETE")
    return [item.value for item in complete.get_completions(before, begun)]


@pytest.mark.usefixtures("command")
def test_names_are_completed() -> None:
    """Tasks, topics and settings; with a pack once its name was begun, and nothing of what does not begin so."""
    assert completed("check", "fir") == ["first-route"]
    assert completed("run", "sample/") == ["sample/first-route"]
    assert completed("tasks", "zzz") == []
    assert "http" in completed("study", "--topic", "h")
    assert completed("config", "set", "interview_") == ["interview_date"]


def test_completion_of_what_cannot_be_read_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the middle of somebody's command line would help nobody; the command itself tells it."""

    def application() -> Application:
        raise StoreError("it is damaged")

    monkeypatch.setattr(bootstrap, "application", application)

    assert completed("check", "fir") == []
