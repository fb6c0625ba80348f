"""Levels of difficulty as people write them on a command line."""

from __future__ import annotations

import re

import click

_SPAN = re.compile(r"([1-5])(?:-([1-5]))?")


def levels(text: str) -> tuple[int, int]:
    """From and to, for a level such as `3` or two such as `2-4`."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or int(found[1]) > int(found[2] or found[1]):
        raise click.UsageError(f"{text} is no level: write one such as 3, or two such as 2-4, of 1 to 5")
    return int(found[1]), int(found[2] or found[1])
