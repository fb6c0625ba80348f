"""Which files a .dockerignore keeps out of the build.

Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
"""

from __future__ import annotations

from collections.abc import Iterable

from quizapp.checker.globs import glob


def kept(paths: Iterable[str], ignore: str) -> list[str]:
    """The paths that the build sees; the last line that matches decides."""
    rules = [line.strip() for line in ignore.splitlines() if line.strip() and not line.startswith("#")]
    compiled = [(not rule.startswith("!"), glob(_plain(rule), below=True)) for rule in rules]
    seen = []
    for path in paths:
        decisions = [excludes for excludes, fits in compiled if fits(path)]
        if not decisions or not decisions[-1]:
            seen.append(path)
    return seen


def _plain(rule: str) -> str:
    return rule.lstrip("!").strip().removeprefix("./").strip("/")
