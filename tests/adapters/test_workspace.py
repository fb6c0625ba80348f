"""The learner's copies of starters: nothing is ever lost, nothing outside is ever touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizapp.domain.ports.workspaces import Workspaces
from quizapp.errors import WorkspaceError
from quizapp.runner.workspace import FolderWorkspaces
from tests.adapters.workspaces import STARTER, folder_of


def test_fits_the_protocol(workspaces: FolderWorkspaces) -> None:
    """It is what services call Workspaces."""
    fitting: Workspaces = workspaces

    assert fitting is workspaces


def test_first_opening_copies_the_starter(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """A workspace is made from the starter, under pack and task."""
    place = workspaces.open(folder_of())

    assert tmp_path / "workspaces" / "demo" / "hello" == place
    assert {path: (place / path).read_bytes() for path in STARTER} == STARTER


def test_opening_again_keeps_the_learners_work(workspaces: FolderWorkspaces) -> None:
    """Neither a second opening nor an updated pack changes what the learner wrote."""
    workspaces.write(folder_of(), "main.py", "mine = 1\n")

    workspaces.open(folder_of({"main.py": b"updated\n"}))

    assert workspaces.read(folder_of(), "main.py") == "mine = 1\n"


def test_given_files_come_from_the_starter(workspaces: FolderWorkspaces) -> None:
    """Whatever stands in a given file, the starter's is launched."""
    place = workspaces.open(folder_of())
    (place / "helper.py").write_text("cheat\n")

    sources = workspaces.sources(folder_of())

    assert sources["helper.py"] == STARTER["helper.py"]


def test_given_files_are_not_saved(workspaces: FolderWorkspaces) -> None:
    """Saving a given file is refused: the text would never run."""
    with pytest.raises(WorkspaceError, match="belongs to the task"):
        workspaces.write(folder_of(), "helper.py", "cheat\n")


def test_first_file_is_the_one_to_open(workspaces: FolderWorkspaces) -> None:
    """main.py leads, given files come last."""
    workspaces.write(folder_of(), "a.py", "")

    assert workspaces.files(folder_of()) == ["main.py", "a.py", "tests/test_app.py", "helper.py"]


def test_sources_leave_out_what_tools_left(workspaces: FolderWorkspaces) -> None:
    """Compiled files, repositories, virtual environments and editors' copies are not launched; dot files are."""
    place = workspaces.open(folder_of())
    for path in ("__pycache__/main.pyc", ".git/config", ".venv/lib/x.py", "main.py~", ".main.py.swp", ".env"):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text("x")

    assert workspaces.sources(folder_of()).keys() == {*STARTER, ".env"}


def test_sources_of_another_folder(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """A folder elsewhere is read with the given files laid over it, and is not written to."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "main.py").write_text("mine\n")

    sources = workspaces.sources_at(folder_of(), tmp_path / "elsewhere")

    assert {"main.py": b"mine\n", "helper.py": STARTER["helper.py"]} == sources
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["main.py"]


def test_a_folder_that_is_not_there(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """It is named in the error."""
    with pytest.raises(WorkspaceError) as caught:
        workspaces.sources_at(folder_of(), tmp_path / "nowhere")

    assert caught.value.where == str(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "path", ["../escape.py", "/etc/passwd", "a//b.py", "", "a/../../b", "C:x", "a\\b", "x\ny", "."]
)
def test_paths_stay_inside(workspaces: FolderWorkspaces, path: str, tmp_path: Path) -> None:
    """A path that leads out, or that some system cannot carry, is neither written nor read."""
    with pytest.raises(WorkspaceError):
        workspaces.write(folder_of(), path, "x")
    with pytest.raises(WorkspaceError):
        workspaces.read(folder_of(), path)

    assert not (tmp_path / "workspaces" / "escape.py").exists()


def test_links_are_neither_read_nor_written(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """A link in the workspace is refused by name and passed over in bulk; what it points at stays as it is."""
    secret = tmp_path / "secret.py"
    secret.write_text("secret\n")
    place = workspaces.open(folder_of())
    (place / "link.py").symlink_to(secret)
    (place / "folder").symlink_to(tmp_path)

    with pytest.raises(WorkspaceError, match="link"):
        workspaces.read(folder_of(), "link.py")
    with pytest.raises(WorkspaceError, match="link"):
        workspaces.write(folder_of(), "link.py", "overwritten\n")
    with pytest.raises(WorkspaceError, match="link"):
        workspaces.write(folder_of(), "folder/secret.py", "overwritten\n")

    assert workspaces.sources(folder_of()).keys() == STARTER.keys()
    assert secret.read_text() == "secret\n"


def test_odd_things_are_passed_over(workspaces: FolderWorkspaces) -> None:
    """Pipes and names that are no text do not stop a launch."""
    place = workspaces.open(folder_of())
    os.mkfifo(place / "pipe.py")
    (Path(os.fsdecode(os.fsencode(place) + b"/\xff.py"))).write_bytes(b"x")
    (place / "line\nbreak.py").write_text("x")

    assert workspaces.sources(folder_of()).keys() == STARTER.keys()


def test_a_large_file_is_named(workspaces: FolderWorkspaces) -> None:
    """A file that the sandbox cannot take is an error that says which, and nothing is lost."""
    place = workspaces.open(folder_of())
    (place / "video.mp4").write_bytes(b"\0" * (5 << 20))

    with pytest.raises(WorkspaceError) as caught:
        workspaces.sources(folder_of())

    assert caught.value.where == str(place / "video.mp4")


def test_text_that_is_not_utf8_names_its_line(workspaces: FolderWorkspaces) -> None:
    """The error says where the bad byte stands."""
    place = workspaces.open(folder_of())
    (place / "main.py").write_bytes(b"a = 1\nb = '\xe4'\n")

    with pytest.raises(WorkspaceError) as caught:
        workspaces.read(folder_of(), "main.py")

    assert caught.value.where == f"{place / 'main.py'}:2"


def test_text_round_trips(workspaces: FolderWorkspaces) -> None:
    """Line ends, missing last line ends and any character come back as they were."""
    text = "a = 'ä\u2028\U0001f40d'\r\nb = 1\n\tc"

    workspaces.write(folder_of(), "pkg/new.py", text)

    assert workspaces.read(folder_of(), "pkg/new.py") == text


def test_a_failed_save_leaves_the_old_file(workspaces: FolderWorkspaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of a save, the old text is whole and no temporary file stays."""
    place = workspaces.open(folder_of())

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        workspaces.write(folder_of(), "main.py", "half")

    assert (place / "main.py").read_bytes() == STARTER["main.py"]
    assert sorted(path.name for path in place.iterdir()) == ["helper.py", "main.py", "tests"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A data folder that is a file gives an error that names the place."""
    (tmp_path / "blocked").write_text("")

    with pytest.raises(WorkspaceError) as caught:
        FolderWorkspaces(tmp_path / "blocked").open(folder_of())

    assert caught.value.where == str(tmp_path / "blocked" / "demo" / "hello")
