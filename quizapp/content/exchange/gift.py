"""Moodle's GIFT: questions as plain text, https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quizapp.content.exchange.bounds import MAX_FIELD
from quizapp.content.exchange.bounds import text as text_of
from quizapp.content.exchange.harvest import Answer, Harvest, number
from quizapp.content.exchange.markup import from_html, one_line
from quizapp.domain.work import UNWATCHED, Watch

_ESCAPED = {"n": "\n", "~": "~", "=": "=", "#": "#", "{": "{", "}": "}", ":": ":", "\\": "\\"}
_HELD = 0xE000
"""Escaped characters wait in the private area of Unicode until everything is split; nobody writes these."""
_HOLD = {char: chr(_HELD + place) for place, char in enumerate(_ESCAPED.values())}
_RELEASE = {ord(held): char for char, held in _HOLD.items()}
_ESCAPE = re.compile(r"\\([n~=#{}:\\])")
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|plain|markdown|moodle)\]\s*")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,6})?)%")
_PIECE = re.compile(r"([=~])([^=~]*)")
_PRIVATE = re.compile(r"[\ue000-\ue0ff]")


def read_gift(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The questions of a GIFT file."""
    harvest = Harvest(title=path.stem, watch=watch)
    topic = path.stem
    for line, block in _blocks(_PRIVATE.sub("", text_of(path))):
        where = f"{path.name}:{line}"
        if block.lstrip().startswith("$CATEGORY:"):
            topic = one_line(block.split(":", 1)[1]).rstrip("/").rsplit("/", 1)[-1]
        elif len(block) > MAX_FIELD:
            harvest.lose(where, f"the question {block[:40]!r}", f"it has more than {MAX_FIELD >> 10} Ki characters")
        elif not harvest.is_full:
            _Question(harvest, where, topic, block).take()
        else:
            harvest.lose(where, "the rest of the file", "it has too many questions")
            break
    return harvest


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each question with the line at which it begins; they are parted by empty lines, comments are left out."""
    block: list[str] = []
    start = 1
    for number_, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if line.strip() and line.lstrip().startswith("$CATEGORY:"):
            yield number_, line
        elif line.strip():
            start = start if block else number_
            block.append(line)
        elif block:
            yield start, "\n".join(block)
            block = []


class _Question:
    """One question."""

    def __init__(self, harvest: Harvest, where: str, topic: str, block: str) -> None:
        self._harvest = harvest
        self._where = where
        self._topic = topic
        held = _ESCAPE.sub(lambda found: _HOLD[_ESCAPED[found[1]]], block)
        title = _TITLE.match(held)
        self._text = held[title.end() :] if title else held
        self._html = False

    def _plain(self, text: str) -> str:
        """What a held text says."""
        found = _FORMAT.match(text)
        is_html = found[1] == "html" if found else self._html
        text = (text[found.end() :] if found else text).translate(_RELEASE)
        if not is_html and "<" not in text:
            return text.strip()
        plain, lost = from_html(text)
        self._harvest.media(self._where, lost)
        return plain

    def take(self) -> None:
        """Add it to the harvest."""
        start, end = self._text.find("{"), self._text.rfind("}")
        found = _FORMAT.match(self._text)
        self._html = found is not None and found[1] == "html"
        if start < 0 or end < start:
            self._harvest.lose(self._where, "a description", "it asks nothing")
            return
        before, inside, after = self._text[:start], self._text[start + 1 : end].strip(), self._text[end + 1 :].strip()
        stem = self._plain(f"{before.rstrip()} _____ {after}" if after else before)
        inside, _, general = inside.partition("####")
        self._answers(stem, inside.strip(), self._plain(general))

    def _answers(self, stem: str, inside: str, general: str) -> None:
        verdict = inside.partition("#")[0].strip().upper()
        if not inside:
            self._harvest.lose(self._where, f"the essay {stem[:40]!r}", "it has no answer that could be judged")
        elif inside.startswith("#"):
            self._numeric(stem, inside[1:], general)
        elif verdict in {"T", "TRUE", "F", "FALSE"}:
            self._true_false(stem, inside, general, is_true=verdict.startswith("T"))
        else:
            self._listed(stem, inside, general)

    def _true_false(self, stem: str, inside: str, general: str, *, is_true: bool) -> None:
        _, *told = inside.split("#")
        wrong, right = ([self._plain(each) for each in told] + ["", ""])[:2]
        answers = [
            Answer("True", is_true, right if is_true else wrong),
            Answer("False", not is_true, wrong if is_true else right),
        ]
        self._harvest.choice(self._where, self._topic, stem, answers, explanation=general)

    def _numeric(self, stem: str, inside: str, general: str) -> None:
        accept: list[str | dict[str, float]] = []
        for piece in [inside] if not inside.lstrip().startswith("=") else re.split(r"=", inside)[1:]:
            written = _WEIGHT.sub("", piece.partition("#")[0]).strip()
            low, dots, high = written.partition("..")
            middle, _, slack = written.partition(":")
            ends = (number(low), number(high)) if dots else (number(middle), number(slack or "0"))
            if ends[0] is None or ends[1] is None:
                self._harvest.lose(self._where, f"the number {written[:40]!r}", "it cannot be read")
                continue
            value, tolerance = (
                ((ends[0] + ends[1]) / 2, abs(ends[1] - ends[0]) / 2) if dots else (ends[0], abs(ends[1]))
            )
            accept.append({"number": value, "tolerance": tolerance} if tolerance else {"number": value})
        self._harvest.short(self._where, self._topic, stem, accept, explanation=general)

    def _listed(self, stem: str, inside: str, general: str) -> None:
        pieces = [(found[1] == "=", found[2]) for found in _PIECE.finditer(inside)]
        if not pieces:
            self._harvest.lose(self._where, f"the question {stem[:40]!r}", "its answers cannot be read")
        elif all("->" in piece for is_right, piece in pieces if is_right) and pieces[0][0]:
            sides = [
                (self._plain(left), self._plain(right)) for left, _, right in (p.partition("->") for _, p in pieces)
            ]
            pairs = [(left, right) for left, right in sides if left]
            self._harvest.match(self._where, self._topic, stem, pairs, [right for left, right in sides if not left])
        elif all(is_right for is_right, _ in pieces):
            answers = [self._answer(is_right, piece) for is_right, piece in pieces]
            told = next((each.why for each in answers if each.why), "")
            texts = [each.text for each in answers if each.key]
            wrong = [each for each in answers if not each.key]
            self._harvest.short(self._where, self._topic, stem, texts, wrong=wrong, explanation=general or told)
        else:
            answers = [self._answer(is_right, piece) for is_right, piece in pieces]
            self._harvest.choice(self._where, self._topic, stem, answers, explanation=general)

    def _answer(self, is_right: bool, piece: str) -> Answer:
        weight = _WEIGHT.search(piece.partition("#")[0])
        text, _, why = (
            _WEIGHT.sub("", piece, count=1 if weight else 0).partition("#") if weight else piece.partition("#")
        )
        share = float(weight[1]) if weight else (100.0 if is_right else 0.0)
        if weight and 0 < share < 100 and is_right:
            self._harvest.lose(self._where, f"the {share:g} % of {self._plain(text)[:40]!r}", "an answer counts wholly")
        return Answer(self._plain(text), share > 0, self._plain(why))
