"""`quizapp run`: keep a coding task's app running, for curl and a browser."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.naming import task_names

if TYPE_CHECKING:
    from quizapp.bootstrap import Application
    from quizapp.domain.folder import TaskFolder
    from quizapp.domain.run import StartFailure
    from quizapp.services.serving import KeptApp


@click.command(short_help="Keep a coding task's app running, for curl and a browser.")
@click.argument("task", shell_complete=task_names)
@click.option(
    "--path",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Run this folder in place of your workspace.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="The loopback port.  [default: a free one]")
def run(*, task: str, path: Path | None, port: int | None) -> int:
    """Run your app for TASK in the sandbox and open a loopback port to it, until Ctrl+C. It restarts at every save.

    The curl commands of a report work as they are once APP is set to the address that is printed.
    """
    try:
        asyncio.run(_run(task, path, port or 0))
    except KeyboardInterrupt:
        click.echo("\nStopped.")
    return 0


async def _run(task: str, path: Path | None, port: int) -> None:
    from quizapp.cli.working import application
    from quizapp.domain.items.identity import ItemId
    from quizapp.errors import UsageError

    async with AsyncExitStack() as stack:
        app = application()
        stack.push_async_callback(app.close)
        folder = app.practice.open(ItemId(task))
        try:
            kept = await stack.enter_async_context(app.serving.serve(folder, port=port))
        except OSError as error:
            raise UsageError(
                f"Port {port} cannot be used: {error.strerror}.", hint="Name another one, or none for a free one."
            ) from error
        click.echo(f"{folder.task.title}\n\n  export APP={kept.address}\n  {kept.address}/docs\n")
        await _serve(app, folder, path, kept)


async def _serve(app: Application, folder: TaskFolder, path: Path | None, kept: KeptApp) -> None:
    """One run after another, each from what was saved last."""
    from quizapp.runner.watch import watched

    saved = asyncio.Event()
    async with watched(path or app.practice.workspace(folder), lambda _: saved.set()):
        while True:
            saved.clear()
            _announce(await kept.renew(app.workspaces.sources_at(folder, path) if path is not None else None))
            await saved.wait()


def _announce(failure: StartFailure | None) -> None:
    if failure is None:
        click.echo("Running; Ctrl+C ends.")
        return
    spot = f"\n  {failure.at.file}:{failure.at.line} {failure.at.code.strip()}" if failure.at else ""
    click.echo(f"Not running: {failure.error} {failure.message}".rstrip() + spot + "\nWaiting for the next save.")
