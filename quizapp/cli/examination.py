"""What `quizapp doctor` looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from quizapp.cli import surroundings
from quizapp.cli.finding import Finding, broken
from quizapp.cli.working import application
from quizapp.domain.run import IsolationLevel
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError

if TYPE_CHECKING:
    from quizapp.content.library import PackLibrary
    from quizapp.domain.ports.progress import Progress
    from quizapp.services.safekeeping import SafekeepingService


BEFORE_ALL = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""Nobody has answered anything earlier."""


async def examine() -> list[Finding]:
    """Look at everything; what is broken is a finding, not an error."""
    findings = [*surroundings.python(), *surroundings.versions(), *surroundings.terminal()]
    try:
        app = application()
    except QuizAppError as error:
        return [*findings, broken("settings", error)]
    findings += surroundings.editor(app.settings)
    findings.append(Finding(subject="data", state="ok", say=str(app.paths.data)))
    findings += surroundings.disk(app.paths.data)
    findings += _guarded("packs", lambda: _packs(app.library))
    findings += _guarded("progress", lambda: _progress(app.progress, app.clock.now()))
    findings += _guarded("backups", lambda: _backups(app.safekeeping, app.clock.now()))
    findings += _unsaved()
    try:
        await app.sandbox.warm()
        isolation = app.sandbox.isolation
    except QuizAppError as error:
        findings.append(broken("sandbox", error))
    else:
        missing = "; ".join(f"no {layer}: {why}" for layer, why in isolation.missing.items())
        findings.append(
            Finding(
                subject="sandbox",
                state="ok" if isolation.level >= IsolationLevel.STRONG else "note",
                say=f"{isolation.badge}. {isolation.sentence}",
                do=missing,
            )
        )
    finally:
        await app.close()
    return findings


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except QuizAppError as error:
        return [broken(subject, error)]


def _packs(library: PackLibrary) -> Iterator[Finding]:
    for manifest in library.manifests():
        yield Finding(subject="pack", state="ok", say=f"{manifest.id} {manifest.version}: {manifest.title}")
    for root, diagnostics in library.faults().items():
        count = plural(len(diagnostics), "fault")
        say = f"{root}: {count}, the first is {diagnostics[0]}"
        yield Finding(subject="pack", state="broken", say=say, do=f"quizapp pack lint {root} lists them all")


def _progress(progress: Progress, now: datetime) -> Iterator[Finding]:
    faults = progress.faults()
    if faults:
        do = "`quizapp progress restore` lists the backups; the present file is kept aside when you go back to one"
        yield Finding(subject="progress", state="broken", say=f"damaged: {faults[0]}", do=do)
    else:
        answers = progress.counts(now, BEFORE_ALL).attempts
        yield Finding(subject="progress", state="ok", say=f"{plural(answers, 'answer')} recorded")


def _backups(safekeeping: SafekeepingService, now: datetime) -> Iterator[Finding]:
    lost = safekeeping.lost()
    if lost:
        yield Finding(
            subject="progress",
            state="broken",
            say=f"not what it was when the newest backup was taken: {'; '.join(lost)}",
            do="`quizapp progress restore` lists the backups; the present file is kept aside when you go back to one",
        )
    backups, good = safekeeping.all(), safekeeping.newest_good()
    if not backups:
        yield Finding(subject="backups", state="ok", say="none yet: the first one is taken when you leave quizapp")
    elif good is None:
        do = "`quizapp progress backup` takes a new one"
        yield Finding(subject="backups", state="broken", say="none of them reads back whole", do=do)
    else:
        days = (now - good.at).days
        age = "today" if days == 0 else f"{plural(days, 'day')} ago"
        damaged = "" if good == backups[0] else ", and newer ones are damaged"
        yield Finding(
            subject="backups",
            state="note" if damaged else "ok",
            say=f"{plural(len(backups), 'backup')}, the newest good one from {age}{damaged}",
            do="Look at the disk: what is written to it does not come back as it was." if damaged else "",
        )


def _unsaved() -> Iterator[Finding]:
    from quizapp.store.refuge import leftovers

    for place in leftovers():
        yield Finding(
            subject="unsaved",
            state="note",
            say=f"answers that are not in your history yet: {place}",
            do=f"quizapp progress merge {place}",
        )
