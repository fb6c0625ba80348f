"""Which reader a file is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from quizapp.content.exchange.bounds import content, text
from quizapp.content.exchange.harvest import Harvest
from quizapp.errors import UsageError


def _apkg(path: Path) -> Harvest:
    from quizapp.content.exchange.anki import read_apkg  # noqa: PLC0415 - loads SQLite

    return read_apkg(path)


def _anki_text(path: Path) -> Harvest:
    from quizapp.content.exchange.table import read_anki_text  # noqa: PLC0415 - one reader is loaded, not all

    return read_anki_text(path)


def _csv(path: Path) -> Harvest:
    from quizapp.content.exchange.table import read_csv  # noqa: PLC0415 - one reader is loaded, not all

    return read_csv(path)


def _gift(path: Path) -> Harvest:
    from quizapp.content.exchange.gift import read_gift  # noqa: PLC0415 - one reader is loaded, not all

    return read_gift(path)


def _moodle(path: Path) -> Harvest:
    from quizapp.content.exchange.moodle import read_moodle  # noqa: PLC0415 - one reader is loaded, not all

    return read_moodle(path)


def _markdown(path: Path) -> Harvest:
    from quizapp.content.exchange.lists import read_markdown  # noqa: PLC0415 - one reader is loaded, not all

    return read_markdown(path)


READERS: Mapping[str, Callable[[Path], Harvest]] = {
    "apkg": _apkg, "anki-text": _anki_text, "csv": _csv, "gift": _gift, "moodle": _moodle, "markdown": _markdown,
}  # fmt: skip
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
        f"the format of {path.name} cannot be told", hint=f"Say --format with one of {', '.join(READERS)}."
    )


def harvest(path: Path, form: str | None = None) -> Harvest:
    """What a file holds."""
    return READERS[form or guess(path)](path)
