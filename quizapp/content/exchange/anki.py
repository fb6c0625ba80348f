"""Anki's `.apkg`, read within bounds: a zip file with an SQLite database, both from a stranger.

The database is opened read-only and immutable; only reading is authorised, a statement that takes too long is ended,
and neither its schema nor its texts are trusted. Both layouts are read: the old one with notetypes as JSON, and the one
since Anki 2.1.50, which is packed with Zstandard.
"""

from __future__ import annotations

import importlib
import json
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from quizapp.content.exchange.bounds import MAX_DATABASE, MAX_FIELD, MAX_FILE, MAX_RATIO
from quizapp.content.exchange.harvest import Harvest
from quizapp.content.exchange.markup import one_line
from quizapp.content.exchange.table import take_note
from quizapp.domain.work import BYTES, UNWATCHED, Advance, Watch
from quizapp.errors import PackError

MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: the old ones beside it only ask to update Anki."""
MAX_ENTRIES = 100_000
SECONDS = 20.0
_CHUNK = 1 << 20
_READING = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA,
}  # fmt: skip
_HINT = "Export the deck from Anki again: File > Export > Anki Deck Package."


def read_apkg(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The notes of an Anki package."""
    harvest = Harvest(title=path.stem, watch=watch)
    with tempfile.TemporaryDirectory(prefix="quizapp-anki-") as folder:
        database = Path(folder) / "collection"
        _unpack(path, database, watch)
        try:
            with _opened(database) as connection:
                _Notes(path, harvest, connection).take()
        except sqlite3.Error as error:
            why = "it takes too long to read" if "interrupted" in str(error) else f"it cannot be read: {error}"
            raise PackError(f"The collection is damaged: {why}.", where=str(path), hint=_HINT) from error
    return harvest


def _unpack(path: Path, target: Path, watch: Watch) -> None:
    """Write the database of a package to a file, never more than MAX_DATABASE of it."""
    try:
        if path.stat().st_size > MAX_FILE << 4:
            raise PackError("The package is larger than 1 GiB.", where=str(path), hint="Export it without media.")
        with zipfile.ZipFile(path) as package:
            if len(package.infolist()) > MAX_ENTRIES:
                raise PackError("The package has too many files.", where=str(path), hint="Export it without media.")
            name = next((each for each in MEMBERS if each in package.namelist()), None)
            if name is None:
                raise PackError("No collection is in this file.", where=str(path), hint=_HINT)
            with package.open(name) as packed:
                stream = _unzstd(path, packed) if name.endswith("b") else packed
                _copy(path, watch, stream, target, package.getinfo(name).compress_size)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise PackError(f"This is no Anki package: {error}.", where=str(path), hint=_HINT) from error


def _copy(path: Path, watch: Watch, stream: Any, target: Path, packed: int) -> None:
    most = min(MAX_DATABASE, max(packed * MAX_RATIO, 16 * _CHUNK))
    size = 0
    with target.open("wb") as output:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            watch.tell(Advance("unpacking", size, unit=BYTES))
            if size > most:
                raise PackError(
                    f"The collection unpacks to more than {most >> 20} MiB.", where=str(path), hint="Export one deck."
                )
            output.write(chunk)


class _Frames:
    """A stream of Zstandard, whose own kind of error is told as one of ours."""

    def __init__(self, path: Path, stream: Any, error: type[Exception]) -> None:
        self._path = path
        self._stream = stream
        self._error = error

    def read(self, size: int) -> bytes:
        try:
            return bytes(self._stream.read(size))
        except self._error as error:
            message = f"The collection cannot be unpacked: {error}."
            raise PackError(message, where=str(self._path), hint=_HINT) from error


def _unzstd(path: Path, packed: Any) -> _Frames:
    """The stream unpacked; Python has Zstandard of its own from 3.14 on."""
    try:
        own = importlib.import_module("compression.zstd")
        return _Frames(path, own.ZstdFile(packed), own.ZstdError)
    except ImportError:
        pass
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError as error:
        hint = "Install quizapp[exchange], or tick `Support older Anki versions` when you export."
        raise PackError("This package is packed with Zstandard.", where=str(path), hint=hint) from error
    unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    return _Frames(path, unpacker.stream_reader(packed, read_across_frames=True), zstandard.ZstdError)


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A stranger's database: read-only, nothing but reading, and not for long."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 << 20)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # Anki's own order of names, without which its newer tables cannot be read at all.
        connection.create_collation(
            "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
        )
        connection.set_authorizer(lambda code, *_: sqlite3.SQLITE_OK if code in _READING else sqlite3.SQLITE_DENY)
        until = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        yield connection


class _Notes:
    """The notes of an open collection."""

    def __init__(self, path: Path, harvest: Harvest, connection: sqlite3.Connection) -> None:
        self._path = path
        self._harvest = harvest
        self._connection = connection
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"notes", "cards"} <= tables:
            raise PackError("No notes are in this collection.", where=str(path), hint=_HINT)
        self._decks, self._templates = self._newer() if "notetypes" in tables else self._older()

    def _older(self) -> tuple[dict[int, str], dict[int, int]]:
        """Decks by id, and how many cards a note of each type makes: both as JSON."""
        row = self._connection.execute("SELECT decks, models FROM col LIMIT 1").fetchone()
        try:
            decks, models = json.loads(row[0]), json.loads(row[1])
            return (
                {int(key): str(deck["name"]) for key, deck in decks.items()},
                {int(key): 1 if model.get("type") else len(model.get("tmpls", [])) for key, model in models.items()},
            )
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise PackError("The collection's decks cannot be read.", where=str(self._path), hint=_HINT) from error

    def _newer(self) -> tuple[dict[int, str], dict[int, int]]:
        decks = {
            key: str(name).replace("\x1f", "::") for key, name in self._connection.execute("SELECT id, name FROM decks")
        }
        counted = self._connection.execute("SELECT ntid, count(*) FROM templates GROUP BY ntid")
        return decks, dict(counted.fetchall())

    def take(self) -> None:
        """Every note, in the order in which they were made."""
        homes = dict(self._connection.execute("SELECT nid, min(did) FROM cards GROUP BY nid").fetchall())
        for note, model, flds, tags in self._connection.execute("SELECT id, mid, flds, tags FROM notes ORDER BY id"):
            where = f"{self._path.name}: note {note}"
            if self._harvest.is_full:
                self._harvest.lose(where, "the rest of the collection", "it has too many notes")
                return
            if not isinstance(flds, str) or len(flds) > 4 * MAX_FIELD:
                self._harvest.lose(where, "a note", f"it has more than {4 * MAX_FIELD >> 10} Ki characters")
                continue
            fields = flds.split("\x1f")
            if self._templates.get(model, 1) > 1:
                self._harvest.lose(where, f"other cards of {one_line(fields[0])[:40]!r}", "a note becomes one question")
            deck = one_line(self._decks.get(homes.get(note, 0), "")).rsplit("::", 1)[-1]
            topic = deck if deck and deck != "Default" else (str(tags).split() or [self._path.stem])[0]
            take_note(self._harvest, where, topic, fields, is_html=True)
