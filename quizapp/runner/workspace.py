"""The learner's own copies of starters, which no update and no reset ever destroys."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from quizapp.domain.fields import Moment
from quizapp.domain.folder import TaskFolder
from quizapp.errors import WorkspaceError
from quizapp.runner import folder as files_of
from quizapp.runner.snapshots import Snapshots, hashed

SNAPSHOTS = ".snapshots"


def _now() -> datetime:
    return datetime.now(timezone.utc)


class FolderWorkspaces:
    """Workspaces below `root`, as `<pack>/<task>/`, with their snapshots below `.snapshots`."""

    def __init__(self, root: Path, *, now: Callable[[], datetime] = _now) -> None:
        self._root = root
        self._now = now

    def _place(self, folder: TaskFolder) -> Path:
        if not files_of.is_plain(folder.pack) or folder.pack.startswith("."):
            raise WorkspaceError(f"{folder.pack!r} cannot be the name of a folder.")
        return self._root / folder.pack / folder.task.id

    def _snapshots(self, folder: TaskFolder) -> Snapshots:
        place = self._place(folder)
        return Snapshots(self._root / SNAPSHOTS / place.parent.name / place.name)

    def open(self, folder: TaskFolder) -> Path:
        """The workspace's folder, made from the starter the first time."""
        place = self._place(folder)
        if place.is_dir():
            return place
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(prefix=files_of.TEMPORARY, dir=place.parent))
            try:
                for path, content in folder.starter.items():
                    files_of.write(new, path, content)
                new.chmod(0o755)
                new.rename(place)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        except OSError as error:
            if place.is_dir():
                # Another quizapp was quicker.
                return place
            raise WorkspaceError(f"The workspace cannot be made: {error.strerror}.", where=str(place)) from error
        return place

    def sources(self, folder: TaskFolder) -> Mapping[str, bytes]:
        """What would be launched: the learner's files, and `given` files from the starter."""
        return self.sources_at(folder, self.open(folder))

    def sources_at(self, folder: TaskFolder, path: Path) -> Mapping[str, bytes]:
        """What would be launched from another folder of the learner's, read-only."""
        if not path.is_dir():
            raise WorkspaceError("There is no such folder.", where=str(path))
        return folder.with_given(files_of.read_all(path))

    def read(self, folder: TaskFolder, path: str) -> str:
        """A file's text."""
        place = self.open(folder)
        content = files_of.read(place, path)
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise WorkspaceError(
                f"The file is not UTF-8 text: byte {content[error.start]:#04x}.",
                where=f"{place / path}:{line}",
                hint="Save it as UTF-8 in your editor.",
            ) from error

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        """Save a file whole or not at all."""
        place = self.open(folder)
        if path in folder.task.given:
            raise WorkspaceError(
                "This file belongs to the task: it comes fresh from the starter at every run.",
                where=str(place / path),
                hint="Put your code into another file.",
            )
        try:
            content = text.encode()
        except UnicodeEncodeError as error:
            raise WorkspaceError("The text holds half a character.", where=str(place / path)) from error
        # Where no snapshot can be taken, of a workspace that is too large, what is saved now matters more.
        with contextlib.suppress(WorkspaceError):
            self._keep_before(folder, path, content, "before a save")
        files_of.write(place, path, content)

    def _keep_before(self, folder: TaskFolder, path: str, content: bytes, label: str) -> None:
        """Take a snapshot if a file is about to be replaced whose present content no snapshot holds.

        It may have come from another editor a moment ago. After a check it is kept already, so this seldom writes.
        """
        place = self.open(folder)
        if not files_of.located(place, path).is_file():
            return
        present = files_of.read(place, path)
        if present not in {content, folder.starter.get(path)} and not self._snapshots(folder).holds(present):
            self.snapshot(folder, label)

    def files(self, folder: TaskFolder) -> Sequence[str]:
        """The learner's files, the one to open first at the front, given ones at the end."""
        first, given = folder.task.open_with, set(folder.task.given)
        return sorted(files_of.walk(self.open(folder)), key=lambda path: (path != first, path in given, path))

    def snapshot(self, folder: TaskFolder, label: str) -> str | None:
        """Keep the present state; None if it is kept already."""
        present = files_of.read_all(self.open(folder))
        return self._snapshots(folder).keep(present, label, self._now())

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, Moment, str]]:
        """Id, moment and label, the latest first."""
        return [(name, snapshot.at, snapshot.label) for name, snapshot in self._snapshots(folder).all()]

    def digest(self, folder: TaskFolder) -> str:
        """The same for the same files of the learner's, given ones apart, and for no others."""
        return _digest(
            folder, {path: hashed(content) for path, content in files_of.read_all(self.open(folder)).items()}
        )

    def digests(self, folder: TaskFolder) -> Mapping[str, str]:
        """The digest of each snapshot, by its id."""
        return {name: _digest(folder, snapshot.files) for name, snapshot in self._snapshots(folder).all()}

    def contents(self, folder: TaskFolder, snapshot: str) -> Mapping[str, bytes]:
        """A snapshot's files."""
        return self._snapshots(folder).load(snapshot)

    def reset(self, folder: TaskFolder) -> str | None:
        """Back to the starter, after a snapshot; returns the snapshot's id."""
        kept = self.snapshot(folder, "before a reset")
        self._become(folder, folder.starter)
        return kept

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        """Back to a snapshot, after another one."""
        target = self._snapshots(folder).load(snapshot)
        self.snapshot(folder, "before going back")
        self._become(folder, target)

    def _become(self, folder: TaskFolder, target: Mapping[str, bytes]) -> None:
        """Only files that a snapshot holds are removed: what was never kept stays where it is."""
        place = self.open(folder)
        present = files_of.read_all(place)
        # Removed first: a file may stand where the target has a folder.
        for path in present.keys() - target.keys():
            self._keep_before(folder, path, b"", "saved meanwhile")
            files_of.remove(place, path)
        for path, content in target.items():
            if present.get(path) != content:
                self._keep_before(folder, path, content, "saved meanwhile")
                files_of.write(place, path, content)


def _digest(folder: TaskFolder, hashes: Mapping[str, str]) -> str:
    own = sorted((path, digest) for path, digest in hashes.items() if path not in folder.task.given)
    return hashlib.sha256(repr(own).encode()).hexdigest()
