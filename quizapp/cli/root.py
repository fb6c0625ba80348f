"""The `quizapp` command itself: no subcommand opens the terminal UI."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from quizapp import __version__
from quizapp.cli.ending import told
from quizapp.cli.lazy import LazyGroup

COMMANDS = {
    "study": "quizapp.cli.study:study",
    "stats": "quizapp.cli.stats:stats",
    "interview": "quizapp.cli.interview:interview",
    "tasks": "quizapp.cli.tasks:tasks",
    "check": "quizapp.cli.check:check",
    "run": "quizapp.cli.run:run",
    "pack": "quizapp.cli.pack:pack",
    "search": "quizapp.cli.search:search",
    "roadmap": "quizapp.cli.roadmap:roadmap",
    "serve": "quizapp.cli.serve:serve",
    "config": "quizapp.cli.config:config",
    "doubts": "quizapp.cli.doubts:doubts",
    "optimise": "quizapp.cli.optimise:optimise",
    "progress": "quizapp.cli.progress:progress",
    "data": "quizapp.cli.data:data",
    "doctor": "quizapp.cli.doctor:doctor",
    "completion": "quizapp.cli.completion:completion",
}
"""In the order in which a newcomer meets them."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "QUIZAPP"},
)
@click.version_option(__version__, message="quizapp %(version)s")
@click.pass_context
def quizapp(ctx: click.Context) -> None:
    """Practise backend interviews in the terminal: questions, coding tasks on a real server, mock interviews.

    Without a command the terminal UI opens. QUIZAPP_HOME moves everything that quizapp keeps to one folder.
    """
    if ctx.invoked_subcommand is None:
        from quizapp.cli.terminal import open_terminal

        ctx.exit(open_terminal())


def run(args: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        args: the arguments; those of the process if None.

    Returns:
        0 done or passed, 1 not passed, 2 wrong usage, 3 our own fault.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A mark that the terminal's encoding has no letter for becomes a question mark; a word stands beside it.
            stream.reconfigure(errors="replace")
    try:
        result: Any = quizapp.main(args=args, prog_name="quizapp", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place where somebody can be told
        return told(error)
    return result if isinstance(result, int) else 0
