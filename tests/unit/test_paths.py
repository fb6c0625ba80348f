"""Where quizapp keeps things."""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import FrozenInstanceError, astuple
from pathlib import Path

import pytest

from quizapp.errors import QuizAppError
from quizapp.paths import Paths, ensure


def test_home_moves_everything(tmp_path: Path) -> None:
    """One variable puts every folder under one, each at a place of its own."""
    paths = Paths.discover({"QUIZAPP_HOME": str(tmp_path)})

    folders = astuple(paths)
    assert all(folder.parent == tmp_path for folder in folders)
    assert len(set(folders)) == 5
    assert not any(folder.exists() for folder in folders)


def test_home_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative home is meant from where quizapp was started, wherever it goes afterwards."""
    monkeypatch.chdir(tmp_path)

    assert Paths.discover({"QUIZAPP_HOME": "here"}).data == tmp_path / "here" / "data"


def test_home_may_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde that the shell did not expand is expanded."""
    monkeypatch.setenv("HOME", "/home/ada")

    assert Paths.discover({"QUIZAPP_HOME": "~/quiz"}).config == Path("/home/ada/quiz/config")


@pytest.mark.parametrize("environment", [{}, {"QUIZAPP_HOME": ""}, {"QUIZAPP_HOME": "  "}])
@pytest.mark.skipif(sys.platform != "linux", reason="the customs of Linux")
def test_customs_of_the_system(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a home the system's own folders are used, as XDG has them."""
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))

    paths = Paths.discover(environment)

    assert paths.data == tmp_path / "data" / "quizapp"
    assert paths.config == tmp_path / "config" / "quizapp"
    assert paths.cache == tmp_path / "cache" / "quizapp"
    assert paths.state.is_relative_to(tmp_path / "state" / "quizapp")


def test_paths_are_frozen(tmp_path: Path) -> None:
    """Paths do not change under those who were given them."""
    paths = Paths.discover({"QUIZAPP_HOME": str(tmp_path)})

    with pytest.raises(FrozenInstanceError):
        paths.data = tmp_path


def test_files_lie_in_their_folders(tmp_path: Path) -> None:
    """What must not be lost lies with the data."""
    paths = Paths.discover({"QUIZAPP_HOME": str(tmp_path)})

    assert {paths.progress.parent, paths.workspaces.parent, paths.packs.parent} == {paths.data}
    assert paths.log.parent == paths.state


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_ensure_makes_private_folders(tmp_path: Path) -> None:
    """Each folder that was missing is for its owner only; one that was there keeps its mode."""
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)

    made = ensure(shared / "one" / "two")
    again = ensure(shared / "one" / "two")

    assert made == again == shared / "one" / "two"
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (shared, made.parent, made)]
    assert modes == [0o755, 0o700, 0o700]


def test_ensure_says_what_is_in_the_way(tmp_path: Path) -> None:
    """A file where a folder should be is an error that names it and says what to do."""
    (tmp_path / "file").write_text("")

    with pytest.raises(QuizAppError) as caught:
        ensure(tmp_path / "file" / "folder")

    assert caught.value.where == str(tmp_path / "file" / "folder")
    assert "QUIZAPP_HOME" in str(caught.value)


def test_paths_are_light() -> None:
    """Finding the folders loads no model library."""
    code = "import sys, quizapp.paths as paths; paths.Paths.discover(); print('pydantic' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "False"
