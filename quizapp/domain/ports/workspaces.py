"""Where the learner's own files are, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quizapp.domain.fields import Moment
    from quizapp.domain.folder import TaskFolder


class Workspaces(Protocol):
    """The learner's own copies of starters. What cannot be read or written raises WorkspaceError."""

    def open(self, folder: TaskFolder) -> Path:
        """The workspace's folder, made from the starter the first time."""

    def sources(self, folder: TaskFolder) -> Mapping[str, bytes]:
        """What would be launched: the learner's files, and `given` files from the starter."""

    def sources_at(self, folder: TaskFolder, path: Path) -> Mapping[str, bytes]:
        """What would be launched from another folder of the learner's, read-only."""

    def read(self, folder: TaskFolder, path: str) -> str:
        """A file's text."""

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        """Save a file whole or not at all."""

    def files(self, folder: TaskFolder) -> Sequence[str]:
        """The learner's files, the one to open first at the front."""

    def snapshot(self, folder: TaskFolder, label: str) -> str | None:
        """Keep the present state; None if it is kept already."""

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, Moment, str]]:
        """Id, moment and label, the latest first."""

    def digest(self, folder: TaskFolder) -> str:
        """The same for the same files of the learner's, given ones apart, and for no others."""

    def digests(self, folder: TaskFolder) -> Mapping[str, str]:
        """The digest of each snapshot, by its id."""

    def contents(self, folder: TaskFolder, snapshot: str) -> Mapping[str, bytes]:
        """A snapshot's files."""

    def reset(self, folder: TaskFolder) -> str | None:
        """Back to the starter, after a snapshot; returns the snapshot's id."""

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        """Back to a snapshot, after another one."""
