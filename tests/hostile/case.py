"""One hostile pack, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EXECUTED = "EXECUTED"
"""The file that a hostile pack's code would leave in the folder above it."""


@dataclass(frozen=True)
class Hostile:
    """One hostile pack."""

    name: str
    make: Callable[[Path], str]
    """Makes it in a folder; returns what a person would be told to add."""
    refused: str
    """Part of the sentence; empty for one that may come in, because it is harmless."""


HOSTILE: list[Hostile] = []


def hostile(refused: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    """Register a maker."""

    def register(make: Callable[[Path], str]) -> Callable[[Path], str]:
        HOSTILE.append(Hostile(make.__name__, make, refused))
        return make

    return register
