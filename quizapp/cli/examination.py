"""What `quizapp doctor` looks at."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from quizapp import __version__
from quizapp.bootstrap import application
from quizapp.domain.fields import Model
from quizapp.domain.run import IsolationLevel
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError

if TYPE_CHECKING:
    from quizapp.content.library import PackLibrary
    from quizapp.domain.ports import Progress


class Finding(Model):
    """One thing that was looked at."""

    subject: str
    state: Literal["ok", "note", "broken"]
    say: str
    do: str = ""
    """What to do about it."""


async def examine() -> list[Finding]:
    """Look at everything; what is broken is a finding, not an error."""
    findings = [
        Finding(
            subject="quizapp", state="ok", say=f"{__version__} on Python {platform.python_version()}, {sys.platform}"
        )
    ]
    try:
        app = application()
    except QuizAppError as error:
        return [*findings, _broken("settings", error)]
    findings.append(Finding(subject="data", state="ok", say=str(app.paths.data)))
    findings += _guarded("packs", lambda: _packs(app.library))
    findings += _guarded("progress", lambda: _progress(app.progress))
    try:
        isolation = await app.practice.warm()
    except QuizAppError as error:
        findings.append(_broken("sandbox", error))
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


def _broken(subject: str, error: QuizAppError) -> Finding:
    where = f" ({error.where})" if error.where else ""
    return Finding(subject=subject, state="broken", say=error.message + where, do=error.hint or "")


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except QuizAppError as error:
        return [_broken(subject, error)]


def _packs(library: PackLibrary) -> Iterator[Finding]:
    for manifest in library.manifests():
        yield Finding(subject="pack", state="ok", say=f"{manifest.id} {manifest.version}: {manifest.title}")
    for root, diagnostics in library.faults().items():
        count = plural(len(diagnostics), "fault")
        say = f"{root}: {count}, the first is {diagnostics[0]}"
        yield Finding(subject="pack", state="broken", say=say, do=f"quizapp pack lint {root} lists them all")


def _progress(progress: Progress) -> Iterator[Finding]:
    faults = progress.faults()
    if faults:
        do = "keep a copy of the file named above under data, and report this"
        yield Finding(subject="progress", state="broken", say=f"damaged: {faults[0]}", do=do)
    else:
        yield Finding(subject="progress", state="ok", say=f"{plural(len(progress.attempts()), 'answer')} recorded")
