"""Which reader a file is for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from quizapp.content.exchange.bounds import content, text
from quizapp.content.exchange.harvest import Harvest
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import UsageError

READERS: Mapping[str, str] = {
    "apkg": "anki:read_apkg", "anki-text": "table:read_anki_text", "csv": "table:read_csv", "gift": "gift:read_gift",
    "moodle": "moodle:read_moodle", "markdown": "lists:read_markdown",
}  # fmt: skip
"""By format the module beside this one and its function; one reader is loaded, not all."""
_ENDINGS = {
    ".apkg": "apkg", ".colpkg": "apkg", ".csv": "csv", ".tsv": "csv", ".gift": "gift", ".xml": "moodle",
    ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip


def guess(path: Path) -> str:
    """The format of a file, by its name and, for a `.txt`, by how it begins.

    Raises:
        UsageError: it cannot be told.
        PackError: the file cannot be read.
    """
    ending = path.suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending == ".txt" and content(path)[:4] != b"PK\x03\x04":
        begin = text(path)[:4000]
        if begin.startswith("#separator:"):
            return "anki-text"
        if ("{" in begin and "::" in begin) or "{=" in begin or "{\n" in begin:
            return "gift"
        if "\t" in begin.partition("\n")[0]:
            return "anki-text"
    raise UsageError(
        f"The format of {path.name} cannot be told.", hint=f"Say --format with one of {', '.join(READERS)}."
    )


def harvest(path: Path, form: str | None = None, watch: Watch = UNWATCHED) -> Harvest:
    """What a file holds."""
    module, _, name = READERS[form or guess(path)].partition(":")
    read: Callable[[Path, Watch], Harvest] = getattr(
        importlib.import_module(f"quizapp.content.exchange.{module}"), name
    )
    return read(path, watch)
