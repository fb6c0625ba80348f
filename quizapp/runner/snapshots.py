"""Past states of a workspace: contents stored once each under their hash, and a list of files for every snapshot."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from quizapp.domain.fields import Model, Moment
from quizapp.errors import NotFoundError, WorkspaceError
from quizapp.runner import folder

KEPT, LEAST_KEPT = 100, 5
"""States of one workspace: so many at most, and so many however large they are."""
MOST_BYTES = 64 << 20
"""Of all contents of one workspace's states together."""


def hashed(content: bytes) -> str:
    """The SHA-256 of a file's content, as snapshots name it."""
    return hashlib.sha256(content).hexdigest()


class Snapshot(Model):
    """One past state."""

    at: Moment
    label: str
    files: dict[str, str]
    """Path and SHA-256 of its content."""


class Snapshots:
    """The snapshots of one workspace, in a folder of their own."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def all(self) -> list[tuple[str, Snapshot]]:
        """Ids and snapshots, the latest first; a damaged one is passed over."""
        found = []
        for place in self._root.glob("*.json"):
            try:
                found.append((place.stem, Snapshot.model_validate_json(place.read_bytes())))
            except (OSError, ValidationError):
                continue
        return sorted(found, key=lambda one: (one[1].at, one[0]), reverse=True)

    def keep(self, sources: Mapping[str, bytes], label: str, at: datetime) -> str | None:
        """Store a state; None when the very same one is stored already."""
        files = {path: hashed(content) for path, content in sources.items()}
        known = self.all()
        if any(snapshot.files == files for _, snapshot in known):
            return None
        for path, digest in files.items():
            if not (self._root / "contents" / digest).exists():
                folder.write(self._root, f"contents/{digest}", sources[path])
        tree = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:8]
        name = f"{at:%Y%m%dT%H%M%S}.{at.microsecond:06d}-{tree}"
        text = Snapshot(at=at, label=label, files=files).model_dump_json()
        folder.write(self._root, f"{name}.json", text.encode())
        self._prune()
        return name

    def holds(self, content: bytes) -> bool:
        """Whether a file of this content is part of a stored state."""
        return (self._root / "contents" / hashed(content)).is_file()

    def load(self, name: str) -> dict[str, bytes]:
        """A state's files, whole, or an error before anything is touched."""
        snapshot = dict(self.all()).get(name)
        if snapshot is None:
            raise NotFoundError(f"There is no snapshot {name}.", hint="See the list of snapshots.")
        sources = {}
        for path, digest in snapshot.files.items():
            content = folder.read(self._root, f"contents/{digest}")
            if hashed(content) != digest:
                raise WorkspaceError("A stored file is damaged.", where=str(self._root / "contents" / digest))
            sources[path] = content
        return sources

    def _prune(self) -> None:
        """Keep the latest KEPT states, and of those as many as fit into MOST_BYTES; the latest few in any case."""
        sizes = self._sizes()
        used: set[str] = set()
        for position, (name, snapshot) in enumerate(self.all()):
            wanted = used | set(snapshot.files.values())
            fits = sum(sizes.get(digest, 0) for digest in wanted) <= MOST_BYTES
            if position < LEAST_KEPT or (position < KEPT and fits):
                used = wanted
            else:
                folder.remove(self._root, f"{name}.json")
        for digest in sizes.keys() - used:
            folder.remove(self._root, f"contents/{digest}")

    def _sizes(self) -> dict[str, int]:
        """Bytes of each content by its hash; of files that another quizapp has just removed nothing."""
        found = {}
        with contextlib.suppress(FileNotFoundError):  # no file has ever been kept: the workspace was empty
            for place in (self._root / "contents").iterdir():
                with contextlib.suppress(FileNotFoundError):
                    found[place.name] = place.stat().st_size
        return found
