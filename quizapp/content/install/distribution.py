"""Packs inside installed Python distributions, found by what is written in their metadata. Nothing is imported."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from quizapp.content.install.source import DistributionSource
from quizapp.errors import PackError

GROUP = "quizapp.packs"
"""The entry point group. A value names the folder of the pack as a dotted path: `my_pack`, `my_packs.second`."""
_VALUE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*)?", re.ASCII)


def locate(source: DistributionSource) -> tuple[Path, str]:
    """The folder of the pack, and the version of the distribution.

    Raises:
        PackError: it is not installed, declares no pack, or the pack is not where it says.
    """
    where = f"dist:{source.name}"
    try:
        found = metadata.distribution(source.name)
    except (metadata.PackageNotFoundError, ValueError) as error:
        hint = f"Install it into the environment of quizapp first: `pipx inject quizapp {source.name}`."
        raise PackError(f"No distribution {source.name} is installed.", where=where, hint=hint) from error
    declared = {each.name: each.value for each in found.entry_points if each.group == GROUP}
    if not declared:
        hint = f"Its author declares one by an entry point of the group {GROUP}."
        raise PackError(f"The distribution {source.name} declares no pack.", where=where, hint=hint)
    names = ", ".join(sorted(declared))
    if source.entry not in declared and (source.entry or len(declared) > 1):
        raise PackError(f"The distribution {source.name} declares {names}.", where=where, hint=f"Write {where}#NAME.")
    value = declared[source.entry] if source.entry else next(iter(declared.values()))
    if not _VALUE.fullmatch(value):
        raise PackError("Its entry point names no folder.", where=where, hint="It has to be a dotted path: my_pack.")
    folder = Path(str(found.locate_file(value.replace(":", ".").replace(".", "/"))))
    if not folder.is_dir():
        hint = "If it is installed in editable mode, add its folder instead: `quizapp pack add --link FOLDER`."
        raise PackError("Its entry point names a folder that is not there.", where=str(folder), hint=hint)
    return folder, found.version
