"""One YAML file of a pack as models, each with the place at which it is written. All faults are collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from quizapp.content.diagnostic import Diagnostic
from quizapp.content.document import Document, DocumentError, parse
from quizapp.content.folder import MAX_YAML_BYTES, Kind, SourceFile, UnreadableError, read
from quizapp.content.mark import Mark
from quizapp.content.record import LISTS, SHAPES, adapter
from quizapp.content.validation import validate
from quizapp.domain.fields import Model

M = TypeVar("M", bound=Model)
MAX_RECORDS = 20_000
"""Of one file."""


@dataclass(frozen=True, slots=True)
class Record(Generic[M]):
    """A model, the plain value that it was made from, and where that is written."""

    model: M
    raw: Any
    file: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What a file holds, and what is wrong with it."""

    path: str
    kind: Kind
    records: list[Record[Any]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load_file(root: Path, source: SourceFile) -> LoadedFile:
    """Read and validate a file; a faulty record is left out and the others are kept."""
    try:
        content = read(root, source.path, MAX_YAML_BYTES)
    except UnreadableError as error:
        return LoadedFile(source.path, source.kind, [], [error.diagnostic])
    return load_content(content, source.path, source.kind)


def load_content(content: bytes, path: str, kind: Kind) -> LoadedFile:
    """The same from bytes that have been read already."""
    loaded = LoadedFile(path, kind)
    try:
        document = parse(content, path)
    except DocumentError as error:
        loaded.diagnostics.append(error.diagnostic)
        return loaded
    for value, mark in _values(document, kind, loaded.diagnostics):
        model, faults = validate(adapter(kind), value, mark, file=path, shape=SHAPES[kind])
        loaded.diagnostics.extend(faults)
        if model is not None:
            loaded.records.append(Record(model, value, path, mark))
    return loaded


def _values(document: Document, kind: Kind, faults: list[Diagnostic]) -> Sequence[tuple[Any, Mark]]:
    value, mark = document.value, document.mark
    if kind not in LISTS:
        return [(value, mark)]
    what = LISTS[kind]
    if not isinstance(value, list) or not isinstance(mark.parts, list):
        message = f"this file is a list of {what}" if value is not None else "this file is empty"
        hint = f"Start each of the {what} with `- ` in the first column, or delete the file."
        faults.append(
            Diagnostic(
                file=document.file, line=mark.line, column=mark.column, code="wrong-type", message=message, hint=hint
            )
        )
        return []
    if len(value) > MAX_RECORDS:
        over = mark.parts[MAX_RECORDS]
        message = f"this file has {len(value)} {what}"
        hint = f"Keep at most {MAX_RECORDS}: split the file by topic."
        faults.append(
            Diagnostic(
                file=document.file, line=over.line, column=over.column, code="too-many", message=message, hint=hint
            )
        )
    return list(zip(value, mark.parts, strict=True))[:MAX_RECORDS]
