"""`quizapp pack`: what an author of questions and tasks needs."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import click


@click.group(short_help="Write and prove packs of questions and tasks.")
def pack() -> None:
    """Write and prove packs of questions and tasks."""


@pack.command(short_help="Read a pack and say what is wrong with it.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def lint(*, path: Path, strict: bool) -> int:
    """Read the pack in PATH and say what is wrong with it, each as file:line:column. Nothing of it is run."""
    from quizapp.content.lint import lint as lint_pack

    result = lint_pack(path)
    for diagnostic in result.diagnostics:
        click.echo(str(diagnostic))
    click.echo(result.summary)
    return 1 if result.errors or (strict and result.warnings) else 0


@pack.command(short_help="Run a pack's claims: starters, solutions, mutants, proofs.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="Runs at the same time.")
@click.option("--task", "tasks", multiple=True, metavar="ID", help="Only this coding task; may be given several times.")
@click.option("--items/--no-items", default=True, help="Run the proofs of items as well.")
def verify(*, path: Path, jobs: int, tasks: tuple[str, ...], items: bool) -> int:
    """Run what the pack in PATH claims.

    For each coding task the starter fails, the solution and each variant pass, each mutant is rejected by the check
    that it names. For each item its proof holds, and a stated answer is the real one. Everything runs in the sandbox.
    """
    return asyncio.run(_verify(path, jobs=jobs, tasks=tasks, items=items))


async def _verify(path: Path, *, jobs: int, tasks: tuple[str, ...], items: bool) -> int:
    from quizapp.bootstrap import application
    from quizapp.services.verification import Verification

    app = application(packs=(path,))
    try:
        verification = Verification(app.library, app.checker, jobs=jobs)
        async for finding in verification.run(tasks=tasks, items=items):
            if not finding.ok:
                click.echo(str(finding))
        click.echo(verification.summary)
    finally:
        await app.close()
    return 0 if verification.holds else 1


@pack.command(short_help="Print JSON Schemas for editors.")
@click.argument("part", type=click.Choice(["pack", "topics", "interviews", "items", "task"]))
def schema(*, part: str) -> int:
    """Print the JSON Schema of PART, from which an editor completes and checks pack files."""
    from quizapp.content.schema import schema_of

    click.echo(json.dumps(schema_of(part), indent=2, ensure_ascii=False))
    return 0
