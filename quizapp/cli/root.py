"""The `quizapp` command itself: no subcommand opens the terminal UI."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from quizapp import __version__
from quizapp.cli.lazy import LazyGroup
from quizapp.errors import QuizAppError

EXIT_NOT_PASSED = 1
DEBUG_VARIABLE = "QUIZAPP_DEBUG"
"""Set to anything, an unexpected error is shown whole."""
EXIT_USAGE = 2
EXIT_OUR_FAULT = 3

COMMANDS = {
    "study": "quizapp.cli.study:study",
    "stats": "quizapp.cli.stats:stats",
    "interview": "quizapp.cli.interview:interview",
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


def _unexpected(error: Exception) -> int:
    """Say in a few lines that we are at fault, and where it is written down."""
    from quizapp.logbook import note_error
    from quizapp.paths import Paths

    if os.environ.get(DEBUG_VARIABLE):
        raise error
    note_error(error, "command line")
    click.echo(
        f"quizapp has a fault of its own ({type(error).__name__}). Everything that you answered is saved.\n"
        f"  where: {Paths.discover().log} tells what went wrong, and holds nothing of yours\n"
        f"  next:  try again; if it comes back, report it with that file, or set {DEBUG_VARIABLE}=1 for all of it",
        err=True,
    )
    return EXIT_OUR_FAULT


def run(args: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        args: the arguments; those of the process if None.

    Returns:
        0 done or passed, 1 not passed, 2 wrong usage, 3 our own fault.
    """
    try:
        result: Any = quizapp.main(args=args, prog_name="quizapp", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place where somebody can be told
        return told(error)
    return result if isinstance(result, int) else 0


def told(error: BaseException) -> int:
    """Tell on the terminal what ended a command; returns the exit code."""
    match error:
        case click.exceptions.Abort() | KeyboardInterrupt():
            click.echo("Stopped.", err=True)
            return 130
        case click.ClickException():
            error.show()
            return EXIT_USAGE
        case QuizAppError():
            for finding in getattr(error, "findings", ()):
                click.echo(finding, err=True)
            click.echo(str(error), err=True)
            if error.exit_code == EXIT_OUR_FAULT:
                from quizapp.logbook import note_error

                note_error(error, "command line")
            return error.exit_code
        case BrokenPipeError():
            # The reader of our output has gone (`quizapp ... | head`): nothing is wrong.
            sys.stderr.close()
            return 0
        case Exception():
            return _unexpected(error)
        case _:
            raise error
