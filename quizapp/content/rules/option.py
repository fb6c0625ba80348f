"""Options: what gives the key away, or makes the question unfair.

After Haladyna, Downing and Rodriguez, *A Review of Multiple-Choice Item-Writing Guidelines* (2002).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.prose import without_code
from quizapp.content.rule import Finding, at, item_rule, pack_rule
from quizapp.domain.items.picked import Choice, Option, Spot

_ABOVE = re.compile(
    r"\b(all|none|both|neither|any|each) of (the|these|those)( (above|below|options|answers))?\W*$"
    r"|\b[a-e] and [a-e]\W*$",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(always|never|absolutely|completely|entirely|guarantees?|impossible|in every case)\b", re.IGNORECASE
)
KEY_TOO_LONG = 1.5
"""Times the longest distractor."""
KEY_MARGIN = 15
"""Characters that do not count as a difference of length."""
MIN_FOR_POSITION = 6
"""Fewer items say nothing about a habit."""
POSITION_SHARE = 0.7


def _options(record: Record[Any]) -> list[Option]:
    return list(record.model.options) if isinstance(record.model, Choice | Spot) else []


@item_rule("warning")
def above(record: Record[Any]) -> Iterator[Finding]:
    """An option is "all of the above", "none of the above" or the like.

    Options are shown in another order each time, and who knows two of them are right need not know the rest.
    """
    for position, option in enumerate(_options(record)):
        if _ABOVE.search(option.text.strip()[-100:]):
            hint = "Write a claim of its own; with `multiple: true` several options may be right."
            yield at(
                record, ("options", position, "text"), f"{option.text.strip()[:80]!r} leans on the other options", hint
            )


@item_rule("error")
def same_option(record: Record[Any]) -> Iterator[Finding]:
    """Two options say the same, so a learner would have to guess which of them is meant."""
    seen: dict[str, int] = {}
    for position, option in enumerate(_options(record)):
        text = " ".join(option.text.split())
        if text in seen:
            message = f"this is the same text as option {seen[text] + 1}"
            yield at(record, ("options", position, "text"), message, "Write another distractor, or leave it out.")
        seen.setdefault(text, position)


@item_rule("warning")
def key_too_long(record: Record[Any]) -> Iterator[Finding]:
    """The key is longer than every distractor by half: length gives it away.

    Authors take care that the right answer is right in every detail, and learners know it.
    """
    options = _options(record)
    keys = [position for position, option in enumerate(options) if option.key]
    if len(keys) != 1:
        return
    key = len(options[keys[0]].text.strip())
    longest = max(len(option.text.strip()) for option in options if not option.key)
    if key > longest * KEY_TOO_LONG and key - longest > KEY_MARGIN:
        message = f"the key has {key} characters, the longest distractor {longest}"
        hint = "Move detail from the key into its `why`, or make the distractors as exact as the key."
        yield at(record, ("options", keys[0], "text"), message, hint)


@item_rule("warning")
def absolute_distractors(record: Record[Any]) -> Iterator[Finding]:
    """Words like "always" and "never" stand in most distractors and not in the key.

    Such claims are seldom true, so a test-wise learner strikes them out without knowing anything.
    """
    options = _options(record)
    distractors = [position for position, option in enumerate(options) if not option.key]
    marked = [position for position in distractors if _ABSOLUTE.search(without_code(options[position].text))]
    in_key = any(_ABSOLUTE.search(without_code(option.text)) for option in options if option.key)
    if marked and not in_key and 2 * len(marked) > len(distractors):
        word = _ABSOLUTE.search(without_code(options[marked[0]].text))
        assert word is not None
        message = f"{word[0]!r} and its like stand in {len(marked)} of {len(distractors)} distractors, never in the key"
        hint = "Say in the distractors what would happen, without the absolute word."
        yield at(record, ("options", marked[0], "text"), message, hint)


@item_rule("warning")
def stem_repeats_option(record: Record[Any]) -> Iterator[Finding]:
    """The stem contains an option's text, which points at it (or away from it)."""
    stem = " ".join(without_code(record.model.stem).lower().split())
    for position, option in enumerate(_options(record)):
        text = " ".join(option.text.lower().split()).rstrip(".")
        if len(text.split()) >= 3 and text in stem:
            message = "the stem says this option already"
            yield at(record, ("options", position, "text"), message, "Word the stem or the option differently.")


@item_rule("warning")
def same_rationale(record: Record[Any]) -> Iterator[Finding]:
    """Two options have the same rationale, so one of them teaches nothing about its own mistake."""
    seen: dict[str, int] = {}
    for position, option in enumerate(_options(record)):
        why = " ".join(option.why.split())
        if why in seen:
            message = f"this is the rationale of option {seen[why] + 1}, to the letter"
            hint = "Say what a person who picks this one has mixed up."
            yield at(record, ("options", position, "why"), message, hint)
        seen.setdefault(why, position)


@pack_rule("warning")
def key_position(pack: LoadedPack) -> Iterator[Finding]:
    """In one file most keys sit at the same position, as they do when the right answer is written first.

    The terminal shuffles options; a printed pack, an export or another program may not.
    """
    for file in pack.files:
        single = [
            record
            for record in file.records
            if isinstance(record.model, Choice) and sum(option.key for option in record.model.options) == 1
        ]
        positions = Counter(
            next(position for position, option in enumerate(record.model.options) if option.key) for record in single
        )
        if len(single) < MIN_FOR_POSITION:
            continue
        position, count = positions.most_common(1)[0]
        if count > POSITION_SHARE * len(single):
            first = next(record for record in single if record.model.options[position].key)
            message = f"{count} of {len(single)} keys in this file are option {position + 1}"
            hint = "Spread the keys over the positions."
            yield at(first, ("options", position), message, hint)
