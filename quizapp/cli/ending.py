"""How a command ends: its exit code, and what is told of what ended it."""

from __future__ import annotations

import os
import sys

import click

from quizapp.errors import QuizAppError

DEBUG_VARIABLE = "QUIZAPP_DEBUG"
"""Set to anything, an unexpected error is shown whole."""
EXIT_NOT_PASSED = 1
EXIT_USAGE = 2
EXIT_OUR_FAULT = 3
EXIT_STOPPED = 130
"""By Ctrl+C, as shells have it: 128 and the signal's number."""


def told(error: BaseException) -> int:
    """Tell on the terminal what ended a command; returns the exit code."""
    match error:
        case click.exceptions.Abort() | KeyboardInterrupt():
            click.echo("Stopped.", err=True)
            return EXIT_STOPPED
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
