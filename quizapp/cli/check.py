"""`quizapp check`: judge a coding task without the terminal UI."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.domain.report import Report


@click.command(short_help="Check a coding task and print the report.")
@click.argument("task")
@click.option(
    "--path",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Check this folder in place of your workspace; not recorded.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit XML file as well.")
@click.option("--seed", type=click.IntRange(0), help="Draw the probe values of an earlier run again.")
@click.option("--hints", type=click.IntRange(0, 3), default=0, help="Show hints up to this level.")
def check(*, task: str, path: Path | None, as_json: bool, junit: Path | None, seed: int | None, hints: int) -> int:
    """Run TASK's checks against your app: real requests, real server.

    Exit code: 0 passed, 1 not passed, 2 wrong usage, 3 our own fault.
    """
    from quizapp.domain.report import Verdict
    from quizapp.domain.telling import as_json_text, as_junit, as_text

    report = asyncio.run(_check(task, path=path, seed=seed, quiet=as_json))
    click.echo(as_json_text(report) if as_json else as_text(report, hints_shown=hints))
    if junit is not None:
        junit.write_text(as_junit(report), encoding="utf-8")
    if report.verdict is Verdict.CHECKER_FAULT:
        return 3
    return 0 if report.verdict is Verdict.PASSED else 1


async def _check(task: str, *, path: Path | None, seed: int | None, quiet: bool) -> Report:
    from quizapp.bootstrap import application
    from quizapp.domain.item import ItemId

    app = application()
    try:
        folder = app.practice.open(ItemId(task))
        sources = app.workspaces.sources_at(folder, path) if path is not None else None
        if not quiet:
            click.echo(f"{folder.task.title}: {path or app.practice.workspace(folder)}")
        await app.practice.warm()
        outcome = await app.practice.check(folder, seed=seed, sources=sources)
    finally:
        await app.close()
    return outcome.report
