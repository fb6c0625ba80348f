"""Packs on their way into the library: what is offered, what is kept about those that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from quizapp.domain.fields import Model, Moment
from quizapp.domain.wording import plural


class Holdings(Model):
    """What lies in a pack, counted."""

    files: int = 0
    size: int = 0
    """Bytes."""
    topics: int = 0
    items: dict[str, int] = {}
    """By kind, coding tasks left out."""
    interviews: int = 0
    tasks: int = 0
    checks: int = 0
    mutants: int = 0
    proofs: int = 0
    """Items with an app of their own: those that prove their claim, and those whose answer is predicted."""

    @property
    def summary(self) -> str:
        """What there is to learn, in one line."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.items.items())
        told = [
            plural(self.topics, "topic"),
            plural(sum(self.items.values()), "item") + (f" ({kinds})" if kinds else ""),
            plural(self.tasks, "coding task"),
            plural(self.interviews, "interview"),
        ]
        return f"{', '.join(told)}; {plural(self.files, 'file')}, {-(-self.size // 1024)} KiB"

    @property
    def runs(self) -> str:
        """What of it is ever run, and where."""
        if not self.tasks and not self.proofs:
            return "Nothing of it is ever run."
        parts = []
        if self.tasks:
            parts.append(f"the apps of {plural(self.tasks, 'coding task')} with {plural(self.checks, 'check')}")
        if self.proofs:
            parts.append(f"the apps of {plural(self.proofs, 'item')}")
        return f"In the sandbox, and only when you open them, run {' and '.join(parts)}."


class Notice(Model):
    """One finding of the lint, ready to be shown."""

    where: str
    """`file:line:column` inside the pack."""
    severity: Literal["error", "warning"]
    code: str
    message: str
    hint: str

    def __str__(self) -> str:
        """Two lines: place and fault, then the way out."""
        return f"{self.where}: {self.severity}: {self.message} [{self.code}]\n    {self.hint}"


class Changes(Model):
    """What an update does to the items that a learner may have met, by their ids inside the pack."""

    added: list[str] = []
    changed: list[str] = []
    """Their stem or key differs: they come up again soon."""
    renamed: list[str] = []
    """By their new ids: their history goes with them."""
    gone: list[str] = []
    """Asked no more; their history stays."""

    @property
    def summary(self) -> str:
        """One line."""
        parts = [
            f"{len(ids)} {word}"
            for ids, word in (
                (self.added, "new"),
                (self.changed, "changed"),
                (self.renamed, "renamed"),
                (self.gone, "gone"),
            )
            if ids
        ]
        return ", ".join(parts) or "no item differs in what it asks"


class InstalledPack(Model):
    """A pack that the library has, or could have if it were switched on."""

    id: str
    title: str
    version: str
    source: str
    """The address as the person may give it again; `bundled` for the pack that comes with quizapp."""
    origin: Literal["bundled", "folder", "link", "archive", "https", "git", "distribution"]
    revision: str | None = None
    """Of a git source the commit, of a distribution its version."""
    digest: str | None = None
    """SHA-256 over names and contents of its files; None for a folder that is used where it lies."""
    added: Moment | None = None
    updated: Moment | None = None
    homepage: str | None = None
    enabled: bool = True
    pinned: bool = False
    """An update leaves it alone until it is unpinned."""
    folder: Path

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with quizapp, which alone updates it."""
        return self.origin == "bundled"


class PackOffer(Model):
    """A pack that was fetched and read, and is not in the library yet. Every text of it is the pack's own: hostile."""

    token: str
    """Names the folder where it waits; empty for a folder that is used where it lies."""
    id: str
    title: str
    version: str
    license: str
    language: str
    description: str | None = None
    authors: list[str] = []
    homepage: str | None = None
    source: str
    origin: Literal["folder", "link", "archive", "https", "git", "distribution"]
    revision: str | None = None
    digest: str | None = None
    folder: Path
    holdings: Holdings
    warnings: list[Notice] = []
    prints: dict[str, str] = {}
    """What each item asks, as a fingerprint, by its id inside the pack."""
    aliases: dict[str, str] = {}
    replaces: InstalledPack | None = None
    """What an installation would take the place of."""
    changes: Changes | None = None
    """Against what it replaces, where that can be read."""
    trusted: bool = False
    """The person's settings let the code of a pack of this id run where nothing contains it."""

    @property
    def is_same(self) -> bool:
        """Whether what is installed already has the same files, from the same source."""
        before = self.replaces
        return (
            before is not None
            and self.digest is not None
            and (self.digest, self.source) == (before.digest, before.source)
        )


class TakenUp(Model):
    """What a learner's history made of packs that changed."""

    renamed: int = 0
    """Items whose history went over to a new id."""
    fresh: list[str] = []
    """Full ids of items that come up for a fresh look."""


class InstallResult(Model):
    """A pack that was installed or updated."""

    pack: InstalledPack
    taken_up: TakenUp = TakenUp()


class PackUpdate(Model):
    """What became of one pack in a round of updates."""

    id: str
    state: Literal["updated", "same", "pinned", "linked", "bundled", "declined", "failed"]
    message: str
