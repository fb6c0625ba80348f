"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format.

Read by the standard library's expat, which is told to refuse any DOCTYPE: without one there are no entities to explode
and no files of this machine to fetch. Every question knows its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from quizapp.content.exchange.bounds import content
from quizapp.content.exchange.harvest import Answer, Harvest, number
from quizapp.content.exchange.markup import from_html, one_line, visible
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import PackError

MAX_DEPTH = 30
MAX_ELEMENTS = 2_000_000


@dataclass(slots=True)
class Element:
    """One element: its attributes, its text, what is in it, where it begins."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    parts: list[Element] = field(default_factory=list)

    def every(self, tag: str) -> list[Element]:
        """The elements of that name directly in it."""
        return [part for part in self.parts if part.tag == tag]

    def first(self, *path: str) -> Element | None:
        """The first one along a path of names."""
        found: Element | None = self
        for tag in path:
            found = next(iter(found.every(tag)), None) if found else None
        return found

    def said(self, *path: str) -> str:
        """The text along a path; empty if there is none."""
        found = self.first(*path)
        return found.text.strip() if found else ""


class _Tree:
    """Builds the tree within bounds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._open: list[Element] = []
        self._text: list[list[str]] = []
        self._count = 0
        self.root: Element | None = None

    def parse(self, content_: bytes) -> Element:
        try:
            self._parser.Parse(content_, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            where = f"{self._path}:{error.lineno}:{error.offset + 1}"
            hint = "Export it from Moodle again, as Moodle XML."
            raise PackError(f"This is no XML: {expat.ErrorString(error.code)}.", where=where, hint=hint) from error
        assert self.root is not None
        return self.root

    def _refuse(self, *_: object) -> None:
        where = f"{self._path}:{self._parser.CurrentLineNumber}"
        raise PackError("A DOCTYPE stands in the file, and Moodle writes none.", where=where, hint="Delete that line.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            where = f"{self._path}:{self._parser.CurrentLineNumber}"
            raise PackError(
                "The file is nested too deeply or too long.", where=where, hint="Export it from Moodle again."
            )
        element = Element(tag, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].parts.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._text.append([])

    def _end(self, _: str) -> None:
        self._open.pop().text = "".join(self._text.pop())

    def _data(self, text: str) -> None:
        if self._text:
            self._text[-1].append(text)


def read_moodle(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The questions of a Moodle XML file."""
    root = _Tree(path).parse(content(path))
    if root.tag != "quiz":
        hint = "Export the questions from Moodle as Moodle XML."
        raise PackError(
            f"This is no Moodle quiz: its element is {visible(root.tag)[:40]!r}.", where=str(path), hint=hint
        )
    harvest = Harvest(title=path.stem, watch=watch)
    topic = path.stem
    for question in root.every("question"):
        if harvest.is_full:
            harvest.lose(f"{path.name}:{question.line}", "the rest of the file", "it has too many questions")
            break
        if question.attributes.get("type") == "category":
            topic = one_line(question.said("category", "text")).rstrip("/").rsplit("/", 1)[-1] or topic
        else:
            _Question(harvest, f"{path.name}:{question.line}", topic, question).take()
    return harvest


class _Question:
    """One question."""

    def __init__(self, harvest: Harvest, where: str, topic: str, element: Element) -> None:
        self._harvest = harvest
        self._where = where
        self._topic = topic
        self._element = element

    def _plain(self, element: Element | None) -> str:
        """What an element with a `<text>` says."""
        if element is None:
            return ""
        for attached in element.every("file"):
            self._harvest.media(self._where, [f"file {attached.attributes.get('name', '')}"])
        text = element.said("text")
        if element.attributes.get("format", "html") in {"markdown", "plain_text"}:
            return visible(text)
        plain, lost = from_html(text)
        self._harvest.media(self._where, lost)
        return plain

    def _answers(self) -> list[tuple[Answer, float]]:
        found = []
        for element in self._element.every("answer"):
            share = number(element.attributes.get("fraction", "0")) or 0.0
            answer = Answer(self._plain(element), share > 0, self._plain(element.first("feedback")))
            found.append((answer, share))
        return found

    def take(self) -> None:
        """Add it to the harvest."""
        kind = visible(self._element.attributes.get("type", ""))[:40]
        stem = self._plain(self._element.first("questiontext"))
        general = self._plain(self._element.first("generalfeedback"))
        answers = self._answers()
        if kind in {"multichoice", "truefalse"}:
            partly = [share for _, share in answers if 0 < share < 100]
            if partly and self._element.said("single") == "true":
                self._harvest.lose(self._where, "partial credit", "an answer counts wholly or not at all")
                answers = [(Answer(each.text, share >= 100, each.why), share) for each, share in answers]
            self._harvest.choice(self._where, self._topic, stem, [each for each, _ in answers], explanation=general)
        elif kind == "shortanswer":
            right = [each for each, _ in answers if each.key]
            told = general or next((each.why for each in right if each.why), "")
            wrong = [each for each, _ in answers if not each.key and each.text != "*"]
            texts = [each.text for each in right]
            if any("*" in text for text in texts):
                self._harvest.lose(self._where, "a wildcard in an answer", "it is taken to the letter")
            self._harvest.short(self._where, self._topic, stem, texts, wrong=wrong, explanation=told)
        elif kind == "numerical":
            self._numerical(stem, general)
        elif kind == "matching":
            pairs = [
                (self._plain(each), visible(each.said("answer", "text"))) for each in self._element.every("subquestion")
            ]
            extra = [right for left, right in pairs if not left]
            self._harvest.match(self._where, self._topic, stem, [pair for pair in pairs if pair[0]], extra)
        else:
            why = {"essay": "it has no answer that could be judged", "description": "it asks nothing"}.get(
                kind, "quizapp has no such kind of question"
            )
            self._harvest.lose(self._where, f"{kind or 'a question'} {stem[:40]!r}", why)

    def _numerical(self, stem: str, general: str) -> None:
        accept: list[str | dict[str, float]] = []
        for element in self._element.every("answer"):
            value, slack = number(element.said("text")), number(element.said("tolerance") or "0")
            if value is not None and (number(element.attributes.get("fraction", "0")) or 0) > 0:
                accept.append({"number": value, "tolerance": abs(slack)} if slack else {"number": value})
        self._harvest.short(self._where, self._topic, stem, accept, explanation=general)
