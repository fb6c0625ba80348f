"""Packs in and out of the person's folder; fits `domain.ports.installer.Installer`."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from quizapp.content.bundled import bundled_pack
from quizapp.content.folder import MANIFEST, SourceFile
from quizapp.content.install import local
from quizapp.content.install.examination import Examination, examine_apart
from quizapp.content.install.naming import is_reserved
from quizapp.content.install.registry import STAGE, Registry
from quizapp.content.install.source import FolderSource, Source, parse
from quizapp.content.install.stage import Stage
from quizapp.domain.installation import InstalledPack, PackOffer
from quizapp.domain.pack import Manifest
from quizapp.domain.work import Advance, Watch
from quizapp.errors import NotFoundError, PackError, PackRefusedError, UsageError

Examine = Callable[[Path, Watch], Examination]


class PackInstaller:
    """Fetches, examines and keeps packs.

    Args:
        folder: where installed packs live.
        now: the moment.
        examine: reads a pack that was laid down; in a process of its own unless told otherwise.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime], examine: Examine | None = None) -> None:
        self._registry = Registry(folder)
        self._now = now
        self._examine = examine

    def close(self) -> None:
        """Let other processes sweep."""
        self._registry.close()

    def hold(self) -> None:
        """Keep the folders of all packs in place, whatever other processes update, until this one closes."""
        if self._registry.folder.is_dir():
            self._registry.hold()

    def sweep(self) -> int:
        """Delete what nothing refers to any more, unless another process has the packs open; returns how much."""
        return self._registry.sweep()

    # What there is

    def installed(self) -> Sequence[InstalledPack]:
        """The bundled pack, then the others in alphabetical order."""
        return [self._bundled(), *self._registry.records()[0]]

    def damaged(self) -> Sequence[str]:
        """What cannot be read of what was kept about packs, one sentence each."""
        packs, damaged = self._registry.records()
        missing = [
            f"The files of {pack.id} are not there any more: {pack.folder}. Remove it, or add it again."
            for pack in packs
            if not pack.folder.is_dir()
        ]
        return [*damaged, *missing]

    def roots(self) -> Sequence[Path]:
        """The folders of the packs that are switched on; never none."""
        others = [pack.folder for pack in self._registry.records()[0] if pack.enabled and pack.folder.is_dir()]
        if others and not self._registry.bundled_enabled:
            return others
        return [bundled_pack(), *others]

    def _bundled(self) -> InstalledPack:
        manifest = _manifest(bundled_pack())
        return InstalledPack(
            id=manifest.id,
            title=manifest.title,
            version=manifest.version,
            source="bundled",
            origin="bundled",
            homepage=manifest.homepage,
            enabled=self._registry.bundled_enabled,
            folder=bundled_pack(),
        )

    def _find(self, pack: str) -> InstalledPack:
        for found in self._registry.records()[0]:
            if found.id == pack:
                return found
        raise NotFoundError(f"No pack {pack} is installed.", hint="`quizapp pack list` names those that are.")

    # Coming in

    def offer(self, source: str, *, link: bool, watch: Watch) -> PackOffer:
        """Fetch a pack, unpack it beside the others, and hold it against every rule; errors refuse it."""
        parsed, address = parse(source, folder=Path.cwd())
        if link:
            return self._linked(parsed, watch)
        staging = self._registry.stage()
        try:
            return self._staged(parsed, address, staging, watch)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise

    def _linked(self, source: Source, watch: Watch) -> PackOffer:
        if not isinstance(source, FolderSource):
            raise UsageError("Only a folder can be linked.", hint="Leave --link out, and it is copied.")
        found = self._examined(source.path, watch, shown=str(source.path))
        offer = _offer(found, str(source.path), "link", source.path)
        files = [entry.size or 0 for entry in local.entries(source.path)]
        holdings = offer.holdings.model_copy(update={"files": len(files), "size": sum(files)})
        return offer.model_copy(update={"holdings": holdings})

    def _staged(self, source: Source, address: str, staging: Path, watch: Watch) -> PackOffer:
        scratch, root = staging / "scratch", staging / "pack"
        for folder in (scratch, root):
            folder.mkdir(mode=0o700)
        stage = Stage(root, watch)
        from quizapp.content.install.laying import lay_down  # noqa: PLC0415 - sockets and archives: no start needs them

        origin, revision = lay_down(source, stage, scratch, watch, address=address)
        shutil.rmtree(scratch, ignore_errors=True)
        watch.tell(Advance(doing="checking"))
        found = self._examined(root, watch, shown=address)
        offer = _offer(found, address, origin, root)
        holdings = offer.holdings.model_copy(update={"files": stage.files, "size": stage.size})
        about = {"holdings": holdings, "digest": stage.digest, "revision": revision, "token": staging.name}
        return offer.model_copy(update=about)

    def _examined(self, root: Path, watch: Watch, *, shown: str) -> Examination:
        found = self._examine(root, watch) if self._examine else examine_apart(root, watch, shown=shown)
        if found.errors:
            more = f" and {len(found.errors) - 1} more errors" if len(found.errors) > 1 else ""
            first = found.errors[0]
            raise PackRefusedError(
                f"This pack has faults: {first.where}: {first.message}{more}.",
                where=shown,
                hint="Nothing was installed. Tell its author; `quizapp pack lint FOLDER` shows them all.",
                findings=tuple(map(str, found.errors)),
            )
        if found.manifest is None:
            raise PackRefusedError("This pack does not say what it is.", where=shown, hint=f"It needs {MANIFEST}.")
        if is_reserved(found.manifest.id):
            raise PackRefusedError(
                f"This pack is refused: {found.manifest.id} means a device on Windows.", where=shown,
                hint="Its author has to give it another id.",
            )  # fmt: skip
        return found

    def install(self, offer: PackOffer) -> InstalledPack:
        """Put what was offered into the library, in the place of what it replaces."""
        now = self._now()
        with self._registry.changing():
            before = next((pack for pack in self._registry.records()[0] if pack.id == offer.id), None)
            if before != offer.replaces:
                self.discard(offer)
                raise PackError(
                    f"The pack {offer.id} was changed by another quizapp meanwhile.",
                    where=offer.source,
                    hint="Nothing was changed here. Try again.",
                )
            folder = offer.folder if offer.origin == "link" else self._settled(offer)
            pack = InstalledPack(
                id=offer.id,
                title=offer.title,
                version=offer.version,
                source=offer.source,
                origin=offer.origin,
                revision=offer.revision,
                digest=offer.digest,
                added=before.added if before else now,
                updated=now if before else None,
                homepage=offer.homepage,
                enabled=before.enabled if before else True,
                pinned=before.pinned if before else False,
                folder=folder,
            )
            self._registry.write(pack)
        self.discard(offer)
        return pack

    def _settled(self, offer: PackOffer) -> Path:
        staging = self._staging(offer)
        if staging is None or not (staging / "pack").is_dir():
            raise PackError("What was offered is not there any more.", where=offer.source, hint="Fetch it again.")
        return self._registry.settle(staging / "pack", offer.id)

    def _staging(self, offer: PackOffer) -> Path | None:
        name = offer.token
        return self._registry.folder / name if name.startswith(STAGE) and "/" not in name else None

    def discard(self, offer: PackOffer) -> None:
        """Throw away what was offered."""
        staging = self._staging(offer)
        if staging is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(staging, ignore_errors=True)

    # Afterwards

    def remove(self, pack: str) -> None:
        """Take a pack out; a folder that was only linked stays where it is."""
        with self._registry.changing():
            self._find(pack)
            self._registry.forget(pack)

    def change(self, pack: str, *, enabled: bool | None = None, pinned: bool | None = None) -> InstalledPack:
        """Switch a pack on or off, pin or unpin it."""
        with self._registry.changing():
            bundled = self._bundled()
            if pack == bundled.id:
                if enabled is not None:
                    self._registry.write_bundled(enabled=enabled)
                return self._bundled()
            changes = {"enabled": enabled, "pinned": pinned}
            changed = self._find(pack).model_copy(
                update={key: value for key, value in changes.items() if value is not None}
            )
            self._registry.write(changed)
        return changed


def _offer(
    found: Examination, address: str, origin: Literal["link", "folder", "archive", "https", "git", "distribution"],
    folder: Path,
) -> PackOffer:  # fmt: skip
    manifest = found.manifest
    assert manifest is not None  # _examined refuses a pack without one
    return PackOffer(
        token="",
        id=manifest.id,
        title=manifest.title,
        version=manifest.version,
        license=manifest.license,
        language=manifest.language,
        description=manifest.description,
        authors=manifest.authors,
        homepage=manifest.homepage,
        source=address,
        origin=origin,
        folder=folder,
        holdings=found.holdings,
        warnings=found.warnings,
        prints=found.prints,
        aliases=manifest.aliases,
    )


def _manifest(root: Path) -> Manifest:
    """The manifest of a pack that is known to be sound."""
    from quizapp.content.loader import load_file  # noqa: PLC0415 - YAML is loaded for lists of packs only

    loaded = load_file(root, SourceFile(MANIFEST, "manifest", 0, 0))
    if not loaded.records:
        raise PackError("The pack that comes with quizapp is damaged.", where=str(root), hint="Install quizapp again.")
    manifest: Manifest = loaded.records[0].model
    return manifest
