"""`python -m quizapp`, and what the `quizapp` command runs."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line, or without arguments the terminal UI at once, and leave with its exit code."""
    # Imported here, so that `import quizapp.__main__` has no side effects.
    if sys.argv[1:] or "_QUIZAPP_COMPLETE" in os.environ:
        from quizapp.cli.root import run  # noqa: PLC0415 - the home screen needs no click

        code = run()
    else:
        from quizapp.cli import terminal  # noqa: PLC0415 - a command may need no terminal

        code = terminal.run()
    sys.exit(code)


if __name__ == "__main__":
    main()
