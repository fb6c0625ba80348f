"""Earlier states of a learner's files: kept before anything is replaced, and one can go back to each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizapp.errors import NotFoundError, WorkspaceError
from quizapp.runner import folder as files_of
from quizapp.runner.snapshots import KEPT, LEAST_KEPT
from quizapp.runner.workspace import FolderWorkspaces
from tests.adapters.workspaces import STARTER, folder_of


def test_reset_keeps_what_was_there(workspaces: FolderWorkspaces) -> None:
    """A reset brings the starter back, and the snapshot that it takes brings the work back."""
    folder = folder_of()
    workspaces.write(folder, "main.py", "mine = 1\n")
    workspaces.write(folder, "extra/new.py", "new\n")
    before = dict(workspaces.sources(folder))

    kept = workspaces.reset(folder)
    after = workspaces.sources(folder)
    assert kept is not None
    workspaces.restore(folder, kept)

    assert after == STARTER
    assert workspaces.sources(folder) == before


def test_reset_keeps_what_no_snapshot_holds(workspaces: FolderWorkspaces) -> None:
    """Files that are never launched are not the reset's to remove."""
    place = workspaces.open(folder_of())
    (place / ".git").mkdir()
    (place / ".git" / "config").write_text("x")

    workspaces.reset(folder_of())

    assert (place / ".git" / "config").read_text() == "x"


def test_reset_with_a_folder_in_the_way(workspaces: FolderWorkspaces) -> None:
    """A learner's folder where the starter has a file gives way, and is in the snapshot."""
    folder = folder_of()
    place = workspaces.open(folder)
    (place / "main.py").unlink()
    workspaces.write(folder, "main.py/inner.py", "x\n")

    kept = workspaces.reset(folder)

    assert workspaces.sources(folder) == STARTER
    assert kept is not None


def test_restore_keeps_what_was_there(workspaces: FolderWorkspaces) -> None:
    """Going back takes a snapshot first, so one can come forward again."""
    folder = folder_of()
    first = workspaces.snapshot(folder, "first")
    workspaces.write(folder, "main.py", "second\n")

    assert first is not None
    workspaces.restore(folder, first)
    latest = workspaces.snapshots(folder)[0][0]
    back = workspaces.read(folder, "main.py")
    workspaces.restore(folder, latest)

    assert back == "app = None\n"
    assert workspaces.read(folder, "main.py") == "second\n"


def test_the_same_state_is_kept_once(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """A second snapshot of the same state is none; a change stores only what changed."""
    folder = folder_of()

    first = workspaces.snapshot(folder, "first")
    again = workspaces.snapshot(folder, "again")
    workspaces.write(folder, "main.py", "second\n")
    second = workspaces.snapshot(folder, "second")
    contents = list((tmp_path / "workspaces" / ".snapshots" / "demo" / "hello" / "contents").iterdir())

    assert [name for name, _, _ in workspaces.snapshots(folder)] == [second, first]
    assert [label for _, _, label in workspaces.snapshots(folder)] == ["second", "first"]
    assert again is None
    assert len(contents) == len(STARTER) + 1


def test_snapshots_are_bounded(workspaces: FolderWorkspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, with the contents that nothing else holds."""
    monkeypatch.setattr(os, "fsync", lambda _fd: None)
    folder = folder_of({"main.py": b"start\n"})
    for number in range(KEPT + 5):
        workspaces.write(folder, "main.py", f"{number}\n")
        workspaces.snapshot(folder, str(number))

    labels = [label for _, _, label in workspaces.snapshots(folder)]
    contents = list((tmp_path / "workspaces" / ".snapshots" / "demo" / "hello" / "contents").iterdir())

    assert labels == [str(number) for number in reversed(range(5, KEPT + 5))]
    assert len(contents) == KEPT


def test_snapshots_are_bounded_in_bytes(
    workspaces: FolderWorkspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large files push older states out, but never the latest few."""
    monkeypatch.setattr("quizapp.runner.snapshots.MOST_BYTES", 3000)
    folder = folder_of({"main.py": b"start\n"})
    for number in range(20):
        workspaces.write(folder, "main.py", f"{number}" * 500)
        workspaces.snapshot(folder, str(number))

    labels = [label for _, _, label in workspaces.snapshots(folder)]
    contents = list((tmp_path / "workspaces" / ".snapshots" / "demo" / "hello" / "contents").iterdir())

    assert labels == [str(number) for number in reversed(range(20 - LEAST_KEPT, 20))]
    assert len(contents) == LEAST_KEPT


def test_a_save_keeps_what_another_editor_wrote(workspaces: FolderWorkspaces) -> None:
    """What is about to be replaced, and is in no snapshot, is kept first; what is kept already is not kept twice."""
    folder = folder_of()
    place = workspaces.open(folder)
    (place / "main.py").write_text("from another editor\n")

    workspaces.write(folder, "main.py", "mine\n")
    (version, _, label), *others = workspaces.snapshots(folder)
    workspaces.restore(folder, version)
    restored = workspaces.read(folder, "main.py")
    workspaces.write(folder, "main.py", "mine again\n")

    assert (label, others) == ("before a save", [])
    assert restored == "from another editor\n"
    assert [label for _, _, label in workspaces.snapshots(folder)] == ["before going back", "before a save"]


def test_a_reset_keeps_what_is_saved_meanwhile(workspaces: FolderWorkspaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another editor that saves between the snapshot and the replacement loses nothing either."""
    folder = folder_of()
    place = workspaces.open(folder)
    workspaces.write(folder, "main.py", "first\n")
    remove = files_of.read_all

    def read_all(root: Path) -> dict[str, bytes]:
        found = remove(root)
        (place / "main.py").write_text("saved meanwhile\n")
        return found

    monkeypatch.setattr(files_of, "read_all", read_all)
    workspaces.reset(folder)
    monkeypatch.undo()

    kept = {}
    for version, _, label in workspaces.snapshots(folder):
        workspaces.restore(folder, version)
        kept[label] = workspaces.read(folder, "main.py")
    assert "saved meanwhile\n" in kept.values()


def test_a_damaged_snapshot_changes_nothing(workspaces: FolderWorkspaces, tmp_path: Path) -> None:
    """A stored file whose content is not what was stored is refused before anything is written."""
    folder = folder_of()
    name = workspaces.snapshot(folder, "first")
    workspaces.write(folder, "main.py", "mine\n")
    for content in (tmp_path / "workspaces" / ".snapshots" / "demo" / "hello" / "contents").iterdir():
        content.write_bytes(b"damaged")

    assert name is not None
    with pytest.raises(WorkspaceError, match="damaged"):
        workspaces.restore(folder, name)

    assert workspaces.read(folder, "main.py") == "mine\n"


def test_an_unknown_snapshot(workspaces: FolderWorkspaces) -> None:
    """It is not found, and nothing changes."""
    with pytest.raises(NotFoundError):
        workspaces.restore(folder_of(), "never")


def test_a_workspace_without_a_file_can_be_kept_and_filled_again(workspaces: FolderWorkspaces) -> None:
    """Whoever has deleted everything checks, and goes back to the starter."""
    folder = folder_of()
    for path in STARTER:
        (workspaces.open(folder) / path).unlink()

    assert workspaces.snapshot(folder, "check") is not None
    workspaces.reset(folder)

    assert workspaces.read(folder, "main.py") == "app = None\n"


def test_contents_that_another_quizapp_removes_meanwhile(
    workspaces: FolderWorkspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs may thin out the same states at once."""
    folder = folder_of()
    workspaces.write(folder, "main.py", "1")
    real = Path.iterdir

    def with_one_that_has_gone(place: Path) -> list[Path]:
        return [*real(place), place / "gone"] if place.name == "contents" else list(real(place))

    monkeypatch.setattr(Path, "iterdir", with_one_that_has_gone)

    assert workspaces.snapshot(folder, "check") is not None
