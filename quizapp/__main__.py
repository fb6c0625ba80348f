"""`python -m quizapp`, and what the `quizapp` command runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from quizapp.cli.root import run  # noqa: PLC0415 - keeps `import quizapp.__main__` free of side effects

    sys.exit(run())


if __name__ == "__main__":
    main()
