"""`quizapp pack`: packs by anybody, for those who study them and for those who write them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.lazy import LazyGroup
from quizapp.cli.working import Line, application, signed, working
from quizapp.domain.work import Advance
from quizapp.errors import PackError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from quizapp.bootstrap import Application
    from quizapp.content.coverage import PartCoverage, TopicCounts
    from quizapp.services.claims import Finding
    from quizapp.services.verification import Verification


RUNS_A_CORE = 3
"""A run waits for most of its time: for what must not happen, for a stream, for a deadline."""

FURTHER = {
    "add": "quizapp.cli.installing:add",
    "list": "quizapp.cli.installed:list_packs",
    "show": "quizapp.cli.installed:show",
    "update": "quizapp.cli.installing:update",
    "remove": "quizapp.cli.installed:remove",
    "enable": "quizapp.cli.installed:enable",
    "disable": "quizapp.cli.installed:disable",
    "pin": "quizapp.cli.installed:pin",
    "new": "quizapp.cli.authoring:new",
    "guide": "quizapp.cli.authoring:guide",
    "preview": "quizapp.cli.authoring:preview",
    "build": "quizapp.cli.authoring:build",
    "import": "quizapp.cli.exchange:import_",
    "export": "quizapp.cli.exchange:export",
}
"""Commands that live in modules of their own."""


@click.group(cls=LazyGroup, lazy=FURTHER, short_help="Install packs of questions and tasks; write your own.")
def pack() -> None:
    """Install packs of questions and tasks that others wrote; write and prove your own."""


@pack.command(short_help="Read a pack and say what is wrong with it.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def lint(*, path: Path, strict: bool) -> int:
    """Read the pack in PATH and say what is wrong with it, each as file:line:column. Nothing of it is run."""
    from quizapp.content.lint import lint as lint_pack

    with working("The lint", "reading") as watch:
        result = lint_pack(path, watch)
    for diagnostic in result.diagnostics:
        click.echo(str(diagnostic))
    click.echo(result.summary)
    return 0 if result.is_clean(strict=strict) else 1


@pack.command(short_help="Say which rows of its syllabus a pack covers.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--missing", is_flag=True, help="Only rows that are not covered.")
def coverage(*, path: Path, missing: bool) -> int:
    """Say row by row where the pack in PATH covers its syllabus, questions/syllabus.yaml.

    The exit code is 1 when a row that must be covered is not.
    """
    from quizapp.content.coverage import coverage as measured
    from quizapp.content.pack import load_pack

    with working("The reading of the pack", "reading") as watch:
        loaded = load_pack(path, watch)
    for diagnostic in loaded.diagnostics:
        click.echo(str(diagnostic))
    found = measured(loaded)
    for part in found.parts:
        _tell_part(part, missing=missing)
    if not missing:
        _tell_topics(found.topics)
    if not found.parts:
        click.echo("The pack has no questions/syllabus.yaml, so there are no rows to cover.")
    click.echo(found.summary)
    has_errors = any(diagnostic.severity == "error" for diagnostic in loaded.diagnostics)
    return 1 if found.missing or has_errors else 0


def _tell_part(part: PartCoverage, *, missing: bool) -> None:
    """The rows of a part, each with what covers it."""
    rows = part.missing if missing else part.rows
    if not rows:
        return
    click.echo(f"{part.part.part}: {len(part.rows) - len(part.missing)} of {len(part.rows)} covered")
    for row in rows:
        click.echo(f"  {'✗' if row.lacks else '✓' if row.by else '·'} {row.row.id}  {row.row.says}")
        where = [*([row.lacks] if row.lacks else []), *(", ".join(map(str, row.by)) for _ in row.by[:1])]
        if where:
            click.echo(f"{' ' * (5 + len(row.row.id))} {'; '.join(where)}")
    click.echo()


def _tell_topics(topics: Sequence[TopicCounts]) -> None:
    """A table of the topics."""
    width = max((len(topic.topic) for topic in topics), default=0)
    click.echo(f"{'topic':{width}}  items  proofs  tasks  difficulty  terms  notes")
    for topic in topics:
        grades = "-".join(map(str, topic.difficulty)) if topic.difficulty else ""
        click.echo(
            f"{topic.topic:{width}}  {topic.items:5}  {topic.proofs:6}  {topic.tasks:5}  {grades:10}  {topic.terms:5}  "
            + ", ".join(topic.notes)
        )
    click.echo()


@pack.command(short_help="Run a pack's claims: starters, solutions, mutants, proofs.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--jobs", type=click.IntRange(1, 64), help="Runs at the same time; three for each core unless said.")
@click.option("--task", "tasks", multiple=True, metavar="ID", help="Only this coding task; may be given several times.")
@click.option(
    "--topic", "topics", multiple=True, metavar="ID", help="Only this topic's proofs; may be given several times."
)
@click.option("--items/--no-items", default=True, help="Run the proofs of items as well.")
@click.option("--repeat", type=click.IntRange(1, 100), default=1, help="Each claim must hold so many times in a row.")
@click.option("--thorough", is_flag=True, help="Put each mutant to every check, not only to those that it names.")
@click.option("--trust", is_flag=True, help="Run the pack's code even where nothing contains it.")
def verify(
    *,
    path: Path,
    jobs: int | None,
    tasks: tuple[str, ...],
    topics: tuple[str, ...],
    items: bool,
    repeat: int,
    thorough: bool,
    trust: bool,
) -> int:
    """Run what the pack in PATH claims.

    For each coding task the starter fails, the solution and each variant pass, each mutant is rejected by the check
    that it names. For each item its proof holds, and a stated answer is the real one. Everything runs in the sandbox.

    What does not hold beside other runs is run once more alone, and that counts; a note tells of it, because a check
    that depends on how busy the machine is will be unfair to somebody.
    """
    from quizapp.services.verification import Verification

    app = application(packs=(path,))
    root = next(iter(app.library.faults()), None)
    if root is not None:
        raise PackError(
            "The pack has faults, so what it claims cannot be told.",
            where=str(root),
            hint=f"`quizapp pack lint {path}` lists them; mend the errors first.",
        )
    trusted = trust or all(app.trusts(manifest.id) for manifest in app.library.manifests())
    jobs = jobs or RUNS_A_CORE * _cores()
    verification = Verification(app.library, app.checker, jobs=jobs, repeat=repeat, thorough=thorough, trusted=trusted)
    began = time.monotonic()
    with signed("The verification"):
        asyncio.run(_verify(app, verification, verification.run(tasks=tasks, topics=topics, items=items)))
    seconds = time.monotonic() - began
    for finding in verification.unsteady:
        click.echo(
            f"note {finding.name}: it holds alone, but beside {jobs - 1} other runs it did not: {finding.beside}"
        )
    for advice in verification.unseen() if thorough else ():
        click.echo(f"note {advice.name}: {advice.message}")
    click.echo(verification.summary)
    runs = verification.total * repeat
    click.echo(f"{runs} runs in {seconds:.0f} s, {runs / seconds:.1f} a second, {jobs} at a time.")
    return 0 if verification.holds else 1


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


async def _verify(app: Application, verification: Verification, findings: AsyncIterator[Finding]) -> None:
    """Run the claims; failures go to stdout as they come, how far it is to a terminal's stderr."""
    line, done = Line(Advance("running the claims")), 0
    line.begin()
    try:
        async for finding in findings:
            done += 1
            line.advance = Advance("verifying", done, verification.total, "claim")
            if not finding.ok:
                with line.aside():
                    click.echo(str(finding))
    finally:
        line.end()
        await app.close()


@pack.command(short_help="Print JSON Schemas for editors.")
@click.argument("part", type=click.Choice(["pack", "topics", "interviews", "syllabus", "items", "task"]))
def schema(*, part: str) -> int:
    """Print the JSON Schema of PART, from which an editor completes and checks pack files."""
    from quizapp.content.schema import schema_of

    click.echo(json.dumps(schema_of(part), indent=2, ensure_ascii=False))
    return 0
