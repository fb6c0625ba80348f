"""Glob patterns as functions of a path, in linear time whatever the pattern is.

Python's own engine could be kept busy for hours by a row of stars, and patterns come from packs and from learners.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.domain.matcher import compile_pattern

_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def glob(pattern: str, *, below: bool = False) -> Callable[[str], bool]:
    """Whether a whole path fits: `**` stands for any folders, `*` and `?` for any name or letter of one.

    Args:
        pattern: of Go's `filepath.Match`, without its brackets.
        below: whether what lies below a folder that fits does too.
    """
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    regex = "".join(_WILD.get(part) or re.escape(part) for part in parts)
    return compile_pattern(f"^(?:{regex}){'(?:/.*)?' if below else ''}$").isinstance_python
