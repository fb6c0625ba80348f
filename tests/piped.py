"""quizapp with a pipe at both ends, as a screen reader or a script has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def piped(home: Path, *arguments: str, typed: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """What a command said and how it ended, for what was typed; any warning of Python's ends it.

    Args:
        home: where quizapp keeps everything.
        arguments: of the command.
        typed: all of it.
        encoding: of the pipe's both ends.
    """
    return subprocess.run(
        [sys.executable, "-m", "quizapp", *arguments],
        input=typed,
        capture_output=True,
        encoding=encoding,
        check=False,
        env={**os.environ, "QUIZAPP_HOME": str(home), "PYTHONWARNINGS": "error", "PYTHONIOENCODING": encoding},
    )
