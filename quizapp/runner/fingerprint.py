"""What a zygote was warmed up with: when it changes, the zygote is out of date."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLES = ("TZ", "LANG", "LC_ALL", "MALLOC_ARENA_MAX", "PYTHONPATH", "VIRTUAL_ENV")


def fingerprint() -> tuple[object, ...]:
    """Interpreter, prefix, folders of installed packages with their times, and the variables that a process inherits.

    Installing, upgrading or removing a package writes a `.dist-info` folder, which changes the time of `site-packages`.
    """
    installed = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return (
        sys.executable,
        sys.prefix,
        sys.version,
        tuple((path, _changed(path)) for path in installed),
        tuple(os.environ.get(name) for name in VARIABLES),
    )


def _changed(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0
