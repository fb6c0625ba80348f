"""`quizapp check`: judge a coding task without the terminal UI."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.naming import task_names

if TYPE_CHECKING:
    from quizapp.bootstrap import Application
    from quizapp.domain.folder import TaskFolder
    from quizapp.domain.report import Report


MOST_HINTS = 3


@click.command(short_help="Check a coding task and print the report.")
@click.argument("task", shell_complete=task_names)
@click.option(
    "--path",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Check this folder in place of your workspace; not recorded.",
)
@click.option("--watch", is_flag=True, help="Check again at every save, until Ctrl+C.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a run.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit XML file as well.")
@click.option("--seed", type=click.IntRange(0), help="Draw the probe values of an earlier run again.")
@click.option("--hints", type=click.IntRange(0, MOST_HINTS), default=0, help="Show hints up to this level.")
def check(
    *, task: str, path: Path | None, watch: bool, as_json: bool, junit: Path | None, seed: int | None, hints: int
) -> int:
    """Run TASK's checks against your app: real requests, real server.

    Exit code: 0 passed, 1 not passed, 2 wrong usage, 3 our own fault; with --watch that of the last run.
    """
    from quizapp.cli.working import application
    from quizapp.domain.report import Verdict
    from quizapp.domain.telling import as_json_text, as_junit, as_text

    last: Report | None = None

    async def run() -> None:
        nonlocal last
        app = application()
        try:
            async for report in _reports(app, task, path=path, seed=seed, watch=watch, quiet=as_json):
                last = report
                click.echo(as_json_text(report) if as_json else as_text(report, hints_shown=hints))
                if not as_json and (more := _more_hints(report, hints)):
                    click.echo(more)
                if junit is not None:
                    await asyncio.to_thread(_write, junit, as_junit(report))
        finally:
            await app.close()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        # That is how a watch ends.
        if not watch:
            raise
    if last is None or last.verdict is Verdict.CHECKER_FAULT:
        return 3
    return 0 if last.verdict is Verdict.PASSED else 1


def _more_hints(report: Report, shown: int) -> str:
    """How to see a hint that was held back; empty where there is none left."""
    most = max((len(each.evidence.hints) for each in report.checks), default=0)
    if shown >= min(most, MOST_HINTS):
        return ""
    return f"With --hints {shown + 1} you get {'one hint more' if shown else 'a hint'} for what did not pass."


def _write(junit: Path, text: str) -> None:
    """Write the JUnit file; UsageError where that cannot be."""
    from quizapp.errors import UsageError

    try:
        junit.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The JUnit file cannot be written: {error.strerror}.",
            where=str(junit),
            hint="Name one in a folder of yours.",
        ) from error


async def _reports(
    app: Application, task: str, *, path: Path | None, seed: int | None, watch: bool, quiet: bool
) -> AsyncIterator[Report]:
    """One report, or with `watch` one for each save."""
    from quizapp.domain.items.identity import ItemId

    folder = app.practice.open(ItemId(task))
    root = path or app.practice.workspace(folder)
    if not quiet:
        click.echo(f"{folder.task.title}: {root}")
    await app.practice.warm()
    if not watch:
        yield await _judge(app, folder, path, seed)
        return
    from quizapp.runner.watch import watched

    saved = asyncio.Event()
    async with watched(root, lambda _: saved.set()):
        while True:
            saved.clear()
            yield await _latest(app, folder, path, seed, saved)
            if not quiet:
                click.echo("\nWaiting for the next save; Ctrl+C ends.\n")
            await saved.wait()


async def _judge(app: Application, folder: TaskFolder, path: Path | None, seed: int | None) -> Report:
    sources = app.workspaces.sources_at(folder, path) if path is not None else None
    return (await app.practice.check(folder, seed=seed, sources=sources)).report


async def _latest(
    app: Application, folder: TaskFolder, path: Path | None, seed: int | None, saved: asyncio.Event
) -> Report:
    """Judge what is saved now; a save meanwhile makes the run pointless, and it starts anew."""
    while True:
        judging = asyncio.create_task(_judge(app, folder, path, seed))
        waiting = asyncio.create_task(saved.wait())
        try:
            await asyncio.wait({judging, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if judging.done():
                return judging.result()
            saved.clear()
        finally:
            for task in (judging, waiting):
                task.cancel()
            await asyncio.gather(judging, waiting, return_exceptions=True)
