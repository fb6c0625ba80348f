"""The learner's copies of starters: nothing is ever lost, nothing outside is ever touched."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.task import Task
from quizapp.errors import NotFoundError, WorkspaceError
from quizapp.runner import folder as files_of
from quizapp.runner.snapshots import KEPT, LEAST_KEPT
from quizapp.runner.workspace import FolderWorkspaces

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
STARTER = {"main.py": b"app = None\n", "tests/test_app.py": b"def test(): ...\n", "helper.py": b"GIVEN = 1\n"}


def folder_of(starter: dict[str, bytes] | None = None) -> TaskFolder:
    """A task whose helper.py is given."""
    task = Task.model_validate(
        {
            "id": "hello",
            "title": "Hello",
            "topic": "http",
            "intent": "build",
            "difficulty": 1,
            "minutes": 5,
            "brief": "Say hello.",
            "given": ["helper.py"],
            "checks": [{"id": "ok", "title": "Answers", "why": "x", "steps": [{"GET": "/", "expect": 200}]}],
        }
    )
    files = STARTER if starter is None else starter
    return TaskFolder(id=ItemId("demo/hello"), pack="demo", task=task, starter=files, solution={"main.py": b"1\n"})


class Ticking:
    """A clock that moves a second each time it is read."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> datetime:
        """The next second."""
        self.reads += 1
        return START + timedelta(seconds=self.reads)


@pytest.fixture
def workspaces(tmp_path: Path) -> FolderWorkspaces:
    """Workspaces below an empty folder."""
    return FolderWorkspaces(tmp_path / "workspaces", now=Ticking())


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


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A data folder that is a file gives an error that names the place."""
    (tmp_path / "blocked").write_text("")

    with pytest.raises(WorkspaceError) as caught:
        FolderWorkspaces(tmp_path / "blocked").open(folder_of())

    assert caught.value.where == str(tmp_path / "blocked" / "demo" / "hello")


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
