"""The command line over the real library, store, sandbox and checker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from quizapp.bootstrap import Application
from quizapp.cli.root import run

ROOT = Path(__file__).parents[2]
SOLUTION = ROOT / "sandbox" / "first-routes" / "solution"
UNTIL_TEXTUAL = """
import os, sys

def ended(event, arguments):
    if event == "import" and arguments[0] == "textual.constants":
        print(os.environ.get("TEXTUAL_FPS"), sys.getswitchinterval(), flush=True)
        os._exit(0)

sys.addaudithook(ended)
from quizapp.__main__ import main
main()
"""
"""The command up to where Textual reads its variables."""

pytestmark = pytest.mark.usefixtures("quizapp_home")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("stduy", "Did you mean study?"), ("zzz", "There are study,"), ("pack verfy", "Did you mean verify?")],
)
def test_mistyped_command_is_answered_with_what_is_near(
    typed: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the fingers is told what was meant, anything else what there is; usage leaves with 2."""
    code = run(typed.split())

    assert code == 2
    assert near in capsys.readouterr().err


def test_check_of_an_untouched_starter_is_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    """The first check makes the workspace, judges the starter, tells what failed, and leaves with 1."""
    code = run(["check", "first-routes"])

    out = capsys.readouterr().out
    assert code == 1
    assert "✗" in out
    assert "expected" in out


def test_check_of_a_solution_passes_and_writes_junit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--path` judges another folder; JUnit counts its checks."""
    junit = tmp_path / "report.xml"

    code = run(["check", "first-routes", "--path", str(SOLUTION), "--junit", str(junit)])

    suite = ET.fromstring(junit.read_text())
    out = capsys.readouterr().out
    assert code == 0, out
    cases = list(suite.iter("testcase"))
    assert len(cases) > 3
    assert not list(suite.iter("failure"))


def test_a_junit_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report stands on stdout, and the place of the file in the error: no fault of ours."""
    junit = tmp_path / "no-folder" / "report.xml"

    code = run(["check", "first-routes", "--path", str(SOLUTION), "--junit", str(junit)])

    said = capsys.readouterr()
    assert code == 2
    assert "passed" in said.out
    assert str(junit) in said.err


def test_a_hint_that_is_held_back_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """As long as there is one more; a task that passes needs none."""
    run(["check", "first-routes"])
    first = capsys.readouterr().out
    run(["check", "first-routes", "--hints", "3"])
    last = capsys.readouterr().out
    run(["check", "first-routes", "--path", str(SOLUTION)])
    passed = capsys.readouterr().out

    assert first.endswith("With --hints 1 you get a hint for what did not pass.\n")
    assert "  try " in last
    assert "--hints" not in last
    assert "--hints" not in passed


def test_check_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """The object has the keys that scripts rely on, and nothing else stands on stdout."""
    code = run(["check", "first-routes", "--json", "--seed", "5"])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert {"task", "verdict", "checks", "isolation", "versions", "elapsed_ms", "seed"} <= set(report)
    assert report["seed"] == 5
    assert {"id", "title", "verdict", "message", "evidence"} <= set(report["checks"][0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "no-such-task"], "no-such-task"),
        (["check", "first-routes", "--path", "/no/such/folder"], "/no/such/folder"),
        (["study", "--plain", "--topic", "no-such-topic"], "there is no topic no-such-topic"),
        (["study", "--plain", "--kind", "essay"], "no kind of question is called essay"),
        (["pack", "lint", "/no/such/folder"], "/no/such/folder"),
        (["nonsense"], "nonsense"),
        (["stats", "--days", "99999999999"], "is not in the range"),
    ],
)
def test_wrong_usage_is_told_on_stderr(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, the reason on stderr, nothing on stdout that a script could take for a result."""
    code = run(arguments)

    captured = capsys.readouterr()
    assert code == 2
    assert words in captured.err


@pytest.mark.parametrize(
    "arguments",
    [["study", "--plain", "--kind", "essay"], ["study"], ["interview", "--plain", "--blueprint", "nowhere"]],
)
def test_a_command_that_cannot_begin_lets_go_of_its_files(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Databases are closed by the command, and not whenever garbage is collected."""
    closed = []
    close = Application.close

    async def closing(app: Application) -> None:
        closed.append(app)
        await close(app)

    monkeypatch.setattr(Application, "close", closing)
    monkeypatch.setattr("quizapp.cli.terminal._is_terminal", lambda _: False)

    code = run(arguments)

    assert code == 2
    assert capsys.readouterr().err
    assert len(closed) == 1


def test_lint_of_the_bundled_pack_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """The repository is a pack, and the example to copy."""
    code = run(["pack", "lint", str(ROOT)])

    assert (code, capsys.readouterr().err) == (0, "")


def test_lint_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong is told as file:line:column, and the exit code is 1."""
    questions = tmp_path / "questions"
    questions.mkdir()
    (questions / "pack.yaml").write_text("id: demo\ntitle: Demo\nversion: one\nlicense: MIT\n")

    code = run(["pack", "lint", str(tmp_path)])

    assert code == 1
    assert "questions/pack.yaml:3:" in capsys.readouterr().out


def test_doctor_says_how_well_code_is_contained(capsys: pytest.CaptureFixture[str]) -> None:
    """The sandbox's level is one of the findings, as data too."""
    code = run(["doctor", "--json"])

    findings = {finding["subject"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert code == 0
    assert "sandbox" in findings
    assert findings["pack"]["state"] == "ok"


def test_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """An editor can read it."""
    assert run(["pack", "schema", "task"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script completes `quizapp`."""
    assert run(["completion", shell]) == 0
    assert "quizapp" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["study"], ["interview"]])
def test_without_a_terminal_the_screen_is_not_opened(command: list[str]) -> None:
    """Escapes in a pipe help nobody, and nobody could ever quit: the plain commands are named, at once."""
    ended = subprocess.run(
        [sys.executable, "-m", "quizapp", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "TEXTUAL_DRIVER"},
        timeout=120,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "needs a terminal" in ended.stderr
    assert "quizapp study --plain" in ended.stderr


@pytest.mark.parametrize("typed", [[], ["study"], ["interview"], ["pack", "preview", str(ROOT / "questions")]])
def test_every_way_into_the_terminal_ui_has_keys_answered_soon(typed: list[str]) -> None:
    """Textual is told how often it may paint before it is imported, and threads do not keep each other waiting."""
    told = subprocess.run(
        [sys.executable, "-c", UNTIL_TEXTUAL, *typed],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, "TEXTUAL_DRIVER": "any"},
    )

    assert told.stdout.split() == ["120", "0.001"], told.stderr[-2000:]
