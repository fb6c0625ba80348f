"""Questions in a Markdown file.

# Topic
- Which status says that something was created?
  - 201
- Which of these are safe?
  - [x] GET
  - [ ] POST: it changes things
- capital of France :: Paris

Q: What does ACID stand for?
A: Atomicity, consistency, isolation, durability.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.content.exchange.bounds import text as text_of
from quizapp.content.exchange.harvest import Answer, Harvest
from quizapp.content.exchange.markup import one_line
from quizapp.domain.work import UNWATCHED, Watch

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,4}[.)])\s+(.*)")
_BOX = re.compile(r"\[([ xX])\]\s+(.*)", re.DOTALL)
_ASKED = re.compile(r"(?:\*\*)?([QA])(?:\*\*)?\s*[:.](?:\*\*)?\s+(.*)")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(slots=True)
class _Question:
    """A question on its way."""

    where: str
    stem: list[str]
    answers: list[list[str]] = field(default_factory=list)
    indent: int = 0


def read_markdown(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The questions of a Markdown file; text between them is told and left out."""
    return _Reader(path, watch).read()


class _Reader:
    def __init__(self, path: Path, watch: Watch) -> None:
        self._path = path
        self._harvest = Harvest(title=path.stem, watch=watch)
        self._topic = path.stem
        self._open: _Question | None = None
        self._is_code = False

    def read(self) -> Harvest:
        for count, line in enumerate(text_of(self._path).split("\n"), 1):
            if self._harvest.is_full:
                self._harvest.lose(f"{self._path.name}:{count}", "the rest of the file", "it has too many questions")
                break
            self._line(f"{self._path.name}:{count}", line)
        self._close()
        return self._harvest

    def _line(self, where: str, line: str) -> None:
        if _FENCE.match(line):
            self._is_code = not self._is_code
            self._more(where, line)
        elif self._is_code:
            self._more(where, line)
        elif heading := _HEADING.fullmatch(line):
            self._close()
            self._topic = one_line(heading[1]) or self._topic
        elif asked := _ASKED.fullmatch(line.strip()):
            self._asked(where, asked[1], asked[2])
        elif item := _ITEM.fullmatch(line):
            self._item(where, len(item[1].expandtabs(4)), item[2])
        elif line.strip():
            self._more(where, line.strip())

    def _asked(self, where: str, letter: str, text: str) -> None:
        if letter == "Q":
            self._close()
            self._open = _Question(where, [text])
        elif self._open is None:
            self._harvest.lose(where, f"the answer {text[:40]!r}", "no question stands before it")
        else:
            self._open.answers.append([text])

    def _item(self, where: str, indent: int, text: str) -> None:
        if self._open is not None and (indent > self._open.indent or (not self._open.answers and _BOX.match(text))):
            self._open.answers.append([text])
            return
        self._close()
        self._open = _Question(where, [text], indent=indent)

    def _more(self, where: str, line: str) -> None:
        if self._open is None:
            self._harvest.lose(where, f"the text {line[:40]!r}", "it belongs to no question")
        else:
            (self._open.answers[-1] if self._open.answers else self._open.stem).append(line)

    def _close(self) -> None:
        asked, self._open = self._open, None
        if asked is None:
            return
        stem, answers = "\n".join(asked.stem), ["\n".join(each) for each in asked.answers]
        boxes = [_BOX.fullmatch(each) for each in answers]
        front, mark, back = stem.partition(" :: ")
        if any(boxes):
            for each, box in zip(answers, boxes, strict=True):
                if box is None:
                    self._harvest.lose(asked.where, f"the line {each[:40]!r}", "it stands among boxes and has none")
            listed = [_answer(box[2], key=box[1] != " ") for box in boxes if box]
            self._harvest.choice(asked.where, self._topic, stem, listed)
        elif answers:
            self._harvest.card(asked.where, self._topic, stem, "\n".join(answers))
        elif mark:
            self._harvest.card(asked.where, self._topic, front, back)
        else:
            self._harvest.lose(asked.where, f"the line {stem[:40]!r}", "no answer stands below it")


def _answer(text: str, *, key: bool) -> Answer:
    """An answer to pick; a reason may follow after a colon."""
    for mark in (": ", " because "):
        said, found, why = text.partition(mark)
        if found and said.strip() and why.strip() and "\n" not in said:
            return Answer(said, key, why)
    return Answer(text, key)
