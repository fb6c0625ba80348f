"""References: where a learner reads on, and ids that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizapp.content.folder import MANIFEST
from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.rule import Finding, at, pack_rule

MAX_ADDRESS = 1000
_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/[^\s<>\"]*)?(#\S*)?", re.IGNORECASE)


def _records(pack: LoadedPack) -> list[Record[Any]]:
    return [*pack.items, *(task.record for task in pack.tasks)]


@pack_rule("warning")
def no_address(pack: LoadedPack) -> Iterator[Finding]:
    """A reference is no https address, so the terminal cannot open it."""
    for record in _records(pack):
        for position, reference in enumerate(record.model.refs):
            if len(reference) > MAX_ADDRESS or not _ADDRESS.fullmatch(reference):
                message = f"{reference[:80]!r} is no https address"
                yield at(record, ("refs", position), message, "Write the whole address, beginning with https://.")


@pack_rule("error")
def duplicate_id(pack: LoadedPack) -> Iterator[Finding]:
    """Two items, tasks, topics or interviews have the same id; history could not tell them apart."""
    first: dict[str, Record[Any]] = {}
    for name, record in pack.ids:
        if name in first:
            other = first[name]
            message = f"the id {name} is taken by {other.file}:{other.mark.line}"
            yield at(record, ("id",), message, "Give it an id of its own.")
        first.setdefault(name, record)
    for name, record in [(record.model.id, record) for record in pack.blueprints]:
        if first.setdefault(f"interview {name}", record) is not record:
            yield at(record, ("id",), f"two interviews are called {name}", "Give it an id of its own.")
    for topic in pack.topics:
        key = f"topic {topic.topic.id}"
        if key in first:
            message = f"two topics are called {topic.topic.id}"
            yield at(topic.record, (*topic.place, "id"), message, "Give it an id of its own.")
        first.setdefault(key, topic.record)


@pack_rule("error")
def broken_alias(pack: LoadedPack) -> Iterator[Finding]:
    """An alias leads nowhere, in a circle, or hides an item that exists; then history is lost."""
    if pack.manifest is None:
        return
    manifest, ids = pack.manifest.model, {name for name, _ in pack.ids}
    for old, new in manifest.aliases.items():
        place = ("aliases", old)
        if old in ids:
            yield at(pack.manifest, place, f"{old} still exists", "Delete the alias, or rename the item.")
        elif new in manifest.retired:
            yield at(pack.manifest, place, f"{new} is retired", "Retire the old id as well, in place of the alias.")
        elif new in manifest.aliases:
            hint = "Name the id that the item has today."
            yield at(pack.manifest, place, f"{new} is itself an alias", hint)
        elif new not in ids:
            yield at(pack.manifest, place, f"no item is called {new}", "Name the id that the item has today.")


@pack_rule("error")
def retired_item(pack: LoadedPack) -> Iterator[Finding]:
    """An id is listed under `retired` and an item with it exists."""
    if pack.manifest is None:
        return
    ids = {name for name, _ in pack.ids}
    for position, name in enumerate(pack.manifest.model.retired):
        if name in ids:
            hint = "Delete the item, or take its id off this list."
            yield at(pack.manifest, ("retired", position), f"{name} still exists", hint)


@pack_rule("error")
def bad_requirement(pack: LoadedPack) -> Iterator[Finding]:
    """A range of versions cannot be read."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - needed by this rule only

    written: list[tuple[Record[Any], tuple[str | int, ...], str]] = []
    if pack.manifest is not None:
        requires = pack.manifest.model.requires
        written += [(pack.manifest, ("requires", name), text) for name, text in requires.items()]
    for record in pack.items:
        proof = record.model.proof
        if proof is not None and proof.requires:
            written.append((record, ("proof", "requires"), proof.requires))
        if getattr(record.model, "requires", None):
            written.append((record, ("requires",), record.model.requires))
    for record, place, text in written:
        try:
            SpecifierSet(text)
        except InvalidSpecifier:
            yield at(record, place, f"{text!r} is no range of versions", "Write it as pip does, such as >=0.122,<1.")


@pack_rule("error")
def empty_pack(pack: LoadedPack) -> Iterator[Finding]:
    """The pack asks nothing: it has no item and no task."""
    if pack.manifest is not None and not pack.items and not pack.tasks and not pack.diagnostics:
        hint = "Add items to a file such as questions/basics.yaml."
        yield Finding("the pack has no item and no task", hint, MANIFEST)
