"""Cards in lines: CSV with or without a heading, and the text that Anki exports.

A heading names columns by these words, in any order: question, answer, the wrong answers (`wrong`, `option 1`, `b`,
...), explanation, topic. Without one the first column asks and the second one answers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from quizapp.content.exchange.bounds import MAX_FIELD
from quizapp.content.exchange.bounds import text as text_of
from quizapp.content.exchange.harvest import Answer, Harvest, is_cloze
from quizapp.content.exchange.markup import from_html, visible
from quizapp.domain.work import UNWATCHED, Watch
from quizapp.errors import PackError

_COLUMNS = {
    "question": re.compile(r"question|stem|front|prompt|q|term|word"),
    "answer": re.compile(r"answers?|back|correct( answer| option)?|right|a?key|solution|definition|meaning"),
    "option": re.compile(r"(wrong|distractor|incorrect|option|choice)s?[ _-]?\d*|[b-h]"),
    "explanation": re.compile(r"explanation|feedback|why|extra|rationale|comment|notes?"),
    "topic": re.compile(r"topic|deck|category|chapter|tags?|section"),
}
MAX_DIGITS = 4
"""Of a column's number."""
SEVERAL = " | "
"""Between the parts of one field: right answers that are all accepted, or all to be picked."""


def rows(path: Path, text: str, delimiter: str, *, start: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line at which it begins; PackError for what is no table."""
    csv.field_size_limit(MAX_FIELD)
    if delimiter in '"\r':
        raise PackError(f"{delimiter!r} separates no columns.", where=f"{path}:1", hint="Export it again, with tabs.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = start
    try:
        for row in reader:
            yield line, row
            line = start + reader.line_num
    except csv.Error as error:
        where, hint = f"{path}:{line}", "Look for a quote that is not closed."
        raise PackError(f"This row cannot be read: {error}.", where=where, hint=hint) from error


def read_csv(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The cards of a CSV or TSV file."""
    text = text_of(path)
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count) if any(mark in first for mark in "\t;,") else ","
    harvest = Harvest(title=path.stem, watch=watch)
    columns: dict[str, list[int]] | None = None
    for line, row in rows(path, text, delimiter):
        where = f"{path.name}:{line}"
        if columns is None:
            columns = _columns(row)
            if columns is not None:
                continue
            columns = {"question": [0], "answer": [1], "option": [], "explanation": [2], "topic": []}
            harvest.lose(where, "no heading", "the first column was taken for the question, the second for the answer")
        if not any(each.strip() for each in row):
            continue
        if harvest.is_full:
            harvest.lose(where, "the rest of the file", "it has too many rows")
            break
        _take(harvest, where, columns, row, path.stem)
    return harvest


def _columns(row: list[str]) -> dict[str, list[int]] | None:
    """What the columns hold, if this row is a heading."""
    found: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    names = [" ".join(each.lower().replace("_", " ").split()) for each in row]
    for place, name in enumerate(names):
        for column, pattern in _COLUMNS.items():
            if pattern.fullmatch(name):
                found[column].append(place)
                break
    if "a" in names and not found["answer"]:
        found["answer"].append(names.index("a"))
    return found if found["question"] and found["answer"] else None


def _take(harvest: Harvest, where: str, columns: dict[str, list[int]], row: list[str], topic: str) -> None:
    def cells(column: str) -> list[str]:
        found = []
        for place in columns[column]:
            if place < len(row) and row[place].strip():
                plain, lost = from_html(row[place])
                harvest.media(where, lost)
                found.append(plain)
        return found

    question, answers = "\n\n".join(cells("question")[:1]), cells("answer")
    explanation = "\n\n".join(cells("explanation"))
    place = next(iter(cells("topic")), topic)
    options = [part for cell in cells("option") for part in cell.split(SEVERAL)]
    rights = [part for cell in answers for part in cell.split(SEVERAL)]
    if is_cloze(question):
        harvest.cloze(where, place, question, explanation=explanation or "\n".join(answers))
    elif not answers:
        harvest.lose(where, f"the row {question[:40]!r}", "it has no answer")
    elif options:
        listed = [Answer(text, key=True) for text in rights]
        listed += [Answer(text, key=False) for text in options if text not in rights]
        harvest.choice(where, place, question, listed, explanation=explanation)
    elif len(rights) > 1:
        harvest.short(where, place, question, rights, explanation=explanation)
    else:
        harvest.card(where, place, question, answers[0], explanation=explanation)


_HEADER = re.compile(r"#([a-z ]+):(.*)")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}


def read_anki_text(path: Path, watch: Watch = UNWATCHED) -> Harvest:
    """The notes of a text file that Anki exported: `#separator:tab`, `#html:true` and so on stand at its top."""
    text = text_of(path)
    harvest = Harvest(title=path.stem, watch=watch)
    settings: dict[str, str] = {}
    lines = text.split("\n")
    count = 0
    while count < len(lines) and (found := _HEADER.fullmatch(lines[count].strip())):
        settings[found[1].strip()] = found[2].strip()
        count += 1
    delimiter = _SEPARATORS.get(settings.get("separator", "tab").lower(), settings.get("separator", "\t")[:1] or "\t")
    named = {name.removesuffix(" column"): _place(at) for name, at in settings.items() if name.endswith(" column")}
    for line, row in rows(path, "\n".join(lines[count:]), delimiter, start=count + 1):
        where = f"{path.name}:{line}"
        if not any(each.strip() for each in row):
            continue
        if harvest.is_full:
            harvest.lose(where, "the rest of the file", "it has too many notes")
            break
        deck = named.get("deck")
        topic = row[deck] if deck is not None and 0 <= deck < len(row) else settings.get("deck", path.stem)
        fields = [each for place, each in enumerate(row) if place not in named.values()]
        take_note(harvest, where, topic.rsplit("::", 1)[-1], fields, is_html=settings.get("html", "false") == "true")
    return harvest


def _place(text: str) -> int:
    """A column as a position; -1 for what names none."""
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else -1


def take_note(harvest: Harvest, where: str, topic: str, fields: list[str], *, is_html: bool) -> None:
    """A note of Anki's: its first field asks, its second one answers, and what follows explains."""
    plain: list[str] = []
    for each in fields:
        text, lost = from_html(each) if is_html else (visible(each), [])
        harvest.media(where, lost)
        plain.append(text)
    front, back, *more = [*plain, "", ""][: max(2, len(plain))]
    explanation = "\n\n".join(text for text in more if text)
    if is_cloze(front):
        harvest.cloze(where, topic, front, explanation="\n\n".join(text for text in (back, explanation) if text))
    else:
        harvest.card(where, topic, front, back, explanation=explanation)
