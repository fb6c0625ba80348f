"""What the real `anki` package makes of our packages, and a package of its own. Run by the Python that has it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path


def read(package: str) -> None:
    """Import a package into a new collection and print its notes as JSON."""
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "c.anki2"))
        counts = []
        for _ in range(2):  # the second time nothing is new: ids are stable
            request = ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
            counts.append(len(collection.import_anki_package(request).log.new))
        notes = [collection.get_note(each) for each in collection.find_notes("")]
        found = [{"type": note.note_type()["name"], "fields": list(note.fields), "tags": note.tags} for note in notes]
        decks = [deck.name for deck in collection.decks.all_names_and_ids()]
        cards = collection.card_count()
        rendered = [card.question() + card.answer() for card in map(collection.get_card, collection.find_cards(""))]
        collection.close()
    sys.stdout.write(json.dumps({"new": counts, "notes": found, "decks": decks, "cards": cards, "rendered": rendered}))


def write(package: str, *, legacy: bool) -> None:
    """Write a package of three notes."""
    from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "c.anki2"))
        deck = collection.decks.id("Backend::Databases")
        for model, fields in (
            (
                "Basic",
                ["What is <b>WAL</b>?", "A log written <i>ahead</i> of the data pages.<br>Crash recovery replays it."],
            ),
            ("Basic (and reversed card)", ["Port of PostgreSQL", '5432<img src="port.png">']),
            ("Cloze", ["A {{c1::kernel}} schedules {{c2::threads::what?}}", "See the scheduler."]),
        ):
            note = collection.new_note(collection.models.by_name(model))
            note.fields = fields
            note.tags = ["db"]
            collection.add_note(note, deck)
        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=False, legacy=legacy
        )
        collection.export_anki_package(out_path=package, options=options, limit=DeckIdLimit(deck))
        collection.close()


if __name__ == "__main__":
    what, where = sys.argv[1:]
    if what == "read":
        read(where)
    else:
        write(where, legacy=what == "write-legacy")
