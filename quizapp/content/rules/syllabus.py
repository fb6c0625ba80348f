"""The syllabus: rows that exist, each once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from quizapp.content.folder import SYLLABUS
from quizapp.content.loader import Record
from quizapp.content.mark import Mark
from quizapp.content.pack import LoadedPack
from quizapp.content.rule import Finding, Place, at, pack_rule


def _named_rows(pack: LoadedPack) -> Iterator[tuple[Record[Any], Place, str]]:
    for record in [*pack.items, *(task.record for task in pack.tasks)]:
        for position, name in enumerate(record.model.covers):
            yield record, ("covers", position), name
    for topic in pack.topics:
        for position, name in enumerate(topic.topic.covers):
            yield topic.record, (*topic.place, "covers", position), name
    for part in pack.syllabus:
        for number, row in enumerate(part.model.rows):
            for position, name in enumerate(row.includes):
                yield part, ("rows", number, "includes", position), name


@pack_rule("error")
def unknown_row(pack: LoadedPack) -> Iterator[Finding]:
    """Something says that it covers a row which the pack's syllabus does not have.

    A pack without questions/syllabus.yaml may name any rows, such as those of a table kept elsewhere.
    """
    known = [row.id for part in pack.syllabus for row in part.model.rows]
    if not known or any(found.file == SYLLABUS for found in pack.diagnostics):
        return  # a syllabus that cannot be read has been told of
    rows = set(known)
    for record, place, name in _named_rows(pack):
        if name not in rows:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Write a row of questions/syllabus.yaml, or add it there."
            yield at(record, place, f"{name} is no row of the syllabus", hint)


@pack_rule("error")
def duplicate_row(pack: LoadedPack) -> Iterator[Finding]:
    """Two rows of the syllabus have one id."""
    first: dict[str, Mark] = {}
    for part in pack.syllabus:
        for number, row in enumerate(part.model.rows):
            mark = part.mark.at(("rows", number))
            if first.setdefault(row.id, mark) is not mark:
                message = f"the row {row.id} stands at line {first[row.id].line} already"
                yield at(part, ("rows", number, "id"), message, "Give it an id of its own.")
