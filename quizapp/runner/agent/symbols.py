"""Finds `module.path:name` in the learner's code."""

from __future__ import annotations

import importlib
from typing import Any


def resolve(symbol: str) -> Any:
    """The object of that name; ImportError or AttributeError when it is not there."""
    module, _, path = symbol.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found
