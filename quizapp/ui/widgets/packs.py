"""Packs in words: a line of the list, what is known of one, what an offer has, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quizapp.domain.installation import InstalledPack, InstallResult, PackOffer
from quizapp.domain.wording import plural
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark

HTTPS = "https://"
MAX_DESCRIPTION = 400


def page_of(pack: InstalledPack) -> str | None:
    """The author's page, if it is an https address and nothing else."""
    page = pack.homepage or ""
    return page if page.startswith(HTTPS) and page.isascii() and not any(letter.isspace() for letter in page) else None


def line_of(pack: InstalledPack) -> Content:
    """Its state, title and version, and where it comes from."""
    notes = [*([] if pack.enabled else ["switched off"]), *(["pinned"] if pack.pinned else [])]
    mark, style = (Mark.RIGHT, "$text-success") if pack.enabled else (Mark.OPEN, "$muted")
    whence = "comes with quizapp" if pack.is_bundled else clean(pack.source)
    return Content.assemble(
        (f" {mark} ", style),
        (clean(pack.title), "bold" if pack.enabled else "$muted"),
        (f"  {clean(pack.version)}", "$muted"),
        (f"  {', '.join(notes)}" if notes else "", "$text-warning"),
        (f"\n   {pack.id} {Mark.DOT} {whence}", "$muted"),
    )


def facts_of(pack: InstalledPack) -> Sequence[str]:
    """Everything that is kept about a pack, an entry each."""
    facts = {
        "Version": pack.version,
        "Id": pack.id,
        "From": "quizapp itself" if pack.is_bundled else pack.source,
        "Revision": pack.revision,
        "Author's page": pack.homepage,
        "Added": f"{pack.added.astimezone():%Y-%m-%d %H:%M}" if pack.added else None,
        "Updated": f"{pack.updated.astimezone():%Y-%m-%d %H:%M}" if pack.updated else None,
        "Folder": str(pack.folder),
        "State": ", ".join(["on" if pack.enabled else "switched off", *(["pinned"] if pack.pinned else [])]),
    }
    return [f"{name}\n{value}" for name, value in facts.items() if value]


def offer_words(offer: PackOffer) -> str:
    """What a person should know of a pack before it comes in."""
    description = clean(offer.description or "").strip()
    by = f" by {', '.join(offer.authors)}" if offer.authors else ""
    lines = [
        f"{offer.id} {offer.version}{by}, {offer.license}",
        description[:MAX_DESCRIPTION] + ("…" if len(description) > MAX_DESCRIPTION else ""),
        f"{offer.holdings.summary}.",
        offer.holdings.runs,
        f"The lint has {plural(len(offer.warnings), 'warning')}." if offer.warnings else "",
        "Your settings let its code run where nothing contains it." if offer.trusted else "",
    ]
    return "\n".join(clean(line) for line in lines if line)


def result_words(result: InstallResult) -> str:
    """What came of an installation."""
    fresh = len(result.taken_up.fresh)
    again = f" {plural(fresh, 'question')} that changed will come up again soon." if fresh else ""
    return f"{clean(result.pack.title)} {clean(result.pack.version)} is in your library.{again}"
