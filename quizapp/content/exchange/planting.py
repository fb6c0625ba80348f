"""A harvest as a pack: ids, topics, files; what breaks a rule is left out and told, so that the rest lints."""

from __future__ import annotations

import bisect
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

import quizapp.content.rules  # noqa: F401 - fills the registry
from quizapp.content.authoring.draft import slug, write_folder
from quizapp.content.diagnostic import Diagnostic
from quizapp.content.document import scalar
from quizapp.content.exchange.harvest import FILL, NO_REASON, Harvest, Loss, Taken
from quizapp.content.folder import INTERVIEWS, MANIFEST, QUESTIONS, SYLLABUS, TOPICS
from quizapp.content.pack import load_pack
from quizapp.content.record import adapter
from quizapp.content.rule import RULES
from quizapp.domain.fields import Model
from quizapp.domain.wording import plural
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import PackRefusedError, UsageError

MAX_BYTES = 1 << 20
"""Of one file of items; what goes beyond goes into another one."""
ROUNDS = 4
_RESERVED = {MANIFEST, TOPICS, INTERVIEWS, SYLLABUS}
REPORT = "IMPORT.md"


class Imported(Model):
    """A pack that was made of another program's file."""

    folder: Path
    kinds: dict[str, int]
    """Items by kind."""
    unexplained: int
    """Items whose source says nothing of why."""
    losses: list[Loss]

    @property
    def summary(self) -> str:
        """One line."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        return f"{plural(sum(self.kinds.values()), 'item')} ({kinds}), {len(self.losses)} not carried over or changed"


class _Dumper(yaml.SafeDumper):
    """YAML as our own strict loader reads it."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text:
        lines = text.split("\n")
        is_plain = all(line == line.rstrip() for line in lines) and not lines[0].startswith(" ") and "\t" not in text
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if is_plain else '"')
    try:
        is_text = bool(text) and isinstance(scalar(text), str)
    except ValueError:
        is_text = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_text else '"')


_Dumper.add_representer(str, _text)


def _yaml(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def plant(
    harvest: Harvest, *, source: str, title: str, path: Path | None, language: str = "en", watch: Watch = UNWATCHED
) -> Imported:
    """Write a new pack; nothing that exists is touched.

    Args:
        harvest: what was found.
        source: the file's name, for the pack's description.
        title: of the pack.
        path: its folder; one named after its id in the current folder if None.
        language: of the texts, as a BCP 47 tag.
        watch: hears how far it is, and may stop it; then nothing is written.

    Raises:
        PackRefusedError: nothing in it could be carried over; its `findings` are the losses.
        UsageError: no id can be made of the title, or the folder holds something.
    """
    pack = slug(title)
    if not pack:
        raise UsageError(f"No id can be made of {title!r}.", hint="Say --title with Latin letters or digits.")
    items, files = _sound(harvest, _About(pack, title, source, language), watch)
    if not items:
        raise PackRefusedError(
            "Nothing in this file could be carried over.",
            where=source,
            hint="Look at what was left out and why; say --format if the format was taken for another one.",
            findings=tuple(str(loss) for loss in harvest.losses[:50]),
        )
    kinds = Counter(taken.data["kind"] for taken in items)
    folder = path if path is not None else Path(pack)
    unexplained = sum(_is_bare(taken) for taken in items)
    found = Imported(folder=folder, kinds=dict(kinds), unexplained=unexplained, losses=harvest.losses)
    write_folder(folder, {**files, REPORT: _report(found, source).encode()})
    return found


@dataclass(frozen=True)
class _About:
    """What is said of the pack as a whole."""

    pack: str
    title: str
    source: str
    language: str

    def manifest(self) -> dict[str, Any]:
        """The manifest, as it is written."""
        return {
            "id": self.pack,
            "title": self.title,
            "version": "0.1.0",
            "license": "not stated by the source",
            "language": self.language,
            "description": f"Imported from {self.source}. IMPORT.md says what was not carried over.",
        }

    def phase(self, topics: Mapping[str, list[Taken]]) -> dict[str, Any]:
        """The one phase of the roadmap, with every topic."""
        return {
            "phase": self.title,
            "topics": [
                {
                    "id": name,
                    "title": members[0].topic,
                    "summary": f"From {self.source}.",
                    "notes": {self.language: "The source has no note."},
                }
                for name, members in topics.items()
            ],
        }


def _sound(harvest: Harvest, about: _About, watch: Watch) -> tuple[list[Taken], dict[str, bytes]]:
    """The items that break no rule, and the pack's files; no items if none is left after some rounds."""
    items = _named(harvest, watch)
    for _ in range(ROUNDS):
        if not items:
            break
        files, starts = _files(items, about, watch)
        faults = _faults(files, watch)
        if not faults:
            return items, files
        items = _without(harvest, items, faults, starts)
    return [], {}


def _is_bare(taken: Taken) -> bool:
    return NO_REASON in json.dumps(taken.data, ensure_ascii=False)


def _named(harvest: Harvest, watch: Watch) -> list[Taken]:
    """The items that our models take, each with an id of its own; the others are told."""
    names = _Names()
    named = []
    for taken in watch.each(harvest.items, "naming", "question", len(harvest.items)):
        stem = taken.data["stem"] if taken.data["stem"] != FILL else taken.data["code"]
        name = names.unused(slug(stem, limit=48) or "item")
        data = {"id": name, **taken.data, "topic": slug(taken.topic) or "imported"}
        try:
            adapter("items").validate_python(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            harvest.lose(taken.where, f"the question {taken.data['stem'][:40]!r}", f"{place}: {first['msg']}")
            continue
        names.take(name)
        named.append(Taken(taken.where, taken.topic, data))
    return named


class _Names:
    """Ids that are taken. Cards in a script without an id of its own all want the same one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        """Up to which number an id is known to be taken."""

    def unused(self, name: str) -> str:
        """The name, or with the first number behind it that makes it an id of its own."""
        if name not in self._taken:
            return name
        count = self._counts.get(name, 2)
        while f"{name}-{count}" in self._taken:
            count += 1
        self._counts[name] = count
        return f"{name}-{count}"

    def take(self, name: str) -> None:
        """Give it away."""
        self._taken.add(name)


def _files(
    items: list[Taken], about: _About, watch: Watch
) -> tuple[dict[str, bytes], dict[str, list[tuple[int, Taken]]]]:
    """The pack's files, and by file at which line each item begins."""
    topics: dict[str, list[Taken]] = {}
    for taken in items:
        topics.setdefault(taken.data["topic"], []).append(taken)
    files = {MANIFEST: _yaml(about.manifest()).encode(), TOPICS: _yaml([about.phase(topics)]).encode()}
    starts: dict[str, list[tuple[int, Taken]]] = {}
    for topic, members in topics.items():
        parts: list[str] = []
        count, line, size = 1, 1, 0
        path = _path(topic, count)
        for taken in watch.each(members, f"writing {topic}", "question", len(members)):
            written = _yaml([taken.data]) + "\n"
            if size + len(written.encode()) > MAX_BYTES and parts:
                files[path] = "".join(parts).encode()
                count, parts, line, size = count + 1, [], 1, 0
                path = _path(topic, count)
            starts.setdefault(path, []).append((line, taken))
            parts.append(written)
            line += written.count("\n")
            size += len(written.encode())
        files[path] = "".join(parts).encode()
    return files, starts


def _path(topic: str, count: int) -> str:
    path = f"{QUESTIONS}/{topic}.yaml" if count == 1 else f"{QUESTIONS}/{topic}-part-{count}.yaml"
    return f"{QUESTIONS}/{topic}-items.yaml" if path in _RESERVED else path


def _faults(files: Mapping[str, bytes], watch: Watch) -> list[Diagnostic]:
    """The errors of the pack, without advice, which may take long over thousands of cards."""
    with tempfile.TemporaryDirectory(prefix="quizapp-import-") as folder:
        root = Path(folder) / "pack"
        write_folder(root, files)
        pack = load_pack(root, watch)
        found = [*pack.diagnostics]
        for rule in watch.each(RULES.values(), "judging", "rule", len(RULES)):
            watch.check()
            if rule.severity == "error":
                found += rule.check(pack)
    return [each for each in found if each.severity == "error"]


def _without(
    harvest: Harvest, items: list[Taken], faults: Iterable[Diagnostic], starts: Mapping[str, list[tuple[int, Taken]]]
) -> list[Taken]:
    """The items that no fault is about; of the others the first fault is told."""
    bad: dict[int, Diagnostic] = {}
    for fault in faults:
        lines = starts.get(fault.file, [])
        place = bisect.bisect_right(lines, fault.line or 1, key=lambda start: start[0]) - 1
        if place >= 0:
            bad.setdefault(id(lines[place][1]), fault)
    for taken in items:
        if id(taken) in bad:
            harvest.lose(taken.where, f"the question {taken.data['stem'][:40]!r}", bad[id(taken)].message)
    return [taken for taken in items if id(taken) not in bad] if bad else []


def _report(found: Imported, source: str) -> str:
    def ticked(text: object) -> str:
        return "`" + str(text).replace("`", "'") + "`"

    lines = [
        f"# Imported from {ticked(source)}",
        "",
        found.summary + ".",
        "",
        "To do before you publish it: choose a license in `questions/pack.yaml`, write the topics' notes, and, where",
        f"it says {ticked(NO_REASON)}, write the reason ({plural(found.unexplained, 'item')}).",
    ]
    if found.kinds.get("open"):
        count = plural(found.kinds["open"], "open item")
        lines += [
            "",
            f"The points of {count} were guessed from the words of the cards' backs. Give them phrasings of your own;",
            "until then a learner overrules a wrong guess with one key.",
        ]
    if found.losses:
        lines += ["", "## Not carried over, or changed", "", *(f"- {ticked(loss)}" for loss in found.losses)]
    return "\n".join(lines) + "\n"
