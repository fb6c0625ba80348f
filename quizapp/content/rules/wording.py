"""Wording: stems and notes that are hard to read, unfinished, or not what they seem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.prose import sentences, without_code, words
from quizapp.content.rule import Finding, Place, at, item_rule, pack_rule
from quizapp.domain.items.picked import Choice, Spot

MAX_STEM_WORDS = 120
MAX_NOTE_WORDS = 150
_VERB = r"(?:is|are|was|were|does|do|did|can|could|will|would|should|must|may|has|have)"
_NEGATED = rf"(?:{_VERB}(?:\s+(?:not|never)|n['’]t)|cannot)"
_NEGATIVE = re.compile(
    r"^(?:which|what|who|pick|select|choose|mark|find)\b(?:\s+of\s+(?:these|those|the\s+following))?"
    rf"(?:\s+\w+){{0,2}}?\s+{_NEGATED}\b|\b(?:except|all\s+but)\b[^.]*\?",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"[*_]{1,3}(?:\w+\s)?(?:not|never|except|cannot|all but|\w+n['’]t)[*_]{1,3}|\b(?:NOT|NEVER|EXCEPT|CANNOT)\b"
)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBD|XXX|[Ll]orem ipsum|to be (?:written|done|defined)|(?:your|some) text here|placeholder text)\b"
    r"|\A(?:[.…?!_–-]|n/a|tbd|todo|xxx)+\Z"
)
_DIRECTION = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@item_rule("warning")
def negative_stem(record: Record[Any]) -> Iterator[Finding]:
    """The stem asks which option does *not* hold, without emphasis on the negation.

    A reader in a hurry overlooks a plain "not"; then the item measures reading and not knowledge.
    """
    if not isinstance(record.model, Choice | Spot):
        return
    for sentence in sentences(record.model.stem):
        if _NEGATIVE.search(sentence) and not _EMPHASIS.search(sentence):
            hint = "Ask for what holds; if it must be negative write **not**."
            yield at(record, ("stem",), "the question is negative, and nothing shows it", hint)
            return


@item_rule("warning")
def long_stem(record: Record[Any]) -> Iterator[Finding]:
    """The stem has more than 120 words beside its code: reading it takes longer than knowing it."""
    count = len(words(record.model.stem))
    if count > MAX_STEM_WORDS:
        hint = f"Cut it to {MAX_STEM_WORDS}: leave out the setting, put the rest into the explanation."
        yield at(record, ("stem",), f"the stem has {count} words", hint)


@pack_rule("warning")
def long_note(pack: LoadedPack) -> Iterator[Finding]:
    """A topic's note has more than 150 words: it is a one-minute scan."""
    for topic in pack.topics:
        for language, note in topic.topic.notes.items():
            count = len(words(note))
            if count > MAX_NOTE_WORDS:
                hint = f"Cut it to {MAX_NOTE_WORDS}: what does someone need who has one minute?"
                yield at(topic.record, (*topic.place, "notes", language), f"the note has {count} words", hint)


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    waiting = [(place, value)]
    while waiting:
        where, part = waiting.pop()
        if isinstance(part, str):
            yield where, part
        elif isinstance(part, dict):
            waiting += [((*where, key), inner) for key, inner in part.items()]
        elif isinstance(part, list):
            waiting += [((*where, position), inner) for position, inner in enumerate(part)]


_PROSE = frozenset(["stem", "explanation", "why", "text", "title", "summary", "brief", "say", "notes", "description"])


@pack_rule("error")
def placeholder(pack: LoadedPack) -> Iterator[Finding]:
    """A text is unfinished: TODO, TBD, lorem ipsum, or dots only."""
    for file in pack.files:
        for record in file.records:
            for place, text in _texts(record.raw):
                fields = [step for step in place if isinstance(step, str)]
                if not fields or not _PROSE & set(fields[-2:]):
                    continue
                found = _PLACEHOLDER.search(without_code(text).strip())
                if found is not None and text.strip():
                    message = f"{found[0]!r} is a place kept for a text"
                    yield at(record, place, message, "Write the text, or leave the item out until then.")


@pack_rule("error")
def invisible_text(pack: LoadedPack) -> Iterator[Finding]:
    """A text has characters that cannot be seen, or that turn the direction of reading.

    With them a piece of code shows something else than it does.
    """
    for file in pack.files:
        for record in file.records:
            for place, text in _texts(record.raw):
                found = _DIRECTION.search(text)
                if found is not None:
                    message = f"U+{ord(found[0]):04X} stands in this text and cannot be seen"
                    yield at(record, place, message, "Delete it; in code write it as an escape.")
