"""Where the pack lies that comes with quizapp."""

from __future__ import annotations

from pathlib import Path

import quizapp
from quizapp.content.folder import MANIFEST
from quizapp.errors import PackError


def bundled_pack() -> Path:
    """The folder of the bundled pack: beside the package in a checkout, inside it once installed.

    A wheel's copy is asked first, so that no stray `questions/` in site-packages is taken for ours.
    """
    package = Path(quizapp.__file__).resolve().parent
    for root in (package / "bundled", package.parent):
        if (root / MANIFEST).is_file():
            return root
    raise PackError(
        "The pack that comes with quizapp is missing.", where=str(package / "bundled"), hint="Install quizapp again."
    )
