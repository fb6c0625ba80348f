"""quizapp with a pipe at both ends, as a screen reader or a script has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def piped(home: Path, *arguments: str, typed: str) -> subprocess.CompletedProcess[str]:
    """What a command said and how it ended, for what was typed; any warning of Python's ends it."""
    return subprocess.run(
        [sys.executable, "-m", "quizapp", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QUIZAPP_HOME": str(home), "PYTHONWARNINGS": "error"},
    )
