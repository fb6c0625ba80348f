"""Which files a .dockerignore keeps out of the build.

Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from quizapp.domain.matcher import compile_pattern


def glob(pattern: str) -> Callable[[str], bool]:
    """A pattern of Go's `filepath.Match`, with `**` for any folders; it matches below a folder as well.

    Python's own engine could be kept busy for hours by a row of stars; this one takes linear time.
    """
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    regex = "".join(wild.get(part) or re.escape(part) for part in parts)
    return compile_pattern(f"^(?:{regex})(?:/.*)?$").isinstance_python


def kept(paths: Iterable[str], ignore: str) -> list[str]:
    """The paths that the build sees; the last line that matches decides."""
    rules = [line.strip() for line in ignore.splitlines() if line.strip() and not line.startswith("#")]
    compiled = [(not rule.startswith("!"), glob(_plain(rule))) for rule in rules]
    seen = []
    for path in paths:
        decisions = [excludes for excludes, fits in compiled if fits(path)]
        if not decisions or not decisions[-1]:
            seen.append(path)
    return seen


def _plain(rule: str) -> str:
    return rule.lstrip("!").strip().removeprefix("./").strip("/")
