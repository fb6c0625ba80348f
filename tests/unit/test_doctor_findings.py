"""What `quizapp doctor` finds, and what it says to do about it."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.cli import surroundings
from quizapp.cli.root import run
from quizapp.config import Settings
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, make_attempt


def test_an_editor_that_is_not_there() -> None:
    """It names the variable; a built-in editor needs none."""
    (missing,) = surroundings.editor(Settings(), {"VISUAL": "no-such-editor --wait"})
    (unset,) = surroundings.editor(Settings(editor="external"), {})
    (builtin,) = surroundings.editor(Settings(), {})
    (there,) = surroundings.editor(Settings(), {"EDITOR": f"'{sys.executable}' -m vi"})

    assert (missing.state, unset.state, builtin.state, there.state) == ("note", "note", "ok", "ok")
    assert "VISUAL" in missing.say + missing.do


@pytest.mark.parametrize(("free", "state"), [(5, "broken"), (50, "note"), (5000, "ok")])
def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    """A disk that is nearly full is told before it is."""
    usage = type("Usage", (), {"free": free << 20})
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage)

    (finding,) = surroundings.disk(tmp_path / "not" / "there" / "yet")

    assert finding.state == state
    assert bool(finding.do) == (state != "ok")


def test_a_terminal_that_cannot_show_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dumb terminal, a small one and one without UTF-8 each get their own advice."""

    class Out:
        encoding = "iso-8859-1"

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Out())
    # pytest asks for the size as well, in words of its own, before this is undone.
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((60, 20)))

    findings = list(surroundings.terminal({"TERM": "dumb"}))

    assert [finding.state for finding in findings] == ["ok", "note", "note", "note"]
    assert all(finding.do for finding in findings[1:])


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, str]]]:
    """What doctor says, by subject."""
    run(["doctor", "--json"])
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(capsys.readouterr().out):
        found.setdefault(finding["subject"], []).append(finding)
    return found


@pytest.fixture
def history(quizapp_home: Path) -> Path:
    """One with a backup."""
    path = quizapp_home / "data" / "progress.sqlite3"
    with closing(SqliteProgress(path)) as progress:
        progress.record(make_attempt(1, ItemId("demo/a"), Rating.GOOD, START))
    run(["progress", "backup"])
    return path


def test_in_health(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything is looked at, and nothing about the history is wrong."""
    found = findings(capsys)

    assert {"quizapp", "python", "versions", "terminal", "editor", "data", "disk", "pack", "sandbox"} <= set(found)
    assert found["progress"][0]["state"] == found["backups"][0]["state"] == "ok"
    assert "1 backup" in found["backups"][0]["say"]


def test_what_was_changed_inside_an_answer(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damage that SQLite does not see is found by comparing with the backup, and the way back is named."""
    capsys.readouterr()
    history.write_bytes(history.read_bytes().replace(b'"kind":"picked"', b'"kind":"pickeD"'))

    found = findings(capsys)["progress"]

    assert [finding["state"] for finding in found] == ["ok", "broken"]
    assert "attempts were changed" in found[1]["say"]
    assert "quizapp progress restore" in found[1]["do"]


def test_a_damaged_file(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told under progress; the sandbox is looked at all the same."""
    capsys.readouterr()
    history.write_bytes(b"\0" * 8192)

    found = findings(capsys)

    assert found["progress"][0]["state"] == "broken"
    assert found["sandbox"][0]["state"] in {"ok", "note"}
