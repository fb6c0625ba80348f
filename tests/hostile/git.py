"""Git as an author would run it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.hostile.sound import folder


def git(folder_: Path, *arguments: str) -> str:
    """Run git as an author would."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *identity, "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder_, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def repository(root: Path, members: dict[str, bytes] | None = None) -> Path:
    """A repository with one commit."""
    target = folder(root, members)
    git(target, "init", "-q")
    git(target, "add", "-A", "-f")
    git(target, "commit", "-q", "-m", "one")
    return target


def address(root: Path) -> str:
    """What a person would add to get such a repository."""
    return f"git+{repository(root).as_uri()}"
