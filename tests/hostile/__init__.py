"""Hostile packs, each made by a few lines: `HOSTILE` names them, and what they are refused with."""

from __future__ import annotations

from tests.hostile import addresses, archives, bombs, elsewhere, links, names, repositories, writing
from tests.hostile.case import EXECUTED, HOSTILE, Hostile
from tests.hostile.git import git, repository
from tests.hostile.sound import changed, files, folder, tarred, zipped

MAKERS = (elsewhere, links, bombs, archives, names, writing, addresses, repositories)
"""Each registers its packs when it is imported."""

__all__ = [
    "EXECUTED",
    "HOSTILE",
    "MAKERS",
    "Hostile",
    "changed",
    "files",
    "folder",
    "git",
    "repository",
    "tarred",
    "zipped",
]
