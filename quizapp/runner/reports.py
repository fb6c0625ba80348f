"""The latest report of each coding task, a file each beside the workspaces."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pydantic import ValidationError

from quizapp.domain.folder import TaskFolder
from quizapp.domain.report import KeptReport
from quizapp.errors import WorkspaceError
from quizapp.runner import folder as files_of


class FolderReports:
    """Fits the `Reports` port. Reports as `<pack>/<task>.json` below `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, folder: TaskFolder, report: KeptReport) -> None:
        """Keep a report in place of the one before. One that cannot be written is given up: nothing hangs on it."""
        with contextlib.suppress(WorkspaceError, OSError):
            self._root.mkdir(parents=True, exist_ok=True)
            files_of.write(self._root, _path(folder), report.model_dump_json().encode())

    def last(self, folder: TaskFolder) -> KeptReport | None:
        """The latest one; None if there is none that can be read, or if it is of another version of quizapp."""
        try:
            return KeptReport.model_validate_json(files_of.read(self._root, _path(folder)))
        except (WorkspaceError, ValidationError):
            return None


def _path(folder: TaskFolder) -> str:
    return f"{folder.pack}/{folder.task.id}.json"
