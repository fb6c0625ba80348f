"""A pack for other programs: Anki's `.apkg`, CSV, GIFT. Nobody is to stay because their cards cannot leave."""

from __future__ import annotations

import csv
import hashlib
import html
import importlib
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizapp.content.authoring.build import write_file
from quizapp.content.exchange.faces import faces
from quizapp.content.exchange.harvest import Loss
from quizapp.content.exchange.table import SEVERAL
from quizapp.content.pack import LoadedPack, load_pack
from quizapp.domain.fields import Model
from quizapp.domain.grading.text import shown
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match
from quizapp.domain.items.picked import Choice
from quizapp.domain.items.typed import BLANK, AcceptNumber, AcceptPattern, Cloze, Short
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import PackError, UsageError

_BASIC, _CLOZE = 1_742_019_846, 1_742_019_847
"""Our notetypes in Anki, the same in every export, so that a second import updates the first one's cards."""
MOST_WRONG = 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Exported(Model):
    """A file for another program."""

    path: Path
    count: int
    losses: list[Loss]


@dataclass(slots=True)
class _Leaving:
    """A pack on its way out."""

    pack: LoadedPack
    watch: Watch = UNWATCHED
    losses: list[Loss] = field(default_factory=list)

    def lose(self, item: str, what: str, why: str) -> None:
        self.losses.append(Loss(where=item, what=what, why=why))

    @property
    def id(self) -> str:
        assert self.pack.manifest is not None
        return str(self.pack.manifest.model.id)

    @property
    def title(self) -> str:
        assert self.pack.manifest is not None
        return str(self.pack.manifest.model.title)

    @property
    def items(self) -> list[Item]:
        """In roadmap order."""
        places = {record.topic.id: place for place, record in enumerate(self.pack.topics)}
        models = [record.model for record in self.pack.items]
        return sorted(models, key=lambda item: places.get(item.topic, len(places)))

    @property
    def each(self) -> Iterator[Item]:
        """The same, told one after another as they are written."""
        return self.watch.each(self.items, "writing", "item", len(self.pack.items))

    def topic(self, name: str) -> str:
        return next((record.topic.title for record in self.pack.topics if record.topic.id == name), name)


def export(root: Path, output: Path, watch: Watch = UNWATCHED) -> Exported:
    """Write the items of a pack for another program, by the file's ending; a file that exists is replaced.

    Raises:
        UsageError: the ending says no format, or what writes it is not installed.
        PackError: the pack cannot be read, or the file not be written.
    """
    writer = next((writer for suffix, writer in WRITERS.items() if output.name.lower().endswith(suffix)), None)
    if writer is None:
        raise UsageError(f"{output.name} says no format.", hint=f"End its name with one of {', '.join(WRITERS)}.")
    pack = load_pack(root, watch)
    if pack.manifest is None or not pack.items:
        hint = f"`quizapp pack lint {root}` says why."
        raise PackError("The pack has nothing that could be exported.", where=str(root), hint=hint)
    leaving = _Leaving(pack, watch)
    for task in pack.tasks:
        leaving.lose(task.record.model.id, "a coding task", "no other program can run it")
    content, count = writer(leaving)
    watch.check()
    write_file(output, content)
    return Exported(path=output, count=count, losses=leaving.losses)


def _csv(leaving: _Leaving) -> tuple[bytes, int]:
    whole = io.StringIO(newline="")
    writer = csv.writer(whole)
    writer.writerow(
        ["question", "answer", *(f"wrong {n}" for n in range(1, MOST_WRONG + 1)), "explanation", "topic", "kind", "id"]
    )
    for item in leaving.each:
        if isinstance(item, Choice):
            keys = [option.text.strip() for option in item.options if option.key]
            wrong = [option.text.strip() for option in item.options if not option.key]
            row = [item.stem, SEVERAL.join(keys), *wrong, *[""] * (MOST_WRONG - len(wrong)), item.explanation]
            leaving.lose(item.id, "rationales of the options", "a row has one explanation")
        else:
            face = faces(item)
            row = [face.front, face.back, *[""] * MOST_WRONG, face.explanation]
        writer.writerow([_cell(text) for text in [*row, leaving.topic(item.topic), item.kind, item.id]])
    return whole.getvalue().encode(), len(leaving.items)


def _cell(text: str) -> str:
    """A spreadsheet would calculate what begins like a formula: a quote before it makes it text there."""
    return f"'{text}" if text.startswith(_FORMULA) else text


_GIFT_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "~=#{}:\\"})


def _escaped(text: str) -> str:
    return text.strip().translate(_GIFT_MARKS).replace("\n", "\\n")


def _gift(leaving: _Leaving) -> tuple[bytes, int]:
    parts: list[str] = []
    topic, count = "", 0
    for item in leaving.each:
        answers = _gift_answers(leaving, item)
        if answers is None:
            leaving.lose(item.id, f"a question of the kind {item.kind}", "GIFT has no such kind")
            continue
        if item.topic != topic:
            topic = item.topic
            parts.append(f"$CATEGORY: {leaving.title.replace('/', '-')}/{leaving.topic(topic).replace('/', '-')}\n")
        body = "\n".join([*answers, f"####{_escaped(item.explanation)}"])
        parts.append(f"::{_escaped(item.id)}::[markdown]{_escaped(item.stem)}{{\n{body}\n}}\n")
        count += 1
    return "\n".join(parts).encode(), count


def _gift_answers(leaving: _Leaving, item: Item) -> list[str] | None:
    if isinstance(item, Choice):
        keys = sum(option.key for option in item.options)
        right, wrong = ("=", "~") if keys == 1 else (f"~%{round(100 / keys, 5):g}%", "~%-100%")
        return [f"{right if each.key else wrong}{_escaped(each.text)}#{_escaped(each.why)}" for each in item.options]
    if isinstance(item, Short):
        if all(isinstance(each, AcceptNumber) for each in item.accept):
            numbers = [each for each in item.accept if isinstance(each, AcceptNumber)]
            return ["#", *(f"={each.number:g}:{each.tolerance:g}" for each in numbers)]
        if any(isinstance(each, AcceptPattern) for each in item.accept):
            leaving.lose(item.id, "a pattern of answers", "GIFT knows texts only: its example stands there")
        wrong_told = [f"=%0%{_escaped(shown(each.answer))}#{_escaped(each.why)}" for each in item.wrong]
        return [*(f"={_escaped(shown(each))}" for each in item.accept), *wrong_told]
    if isinstance(item, Match):
        return [
            *(f"={_escaped(pair.left)} -> {_escaped(pair.right)}" for pair in item.pairs),
            *(f"= -> {_escaped(right)}" for right in item.extra),
        ]
    return None


def _apkg(leaving: _Leaving) -> tuple[bytes, int]:
    try:
        genanki: Any = importlib.import_module("genanki")
        markdown: Any = importlib.import_module("markdown_it").MarkdownIt("commonmark", {"html": False}).enable("table")
    except ImportError as error:
        hint = "pip install 'quizapp[exchange]'"
        raise UsageError("What writes Anki packages is not installed.", hint=hint) from error
    basic, cloze = _notetypes(genanki)
    decks: dict[str, Any] = {}
    for item in leaving.each:
        name = f"{leaving.title}::{leaving.topic(item.topic)}".replace("\x1f", " ")
        deck = decks.setdefault(
            item.topic, genanki.Deck(_number(f"{leaving.id}/{item.topic}"), html.escape(name, quote=False))
        )
        deck.add_note(_note(genanki, leaving, item, basic=basic, cloze=cloze, render=markdown.render))
    with tempfile.TemporaryDirectory(prefix="quizapp-anki-") as folder:
        target = Path(folder) / "pack.apkg"
        # A fixed moment: what was exported before is not made newer than what the learner changed since.
        genanki.Package(list(decks.values())).write_to_file(target, timestamp=1_700_000_000.0)
        return target.read_bytes(), len(leaving.items)


def _note(genanki: Any, leaving: _Leaving, item: Item, *, basic: Any, cloze: Any, render: Callable[[str], str]) -> Any:
    guid = genanki.guid_for("quizapp", leaving.id, item.id)
    tags = ["quizapp", f"quizapp::{leaving.id}::{item.topic}", f"quizapp::kind::{item.kind}"]
    face = faces(item)
    if isinstance(item, Cloze):
        places = {name: place for place, name in enumerate(item.blanks, 1)}
        code = html.escape(item.code, quote=False)
        code = BLANK.sub(lambda found: _gap(places[found[1]], shown(item.blanks[found[1]].accept[0])), code)
        fields = [f"{render(item.stem)}<pre>{code}</pre>", render(face.explanation)]
        return genanki.Note(model=cloze, fields=fields, guid=guid, tags=tags)
    fields = [render(face.front), render(face.back), render(face.explanation)]
    return genanki.Note(model=basic, fields=[_no_gaps(text) for text in fields], guid=guid, tags=tags)


def _no_gaps(text: str) -> str:
    """Anki takes double braces for its own."""
    return text.replace("{{", "{<!-- -->{")


def _gap(place: int, answer: str) -> str:
    answer = html.escape(answer, quote=False).replace("::", ":<!-- -->:").replace("}}", "}<!-- -->}")
    return f"{{{{c{place}::{answer}}}}}"


def _number(name: str) -> int:
    """A deck's number, the same each time."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big") | 1 << 33


def _notetypes(genanki: Any) -> tuple[Any, Any]:
    css = ".card { font-family: sans-serif; font-size: 18px; text-align: left; } pre { font-size: 15px; }"
    back = '{{FrontSide}}<hr id="answer">{{Back}}<hr>{{Explanation}}'
    basic = genanki.Model(
        _BASIC,
        "quizapp",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Explanation"}],
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": back}],
        css=css,
    )
    cloze = genanki.Model(
        _CLOZE,
        "quizapp cloze",
        fields=[{"name": "Text"}, {"name": "Explanation"}],
        templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<hr>{{Explanation}}"}],
        css=css,
        model_type=genanki.Model.CLOZE,
    )
    return basic, cloze


WRITERS: dict[str, Callable[[_Leaving], tuple[bytes, int]]] = {
    ".apkg": _apkg, ".csv": _csv, ".gift": _gift, ".gift.txt": _gift,
}  # fmt: skip
"""By the end of the file's name."""
