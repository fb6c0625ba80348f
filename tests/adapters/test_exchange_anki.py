"""Cards of Anki, as text and as packages: every loss is told, and ours go out so that Anki takes them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from quizapp.content.exchange.export import export
from quizapp.content.exchange.formats import harvest
from quizapp.errors import PackError
from tests.adapters.exchanged import ROOT, taken, written


def test_anki_text_export(tmp_path: Path) -> None:
    """The settings at its top are obeyed: separator, HTML, columns that are no fields."""
    text = (
        "#separator:tab\n#html:true\n#deck column:3\n#tags column:4\n"
        "What is <b>WAL</b>?\tA log that is written ahead of the data pages.\tIT::Databases\tdb\n"
        "The {{c1::kernel}} schedules {{c2::threads::what?}}\t\tIT::OS\tos\n"
    )

    imported, items = taken(written(tmp_path, "a.txt", text))

    assert imported.kinds == {"open": 1, "cloze": 1}
    assert items["what-is-wal"]["stem"] == "What is **WAL**?"
    assert items["what-is-wal"]["topic"] == "databases"
    assert items["the-c1-schedules-c2"]["blanks"]["c2"] == {"accept": ["threads"], "why": "Hint: what?"}


@pytest.mark.parametrize("column", ["0", "-1", "9" * 5000, "two"])
def test_a_column_that_is_none_names_no_deck(tmp_path: Path, column: str) -> None:
    """A number that no row has is passed over; the file's own name is the topic then."""
    path = written(tmp_path, "cards.txt", f"#separator:tab\n#deck column:{column}\nFront\tBack\n")

    [card] = harvest(path).items

    assert (card.topic, card.data["stem"], card.data["accept"]) == ("cards", "Front", ["Back"])


def test_a_quote_separates_no_columns(tmp_path: Path) -> None:
    """A separator that the language of tables needs for itself is refused, with the place where it is named."""
    path = written(tmp_path, "cards.txt", '#separator:"\nFront\tBack\n')

    with pytest.raises(PackError, match="separates no columns") as caught:
        harvest(path)
    assert caught.value.where == f"{path}:1"


def collection(path: Path, statements: str) -> Path:
    """A package whose collection is made of these statements."""
    database = path.with_suffix(".db")
    connection = sqlite3.connect(database)
    connection.executescript(statements)
    connection.commit()
    connection.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.write(database, "collection.anki2")
    return path


TABLES = """
CREATE TABLE col (decks TEXT, models TEXT);
INSERT INTO col VALUES ('{"1": {"name": "Deck"}}', '{"7": {"type": 0, "tmpls": [1]}}');
CREATE TABLE cards (nid INTEGER, did INTEGER);
CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT, tags TEXT);
"""


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 7, 'a', '' FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        "",
        "CREATE TABLE notes (id); CREATE TABLE cards (id);",
        TABLES.replace('{"1"', "[[["),
        TABLES.replace("CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT, tags TEXT);", "")
        + f"CREATE VIEW notes (id, mid, flds, tags) AS {ENDLESS};",
    ],
    ids=["empty", "other tables", "broken JSON", "an endless view"],
)
def test_a_hostile_collection_is_refused(tmp_path: Path, statements: str) -> None:
    """No tables, other ones, broken JSON, a view that never ends: one error, soon."""
    with pytest.raises(PackError) as caught:
        harvest(collection(tmp_path / "h.apkg", statements))

    assert caught.value.hint


def test_a_collection_bomb_is_refused(tmp_path: Path) -> None:
    """What unpacks to far more than it weighs is not unpacked to its end."""
    path = tmp_path / "bomb.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", b"\0" * (64 << 20))

    with pytest.raises(PackError, match="unpacks to more than"):
        harvest(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"no zip at all"])
def test_a_broken_package_is_refused(tmp_path: Path, content: bytes) -> None:
    """One sentence, and what to do."""
    with pytest.raises(PackError, match="no Anki package"):
        harvest(written(tmp_path, "b.apkg", content))


def test_notes_of_an_old_collection(tmp_path: Path) -> None:
    """Decks become topics; a note without text is told by its id."""
    notes = "INSERT INTO notes VALUES (5, 7, 'Front?' || char(31) || 'Back', ' x '), (6, 7, '', '');"
    notes += "INSERT INTO cards VALUES (5, 1);"

    imported, items = taken(collection(tmp_path / "o.apkg", TABLES + notes))

    assert items["front"]["accept"] == ["Back"]
    assert items["front"]["topic"] == "deck"
    assert [loss.where for loss in imported.losses] == ["o.apkg: note 6"]


def anki(*arguments: str) -> dict[str, Any]:
    """What the real Anki says; skips where it is not installed."""
    python = os.environ.get("QUIZAPP_ANKI_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import anki"], capture_output=True, check=False).returncode:
        pytest.skip("install anki somewhere and name its Python in QUIZAPP_ANKI_PYTHON")
    script = Path(__file__).with_name("anki_side.py")
    done = subprocess.run([python, str(script), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout or "{}")
    return found


def test_anki_takes_our_package(tmp_path: Path) -> None:
    """Every item of the bundled pack is a note there, shown without errors; a second import adds none."""
    pytest.importorskip("genanki")
    out = export(ROOT, tmp_path / "ours.apkg")

    found = anki("read", str(out.path))

    assert found["new"] == [out.count, 0]
    assert {note["type"] for note in found["notes"]} == {"quizapp", "quizapp cloze"}
    assert all(all(note["fields"]) for note in found["notes"])
    assert found["cards"] >= out.count
    assert not [text for text in found["rendered"] if "<script" in text or "{{" in text.replace("{<!-- -->{", "")]


@pytest.mark.parametrize("layout", ["write", "write-legacy"])
def test_we_take_ankis_package(tmp_path: Path, layout: str) -> None:
    """Both of Anki's layouts come in: basic, reversed, cloze; what is lost names the note."""
    if layout == "write":
        pytest.importorskip("zstandard")
    path = tmp_path / "theirs.apkg"
    anki(layout, str(path))

    imported, items = taken(path)

    assert imported.kinds == {"open": 1, "short": 1, "cloze": 1}
    assert items["port-of-postgresql"]["accept"] == ["5432"]
    assert {item["topic"] for item in items.values()} == {"databases"}
    assert [loss.what for loss in imported.losses] == ["other cards of 'Port of PostgreSQL'", "picture port.png"]
