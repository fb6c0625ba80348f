"""Packs and offers for tests of screens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from quizapp.domain.installation import Holdings, InstalledPack, PackOffer
from quizapp.domain.work import BYTES, Advance, Watch
from quizapp.errors import PackError

BUNDLED = InstalledPack(
    id="fastapi",
    title="FastAPI interviews",
    version="1.0.0",
    source="bundled",
    origin="bundled",
    folder=Path("bundled"),
)


def offered(source: str, **changes: object) -> PackOffer:
    """An offer of a pack called sql."""
    offer = PackOffer(
        token="t",
        id="sql",
        title="SQL at work",
        version="0.1.0",
        license="CC-BY-4.0",
        language="en",
        authors=["Ada"],
        source=source,
        origin="archive",
        digest="d1",
        folder=Path("waiting"),
        holdings=Holdings(files=4, size=9000, topics=2, items={"choice": 12}),
    )
    return offer.model_copy(update=changes)


class ListedInstaller:
    """Packs in the order in which they were given; sources are offered as `offers` says."""

    def __init__(self, *packs: InstalledPack) -> None:
        self.packs = {pack.id: pack for pack in packs or (BUNDLED,)}
        self.offers: dict[str, PackOffer | Exception] = {}
        self.discarded: list[str] = []
        self.waits = False
        """Whether an offer waits until it is cancelled."""

    def installed(self) -> Sequence[InstalledPack]:
        """All of them."""
        return list(self.packs.values())

    def damaged(self) -> Sequence[str]:
        """Nothing is."""
        return []

    def roots(self) -> Sequence[Path]:
        """Where they are."""
        return [pack.folder for pack in self.packs.values() if pack.enabled]

    def offer(self, source: str, *, link: bool, watch: Watch) -> PackOffer:
        """What the test laid there."""
        del link
        watch.tell(Advance("fetching", 2048, unit=BYTES))
        while self.waits:  # until it is cancelled
            watch.check()
            time.sleep(0.005)
        found = self.offers.get(source, PackError("nothing lies there", where=source, hint="Look at the address."))
        if isinstance(found, Exception):
            raise found
        return found

    def install(self, offer: PackOffer) -> InstalledPack:
        """It is there from now on."""
        same = ("id", "title", "version", "source", "origin", "digest", "homepage", "folder")
        self.packs[offer.id] = InstalledPack(**{name: getattr(offer, name) for name in same})
        return self.packs[offer.id]

    def discard(self, offer: PackOffer) -> None:
        """Note it."""
        self.discarded.append(offer.source)

    def remove(self, pack: str) -> None:
        """It is gone."""
        del self.packs[pack]

    def change(self, pack: str, *, enabled: bool | None = None, pinned: bool | None = None) -> InstalledPack:
        """On, off, pinned."""
        wanted = {"enabled": enabled, "pinned": pinned}
        changes = {name: value for name, value in wanted.items() if value is not None}
        self.packs[pack] = self.packs[pack].model_copy(update=changes)
        return self.packs[pack]

    def sweep(self) -> int:
        """Nothing to sweep."""
        return 0
