"""Packs that come from nowhere."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from quizapp.domain.installation import Holdings, InstalledPack, PackOffer
from quizapp.domain.work import BYTES, Advance, Watch
from quizapp.errors import NotFoundError, PackError

BUNDLED = InstalledPack(
    id="fastapi",
    title="FastAPI interviews",
    version="1.0.0",
    source="bundled",
    origin="bundled",
    folder=Path("bundled"),
)
"""The pack that comes with quizapp."""
SQL = InstalledPack(
    id="sql",
    title="SQL at work",
    version="0.1.0",
    source="https://example.org/sql.zip",
    origin="https",
    digest="d0",
    homepage="https://example.org/sql",
    folder=Path("sql"),
)
"""One of the web."""


def offered(source: str, **changes: object) -> PackOffer:
    """A pack that may come in from a source."""
    fields: dict[str, object] = {
        "token": f"token of {source}",
        "id": "sql",
        "title": "SQL at work",
        "version": "0.1.0",
        "license": "CC-BY-4.0",
        "language": "en",
        "authors": ["Ada"],
        "source": source,
        "origin": "archive",
        "digest": "d1",
        "folder": Path("sql"),
        "holdings": Holdings(files=4, size=9000, topics=2, items={"choice": 12}),
    }
    return PackOffer.model_validate({**fields, **changes})


class FakeInstaller:
    """Packs in memory; the bundled one unless others are given. `offers` says what lies where, errors included."""

    def __init__(self, *packs: InstalledPack) -> None:
        self.packs = {pack.id: pack for pack in packs or (BUNDLED,)}
        self.offers: dict[str, PackOffer | PackError] = {}
        self.waiting: list[str] = []
        """Sources of offers that were neither installed nor discarded."""
        self.discarded: list[str] = []
        """Sources of offers that were thrown away."""
        self.waits = False
        """Whether a fetch goes on until it is stopped."""
        self.said: list[str] = []
        self.swept = 0

    def installed(self) -> Sequence[InstalledPack]:
        return list(self.packs.values())

    def damaged(self) -> Sequence[str]:
        return self.said

    def roots(self) -> Sequence[Path]:
        return [pack.folder for pack in self.packs.values() if pack.enabled] or [BUNDLED.folder]

    def offer(self, source: str, *, link: bool, watch: Watch) -> PackOffer:
        watch.tell(Advance("fetching", 2048, unit=BYTES))
        while self.waits:
            watch.check()
            time.sleep(0.01)
        watch.tell(Advance("checking"))
        found = self.offers.get(source, PackError("Nothing lies there.", where=source, hint="Look at the address."))
        if isinstance(found, PackError):
            raise found
        self.waiting.append(source)
        return found.model_copy(update={"origin": "link", "token": "", "digest": None}) if link else found

    def install(self, offer: PackOffer) -> InstalledPack:
        self.waiting.remove(offer.source)
        before = self.packs.get(offer.id)
        same = ("id", "title", "version", "source", "origin", "revision", "digest", "homepage", "folder")
        pack = InstalledPack(
            **{name: getattr(offer, name) for name in same},
            enabled=before.enabled if before else True,
            pinned=before.pinned if before else False,
        )
        self.packs[pack.id] = pack
        return pack

    def discard(self, offer: PackOffer) -> None:
        self.waiting.remove(offer.source)
        self.discarded.append(offer.source)

    def remove(self, pack: str) -> None:
        if self.packs.pop(pack, None) is None:
            raise NotFoundError(f"No pack {pack} is installed.")

    def change(self, pack: str, *, enabled: bool | None = None, pinned: bool | None = None) -> InstalledPack:
        changes = {name: value for name, value in (("enabled", enabled), ("pinned", pinned)) if value is not None}
        self.packs[pack] = self.packs[pack].model_copy(update=changes)
        return self.packs[pack]

    def sweep(self) -> int:
        self.swept += 1
        return 0
