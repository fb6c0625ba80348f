"""Somebody who keeps packs: the real installer and library, and the service over them."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from quizapp.content.install.examination import Examination, examine
from quizapp.content.install.installer import PackInstaller
from quizapp.content.library import PackLibrary
from quizapp.domain.installation import TakenUp
from quizapp.domain.work import Watch
from quizapp.services.packs import PackService

NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)


def installer_of(folder: Path) -> PackInstaller:
    """The real one over a folder of packs, at one moment; it examines as the process apart does, without its start."""
    return PackInstaller(folder, now=lambda: NOW, examine=_examined)


def _examined(root: Path, watch: Watch) -> Examination:
    watch.check()
    return examine(root)


class Person:
    """Somebody with a folder of packs."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.installer = installer_of(folder)
        self.library = PackLibrary(self.installer.roots(), cache)
        self.packs = PackService(self.installer, self.library, reload=self._reload)

    def _reload(self, _: Watch) -> TakenUp:
        self.library.use(self.installer.roots())
        return TakenUp()

    def add(self, source: str, **options: bool) -> str:
        """Install; returns the revision."""
        return self.packs.install(self.packs.offer(source, **options)).pack.revision or ""

    def titles(self) -> dict[str, str]:
        """The titles of the packs in the library, by id, without the bundled one."""
        return {each.id: each.title for each in self.library.manifests() if each.id != "fastapi"}

    def states(self) -> list[str]:
        """What became of a round of updates, without the bundled pack."""
        return [update.state for update in self.packs.update() if update.state != "bundled"]

    def close(self) -> None:
        """Let go of everything."""
        self.library.close()
        self.installer.close()
