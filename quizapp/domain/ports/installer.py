"""Packs in and out of the library, as services need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from quizapp.domain.installation import InstalledPack, PackOffer
    from quizapp.domain.work import Watch


class Installer(Protocol):
    """Brings packs into a folder of the person's and out of it again. A pack is hostile until shown otherwise.

    Every change is whole or not there at all, whenever the process ends. Nothing of a pack is ever run. What cannot be
    had is a PackError, what may not come in a PackRefusedError, a work that was stopped a StoppedError.
    """

    def installed(self) -> Sequence[InstalledPack]:
        """The bundled pack, then the others in alphabetical order."""

    def damaged(self) -> Sequence[str]:
        """What cannot be read of what was kept about packs, one sentence each."""

    def roots(self) -> Sequence[Path]:
        """The folders of the packs that are switched on; never none."""

    def offer(self, source: str, *, link: bool, watch: Watch) -> PackOffer:
        """Fetch a pack, unpack it beside the others, and hold it against every rule; errors refuse it."""

    def install(self, offer: PackOffer) -> InstalledPack:
        """Put what was offered into the library, in the place of what it replaces."""

    def discard(self, offer: PackOffer) -> None:
        """Throw away what was offered."""

    def remove(self, pack: str) -> None:
        """Take a pack out; a folder that was only linked stays where it is."""

    def change(self, pack: str, *, enabled: bool | None = None, pinned: bool | None = None) -> InstalledPack:
        """Switch a pack on or off, pin or unpin it."""

    def sweep(self) -> int:
        """Delete what nothing refers to any more, unless another process may be using it; returns how much it was."""
