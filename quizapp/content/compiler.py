"""From a pack's files to its index, reading only the files that changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import quizapp
from quizapp.content.diagnostic import Diagnostic
from quizapp.content.folder import MANIFEST, MAX_YAML_BYTES, TOPICS, SourceFile, UnreadableError, fault, read, scan
from quizapp.content.index import FORMAT, Index, as_json
from quizapp.content.record import adapter
from quizapp.content.row import FileRow, ItemRow
from quizapp.domain.fingerprint import fingerprint
from quizapp.domain.items.any import Item
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.said import Open
from quizapp.domain.pack import Manifest
from quizapp.domain.search import spaced
from quizapp.domain.task import Task
from quizapp.domain.visible import quotable

SAME_TICK = 2_000_000_000
"""Nanoseconds within which a file may change twice and keep its modification time, on the coarsest file system."""
TITLE_LENGTH = 100
HowFar = Callable[[int, int], None]
"""Files that were read, and how many are to be read."""


def code_stamp() -> str:
    """Changes with everything that an index depends on beside the pack: the tables, and the code that fills them."""
    digest = hashlib.blake2b(f"{FORMAT} {quizapp.__version__}".encode(), digest_size=16)
    package = Path(quizapp.__file__).parent
    for path in sorted(path for folder in ("domain", "content") for path in _modules(package / folder)):
        status = os.stat(path)  # noqa: PTH116 - a hundred times at every start: a Path costs as much as the look itself
        digest.update(f"{path.removeprefix(str(package))} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def _modules(folder: Path) -> Iterator[str]:
    """Every Python file of a package and of the packages in it."""
    for inside, _, names in os.walk(folder):
        yield from (f"{inside}{os.sep}{name}" for name in names if name.endswith(".py"))


def title_of(model: Item | Task) -> str:
    """A task's title, or the beginning of an item's stem, in one line."""
    if isinstance(model, Task):
        return model.title
    first = next(line for line in model.stem.splitlines() if line.strip())
    line = " ".join(first.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def told_of(item: Item) -> str:
    """What is told after an answer: explanation, rationales, a good answer."""
    whys = [option.why for option in item.options] if isinstance(item, Choice | Spot) else []
    return "\n".join([item.explanation, *whys, *([item.model_answer] if isinstance(item, Open) else [])])


class Compiler:
    """Keeps one index in step with one folder.

    Args:
        root: the folder.
        index: of that folder.
        how_far: told how far it is.
    """

    def __init__(self, root: Path, index: Index, how_far: HowFar | None = None) -> None:
        self._root = root
        self._index = index
        self._how_far = how_far

    def refresh(self) -> None:
        """Take up what changed since the index was made; quick when nothing did."""
        files, faults = scan(self._root)
        if not self._is_stale(files, faults):
            return
        with self._index.rewriting():
            # Looked at again: another process may have done it while this one waited, or the index is a new one.
            files, faults = scan(self._root)
            if self._take_up(files) | self._take_scan(faults):
                self._settle(faults)

    def _is_stale(self, files: Sequence[SourceFile], faults: Sequence[Diagnostic]) -> bool:
        known = self._index.files()
        return (
            known.keys() != {file.path for file in files}
            or any(self._may_differ(known[file.path], file) for file in files)
            or self._index.meta("scan") != _bodies(faults)
        )

    @staticmethod
    def _may_differ(row: FileRow, file: SourceFile) -> bool:
        same_stat = (row.kind, row.size, row.modified) == (file.kind, file.size, file.modified)
        return not same_stat or not row.digest or row.modified > row.seen - SAME_TICK

    def _take_scan(self, faults: Sequence[Diagnostic]) -> bool:
        bodies = _bodies(faults)
        changed = self._index.meta("scan") != bodies
        self._index.set_meta("scan", bodies)
        return changed

    def _take_up(self, files: Sequence[SourceFile]) -> bool:
        known = self._index.files()
        gone = known.keys() - {file.path for file in files}
        for path in gone:
            self._index.forget(path)
        changed = bool(gone)
        pairs = [(file, known.get(file.path)) for file in files]
        differing = [(file, row) for file, row in pairs if row is None or self._may_differ(row, file)]
        for number, (file, row) in enumerate(differing):
            if self._how_far is not None:
                self._how_far(number, len(differing))
            changed |= self._take_file(file, row)
        return changed

    def _take_file(self, file: SourceFile, row: FileRow | None) -> bool:
        seen = time.time_ns()
        content: bytes | Diagnostic
        try:
            content = read(self._root, file.path, MAX_YAML_BYTES)
            digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        except UnreadableError as error:
            content, digest = error.diagnostic, ""
        fresh = FileRow(file.path, file.kind, file.size, file.modified, seen, digest)
        if row is not None and (row.kind, row.digest) == (file.kind, digest):
            self._index.touch(fresh)
            return False
        self._index.forget(file.path)
        self._index.touch(fresh)
        if isinstance(content, Diagnostic):
            self._index.put_faults(file.path, [content.model_dump_json()])
        else:
            self._compile(file, content)
        return True

    def _compile(self, file: SourceFile, content: bytes) -> None:
        from quizapp.content.loader import load_content  # noqa: PLC0415 - YAML is loaded only when a pack has changed

        loaded = load_content(content, file.path, file.kind)
        self._index.put_faults(file.path, [found.model_dump_json() for found in loaded.diagnostics])
        if file.kind in {"items", "task"}:
            self._index.put_items(
                file.path,
                (
                    ItemRow(
                        position=position,
                        id=record.model.id,
                        kind=getattr(record.model, "kind", "task"),
                        topic=record.model.topic,
                        difficulty=record.model.difficulty,
                        seconds=record.model.minutes * 60 if isinstance(record.model, Task) else record.model.seconds,
                        title=title_of(record.model),
                        critical=getattr(record.model, "critical", False),
                        body=as_json(record.raw),
                        shown=spaced(record.model.brief if isinstance(record.model, Task) else quotable(record.model)),
                        told="" if isinstance(record.model, Task) else spaced(told_of(record.model)),
                        line=record.mark.line,
                        column=record.mark.column,
                        fingerprint=fingerprint(record.model),
                    )
                    for position, record in enumerate(loaded.records)
                ),
            )
        else:
            self._index.put_records(file.path, file.kind, [as_json(record.raw) for record in loaded.records])

    def _settle(self, scanned: Sequence[Diagnostic]) -> None:
        """What follows from all files together: the roadmap, what has no place on it, whether it is usable."""
        faults = list(scanned)
        self._index.put_faults("", [])  # what was said of the pack before says nothing of it now
        phases = [adapter("topics").validate_json(body) for body in self._index.records("topics")]
        topics = [(topic.id, phase.phase, topic) for phase in phases for topic in phase.topics]
        self._index.place([(name, phase, topic.model_dump_json(by_alias=True)) for name, phase, topic in topics])
        known = {name for name, _, _ in topics}
        for path, name, topic, line, column in self._index.misplaced():
            if not known:  # one finding about topics.yaml says it all
                continue
            if topic in known:
                code, message, hint = "duplicate-id", f"the id {name} is taken", "Give it an id of its own."
            else:
                code, message = "unknown-topic", f"{topic} is no topic of this pack"
                hint = "Write a topic of questions/topics.yaml, or add this one there."
            faults.append(Diagnostic(file=path, line=line, column=column, code=code, message=message, hint=hint))
        faults += self._unusable(topics, scanned)
        self._index.put_faults("", [found.model_dump_json() for found in faults])

    def _unusable(self, topics: Sequence[Any], scanned: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Why the pack as a whole cannot be used, if it cannot."""
        broken = {found.file for found in [*self._faults(), *scanned] if found.severity == "error"}
        bodies = self._index.records("manifest")
        faults = []
        if not topics and TOPICS not in broken:
            hint = "Write the roadmap there: a list of phases with their topics."
            faults.append(fault(TOPICS, "no-topics", "the pack has no topics", hint))
        if bodies:
            faults += unmet(Manifest.model_validate_json(bodies[0]))
        usable = bool(bodies) and not faults and not broken & {MANIFEST, TOPICS}
        self._index.set_meta("usable", "yes" if usable else "no")
        return faults

    def _faults(self) -> list[Diagnostic]:
        return [Diagnostic.model_validate_json(body) for body in self._index.faults()]


def _bodies(faults: Iterable[Diagnostic]) -> str:
    return as_json([found.model_dump(mode="json") for found in faults])


def unmet(manifest: Manifest) -> list[Diagnostic]:
    """Whether this quizapp is one that the pack asks for; version ranges that are none are told as well."""
    if not manifest.requires:
        return []
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - few packs ask for versions

    faults = []
    for name, wanted in manifest.requires.items():
        try:
            versions = SpecifierSet(wanted)
        except InvalidSpecifier:
            hint = "Write it as pip does, such as >=0.122,<1."
            faults.append(fault(MANIFEST, "requires", f"{wanted!r} is no range of versions", hint))
            continue
        if name == "quizapp" and not versions.contains(quizapp.__version__, prereleases=True):
            message = f"the pack needs quizapp {wanted}; this is {quizapp.__version__}"
            faults.append(fault(MANIFEST, "requires", message, "Upgrade quizapp, or take another version of the pack."))
    return faults
