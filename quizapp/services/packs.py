"""Packs by anybody: offered, read, and only then taken in; updated without losing history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from quizapp.domain.installation import Changes, InstalledPack, InstallResult, PackOffer, PackUpdate, TakenUp
from quizapp.domain.items.identity import item_id
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.installer import Installer
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import NotFoundError, PackError, PackRefusedError, QuizAppError, UsageError


def _in_nobody(_: str) -> bool:
    return False


class PackService:
    """What a person does with packs. Safe to use from a worker thread; one work at a time.

    Args:
        installer: where packs are kept.
        library: as it is now; its items tell what an update changes.
        reload: makes library and history take up what changed, and tells how far it is; called after each change.
        trusts: whether a pack's code may run where nothing contains it, as the settings say at that moment.
    """

    def __init__(
        self,
        installer: Installer,
        library: Library,
        *,
        reload: Callable[[Watch], TakenUp],
        trusts: Callable[[str], bool] = _in_nobody,
    ) -> None:
        self._installer = installer
        self._library = library
        self._reload = reload
        self._trusts = trusts

    def installed(self) -> Sequence[InstalledPack]:
        """The bundled pack, then the others in alphabetical order."""
        return self._installer.installed()

    def damaged(self) -> Sequence[str]:
        """What cannot be read of what was kept about packs, one sentence each."""
        return self._installer.damaged()

    def find(self, pack: str) -> InstalledPack:
        """One pack by its id; NotFoundError if there is none."""
        known = {each.id: each for each in self.installed()}
        if pack not in known:
            raise NotFoundError(f"No pack {pack} is installed.", hint=f"There are {', '.join(known)}.")
        return known[pack]

    def offer(
        self,
        source: str,
        *,
        link: bool = False,
        replace: bool = False,
        watch: Watch = UNWATCHED,
    ) -> PackOffer:
        """Fetch a pack and read it; nothing is in the library before `install`. Follow it with `install` or `discard`.

        Args:
            source: a folder, an archive, an address, or the name of an installed distribution.
            link: use a folder where it lies, for its author.
            replace: take the place of a pack of the same id that came from elsewhere.
            watch: hears how far the work is, and may stop it.

        Raises:
            PackRefusedError: the pack may not come in; its `findings` say why.
            PackError: it cannot be had.
            StoppedError: the watch said so.
            UsageError: the source makes no sense.
        """
        offer = self._installer.offer(source, link=link, watch=watch)
        try:
            return self._completed(offer, replace=replace)
        except BaseException:
            self._installer.discard(offer)
            raise

    def _completed(self, offer: PackOffer, *, replace: bool) -> PackOffer:
        """The offer with what it means for what is there already."""
        before = next((each for each in self.installed() if each.id == offer.id), None)
        if before is not None and before.is_bundled:
            raise PackRefusedError(
                f"The id {offer.id} belongs to the pack that comes with quizapp.",
                where=offer.source,
                hint="Its author has to give it another id.",
            )
        if before is not None and before.source != offer.source and not replace:
            raise PackRefusedError(
                f"A pack {offer.id} from elsewhere is installed already: {before.source}.",
                where=offer.source,
                hint=f"Remove that one first (`quizapp pack remove {offer.id}`), or say --replace.",
            )
        changes = self._changes(offer) if before is not None else None
        return offer.model_copy(update={"replaces": before, "changes": changes, "trusted": self._trusts(offer.id)})

    def _changes(self, offer: PackOffer) -> Changes | None:
        if all(manifest.id != offer.id for manifest in self._library.manifests()):
            return None  # switched off, or unreadable
        before = {item.partition("/")[2]: each for item, each in self._library.fingerprints(offer.id).items()}
        renamed = {old: new for old, new in offer.aliases.items() if old in before and new in offer.prints}
        before = {renamed.get(name, name): each for name, each in before.items()}
        return Changes(
            added=sorted(offer.prints.keys() - before.keys()),
            changed=sorted(name for name, each in before.items() if offer.prints.get(name, each) != each),
            renamed=sorted(set(renamed.values())),
            gone=sorted(before.keys() - offer.prints.keys()),
        )

    def install(self, offer: PackOffer, *, watch: Watch = UNWATCHED) -> InstallResult:
        """Take an offer in; from now on it is in the library, and in the place of what it replaces."""
        pack = self._installer.install(offer)
        return InstallResult(pack=pack, taken_up=self._reload(watch))

    def discard(self, offer: PackOffer) -> None:
        """Throw an offer away."""
        self._installer.discard(offer)

    def offer_update(self, pack: str, *, watch: Watch = UNWATCHED) -> PackOffer | None:
        """Fetch a pack from its source again; None when its files are the same. Raises as `offer` does.

        Raises:
            UsageError: the pack is pinned, or nothing that could be updated.
        """
        before = self.find(pack)
        reason = _fixed(before)
        if reason is not None:
            raise UsageError(reason.message, hint=reason.hint)
        offer = self._installer.offer(before.source, link=False, watch=watch)
        try:
            _require_same_id(offer, before)
            offer = self._completed(offer, replace=False)
        except BaseException:
            self._installer.discard(offer)
            raise
        if offer.is_same:
            self._installer.discard(offer)
            return None
        return offer

    def update(
        self,
        packs: Sequence[str] = (),
        *,
        accept: Callable[[PackOffer], bool] = lambda _: True,
        watch: Watch = UNWATCHED,
    ) -> Iterator[PackUpdate]:
        """Update packs, all if none is named, one after another; what fails keeps its old state, and the rest goes on.

        Args:
            packs: ids.
            accept: is asked before each; False leaves the old state.
            watch: hears how far the work is, and may stop it.
        """
        chosen = [self.find(pack) for pack in packs] if packs else list(self.installed())
        for before in chosen:
            reason = _fixed(before)
            if reason is not None:
                yield PackUpdate(id=before.id, state=reason.state, message=reason.message)
                continue
            try:
                yield self._updated(before, accept, watch)
            except (PackError, UsageError) as error:  # a folder or archive that has gone is no source any more
                yield PackUpdate(id=before.id, state="failed", message=_whole(error))

    def _updated(self, before: InstalledPack, accept: Callable[[PackOffer], bool], watch: Watch) -> PackUpdate:
        offer = self.offer_update(before.id, watch=watch)
        if offer is None:
            return PackUpdate(id=before.id, state="same", message=f"{before.id} {before.version} is up to date.")
        try:
            accepted = accept(offer)
        except BaseException:
            self.discard(offer)
            raise
        if not accepted:
            self.discard(offer)
            return PackUpdate(id=before.id, state="declined", message=f"{before.id} stays at {before.version}.")
        result = self.install(offer, watch=watch)
        told = f" ({offer.changes.summary})" if offer.changes else ""
        message = f"{before.id} went from {before.version} to {result.pack.version}{told}."
        return PackUpdate(id=before.id, state="updated", message=message)

    def remove(self, pack: str, *, watch: Watch = UNWATCHED) -> InstalledPack:
        """Take a pack out of the library. The learner's history and workspaces stay."""
        found = self.find(pack)
        if found.is_bundled:
            hint = f"Switch it off instead: `quizapp pack disable {pack}`."
            raise UsageError(f"{pack} comes with quizapp and cannot be removed.", hint=hint)
        self._installer.remove(pack)
        self._reload(watch)
        return found

    def enable(self, pack: str, *, watch: Watch = UNWATCHED) -> InstalledPack:
        """Switch a pack on."""
        self.find(pack)
        changed = self._installer.change(pack, enabled=True)
        self._reload(watch)
        return changed

    def disable(self, pack: str, *, watch: Watch = UNWATCHED) -> InstalledPack:
        """Switch a pack off: it stays installed, and its history stays."""
        self.find(pack)
        if not any(each.enabled for each in self.installed() if each.id != pack):
            raise UsageError(
                f"{pack} is the only pack that is switched on.", hint="Switch another one on first, or add one."
            )
        changed = self._installer.change(pack, enabled=False)
        self._reload(watch)
        return changed

    def pin(self, pack: str, *, pinned: bool = True) -> InstalledPack:
        """Keep a pack at its version until it is unpinned."""
        if self.find(pack).is_bundled:
            raise UsageError(f"{pack} comes with quizapp and changes with it.", hint="Only other packs can be pinned.")
        return self._installer.change(pack, pinned=pinned)


class _Fixed(NamedTuple):
    """Why a pack cannot be updated, and the way out."""

    state: Literal["bundled", "linked", "pinned"]
    message: str
    hint: str


def _fixed(pack: InstalledPack) -> _Fixed | None:
    if pack.is_bundled:
        return _Fixed("bundled", f"{pack.id} comes with quizapp and changes with it.", "Upgrade quizapp.")
    if pack.origin == "link":
        message = f"{pack.id} is used where it lies, so it is always up to date."
        return _Fixed("linked", message, f"Change it in {pack.folder}.")
    if pack.pinned:
        hint = f"Let it go first: `quizapp pack pin --off {pack.id}`."
        return _Fixed("pinned", f"{pack.id} is pinned to {pack.version}.", hint)
    return None


def _require_same_id(offer: PackOffer, before: InstalledPack) -> None:
    if offer.id != before.id:
        raise PackRefusedError(
            f"What lies at the source of {before.id} calls itself {offer.id} now.",
            where=before.source,
            hint=f"If that is meant, add it as a pack of its own: `quizapp pack add {before.source}`.",
        )


def _whole(error: QuizAppError) -> str:
    """An error in a few lines, with what the lint found."""
    findings = error.findings if isinstance(error, PackRefusedError) else ()
    return "\n".join([str(error), *findings])


def take_up(library: Library, progress: Progress, scheduler: Scheduler, clock: Clock) -> TakenUp:
    """Make a history follow its packs: renamed items keep theirs, items that ask something else come up again."""
    manifests = library.manifests()
    aliases = {
        item_id(manifest.id, old): item_id(manifest.id, new)
        for manifest in manifests
        for old, new in manifest.aliases.items()
    }
    renamed = progress.adopt(aliases, scheduler)
    fresh: list[str] = []
    for manifest in manifests:
        asked = partial(library.fingerprints, manifest.id)
        fresh += progress.take_up(manifest.id, library.stamp(manifest.id), asked, clock.now())
    return TakenUp(renamed=renamed, fresh=fresh)
