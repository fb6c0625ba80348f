"""Whether a text of the learner's is Python yet; nothing of it is run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping

LARGEST = 64 * 1024
"""Characters of a file that is looked at: a larger one would hold up whoever types."""


def fault(texts: Mapping[str, str]) -> str | None:
    """What keeps the first of these files from being Python: `main.py:9 '(' was never closed`; None if nothing does."""
    for path, text in texts.items():
        if path.endswith(".py") and len(text) <= LARGEST:
            found = _fault(text)
            if found is not None:
                return f"{path}{found}"
    return None


def tree(text: str | bytes) -> ast.Module:
    """The syntax tree, without a word about what Python only warns of.

    Raises:
        SyntaxError: it is no Python.
        ValueError, RecursionError, MemoryError: it cannot be read at all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _fault(text: str) -> str | None:
    try:
        tree(text)
    except SyntaxError as error:
        return f":{error.lineno or 1} {error.msg}"
    except ValueError as error:
        return f": {error}"
    except (RecursionError, MemoryError):
        return ": it is nested too deeply"
    return None
