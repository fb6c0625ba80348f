"""Where quizapp keeps things, by the customs of each system; all under one folder if QUIZAPP_HOME names one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quizapp.errors import QuizAppError

HOME_VARIABLE = "QUIZAPP_HOME"
"""Moves every folder under one: for a portable copy, a trial, a test."""


@dataclass(frozen=True)
class Paths:
    """Folders, of which none need exist: `ensure` makes one when something is to be put there."""

    data: Path
    """What must not be lost: progress, workspaces, packs."""
    config: Path
    cache: Path
    """What can be made again."""
    state: Path
    """Logs."""
    runtime: Path
    """Sockets; emptied by the system when the person logs out."""

    @classmethod
    def discover(cls, environment: Mapping[str, str] | None = None) -> Paths:
        """The folders of this person on this system.

        Args:
            environment: in place of the process's own, of which QUIZAPP_HOME and XDG_RUNTIME_DIR are read here.
        """
        environment = os.environ if environment is None else environment
        home = environment.get(HOME_VARIABLE, "").strip()
        if home:
            root = Path(home).expanduser().absolute()
            return cls(root / "data", root / "config", root / "cache", root / "state", root / "run")
        from platformdirs import PlatformDirs  # noqa: PLC0415 - not needed for QUIZAPP_HOME

        dirs = PlatformDirs("quizapp", appauthor=False)
        # Not by platformdirs, which warns on every start where there is no login session (a container, cron, sudo).
        session = environment.get("XDG_RUNTIME_DIR", "").strip()
        return cls(
            dirs.user_data_path,
            dirs.user_config_path,
            dirs.user_cache_path,
            dirs.user_log_path,
            Path(session) / "quizapp" if session else dirs.user_cache_path / "run",
        )

    @property
    def progress(self) -> Path:
        """The learner's history."""
        return self.data / "progress.sqlite3"

    @property
    def doubts(self) -> Path:
        """What the learner reported about questions, to be sent to their authors."""
        return self.data / "doubts.md"

    @property
    def parameters(self) -> Path:
        """The learner's own memory parameters."""
        return self.data / "memory.json"

    @property
    def workspaces(self) -> Path:
        """The learner's copies of starters, one folder a coding task."""
        return self.data / "workspaces"

    @property
    def packs(self) -> Path:
        """Packs that the person has installed."""
        return self.data / "packs"

    @property
    def log(self) -> Path:
        """What went on, for a bug report."""
        return self.state / "quizapp.log"


def ensure(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, for their owner only; one that exists stays as it is."""
    try:
        for missing in reversed([folder, *folder.parents]):
            if not missing.is_dir():
                missing.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise QuizAppError(
            f"A folder cannot be made: {error.strerror}.",
            where=str(folder),
            hint=f"Make it yours to write, or set {HOME_VARIABLE} to a folder that is.",
        ) from error
    return folder
