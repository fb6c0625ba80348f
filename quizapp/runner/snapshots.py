"""Past states of a workspace: contents stored once each under their hash, and a list of files for every snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from quizapp.domain.fields import Model, Moment
from quizapp.errors import NotFoundError, WorkspaceError
from quizapp.runner import folder

KEPT = 100


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
        files = {path: hashlib.sha256(content).hexdigest() for path, content in sources.items()}
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
        if len(known) >= KEPT:
            self._prune()
        return name

    def load(self, name: str) -> dict[str, bytes]:
        """A state's files, whole, or an error before anything is touched."""
        snapshot = dict(self.all()).get(name)
        if snapshot is None:
            raise NotFoundError(f"there is no snapshot {name}", hint="see the list of snapshots")
        sources = {}
        for path, digest in snapshot.files.items():
            content = folder.read(self._root, f"contents/{digest}")
            if hashlib.sha256(content).hexdigest() != digest:
                raise WorkspaceError("a stored file is damaged", where=str(self._root / "contents" / digest))
            sources[path] = content
        return sources

    def _prune(self) -> None:
        snapshots = self.all()
        for name, _ in snapshots[KEPT:]:
            folder.remove(self._root, f"{name}.json")
        used = {digest for _, snapshot in snapshots[:KEPT] for digest in snapshot.files.values()}
        for place in (self._root / "contents").iterdir():
            if place.name not in used:
                folder.remove(self._root, f"contents/{place.name}")
