"""`quizapp doctor`: is everything here that quizapp needs, and how well is the learner's code contained?"""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from quizapp import __version__
from quizapp.domain.fields import Model
from quizapp.errors import QuizAppError

if TYPE_CHECKING:
    from quizapp.content.library import PackLibrary
    from quizapp.domain.ports import Progress

FINE, WORSE, BROKEN = "ok", "note", "broken"
MARKS = {FINE: "✓", WORSE: "!", BROKEN: "✗"}


class Finding(Model):
    """One thing that was looked at."""

    subject: str
    state: str
    say: str
    do: str = ""
    """What to do about it."""


@click.command(short_help="Look whether everything is in order here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def doctor(*, as_json: bool) -> int:
    """Look at Python, folders, packs, progress and the sandbox, and say what to do about what is not in order."""
    findings = asyncio.run(_examine())
    if as_json:
        import json

        click.echo(json.dumps([finding.model_dump() for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.state]} {finding.subject:<10} {finding.say}")
            if finding.do:
                click.echo(f"  {'':<10} {finding.do}")
    return 1 if any(finding.state == BROKEN for finding in findings) else 0


async def _examine() -> list[Finding]:
    from quizapp.bootstrap import application

    findings = [
        Finding(
            subject="quizapp", state=FINE, say=f"{__version__} on Python {platform.python_version()}, {sys.platform}"
        )
    ]
    try:
        app = application()
    except QuizAppError as error:
        return [*findings, _broken("settings", error)]
    findings.append(Finding(subject="data", state=FINE, say=str(app.paths.data)))
    findings += _guarded("packs", lambda: _packs(app.library))
    findings += _guarded("progress", lambda: _progress(app.progress))
    try:
        isolation = await app.practice.warm()
    except QuizAppError as error:
        findings.append(_broken("sandbox", error))
    else:
        state = FINE if isolation.level >= 2 else WORSE
        missing = "; ".join(f"no {layer}: {why}" for layer, why in isolation.missing.items())
        findings.append(
            Finding(subject="sandbox", state=state, say=f"{isolation.badge}. {isolation.sentence}", do=missing)
        )
    finally:
        await app.close()
    return findings


def _broken(subject: str, error: QuizAppError) -> Finding:
    where = f" ({error.where})" if error.where else ""
    return Finding(subject=subject, state=BROKEN, say=error.message + where, do=error.hint or "")


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except QuizAppError as error:
        return [_broken(subject, error)]


def _packs(library: PackLibrary) -> Iterator[Finding]:
    for manifest in library.manifests():
        yield Finding(subject="pack", state=FINE, say=f"{manifest.id} {manifest.version}: {manifest.title}")
    for fault in library.faults():
        yield Finding(subject="pack", state=BROKEN, say=str(fault), do="quizapp pack lint PATH says more")


def _progress(progress: Progress) -> Iterator[Finding]:
    yield Finding(subject="progress", state=FINE, say=f"{len(progress.attempts())} answers recorded")
