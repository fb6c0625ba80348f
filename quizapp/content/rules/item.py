"""Items as a whole: answers that can be given, claims that are proved, questions asked once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizapp.content.likeness import alike
from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.prose import code_blocks
from quizapp.content.rule import Finding, Place, at, item_rule, pack_rule
from quizapp.domain.grading import accepts, shown
from quizapp.domain.items.arranged import Order
from quizapp.domain.items.picked import Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.typed import Accept, AcceptPattern, Cloze, Short

_APP = re.compile(r"\bFastAPI\(|@(?:app|router)\.|\bAPIRouter\(|\bDepends\(|\bimport fastapi\b|\bfrom fastapi\b")
SAME = 90.0
"""Percent of likeness from which two items are one item asked twice."""
COMPARED = 1500
"""Characters of each item that are compared."""


@item_rule("error")
def example_mismatch(record: Record[Any]) -> Iterator[Finding]:
    """The example of an accepted pattern does not match the pattern, so the answer shown as right would be wrong."""
    places: list[tuple[Place, Accept]] = []
    if isinstance(record.model, Short):
        places = [(("accept", position), accept) for position, accept in enumerate(record.model.accept)]
    elif isinstance(record.model, Cloze):
        places = [
            (("blanks", name, "accept", position), accept)
            for name, blank in record.model.blanks.items()
            for position, accept in enumerate(blank.accept)
        ]
    for place, accept in places:
        if isinstance(accept, AcceptPattern) and not accepts(accept, accept.example):
            message = f"{accept.example!r} does not match its own pattern"
            yield at(record, (*place, "example"), message, "Mend the pattern or the example.")


@item_rule("error")
def wrong_is_accepted(record: Record[Any]) -> Iterator[Finding]:
    """An answer listed as wrong is accepted as right as well."""
    if not isinstance(record.model, Short):
        return
    for position, misconception in enumerate(record.model.wrong):
        text = shown(misconception.answer)
        if any(accepts(accept, text) for accept in record.model.accept):
            message = f"{text!r} is accepted as right"
            yield at(record, ("wrong", position, "answer"), message, "Take it off one of the two lists.")


@item_rule("error")
def blank_spot(record: Record[Any]) -> Iterator[Finding]:
    """The line with the defect is empty, so it is most likely counted wrongly."""
    if not isinstance(record.model, Spot):
        return
    lines = record.model.code.split("\n")
    for position, number in enumerate(record.model.lines):
        if number <= len(lines) and not lines[number - 1].strip():
            hint = "Count from 1, empty lines included."
            yield at(record, ("lines", position), f"line {number} of the code is empty", hint)


def _has_behaviour(item: Any) -> bool:
    code = [*code_blocks(item.stem), *code_blocks(item.explanation)]
    if isinstance(item, Cloze | Spot):
        code.append(item.code)
    if isinstance(item, Order) and item.code:
        code.append("\n".join(item.lines))
    return any(_APP.search(block) for block in code)


@item_rule("warning")
def no_proof(record: Record[Any]) -> Iterator[Finding]:
    """A factual item has no proof: it shows an app and states what it does, and nothing runs it.

    Frameworks change. A proof is run by `quizapp pack verify`, so a claim that no longer holds is found there and not
    by a learner in an interview.
    """
    item = record.model
    if item.proof is None and not isinstance(item, Predict) and _has_behaviour(item):
        hint = "Add `proof:` with an app and steps that show the claim, or make it a `predict` item."
        yield at(record, ("id",), "the item shows an app, and nothing proves what it says", hint)


def _likeness_text(item: Any) -> str:
    parts = [item.stem]
    for name in ("code", "app"):
        value = getattr(item, name, None)
        if isinstance(value, str):
            parts.append(value)
    for name in ("options", "pairs", "lines", "asks"):
        parts += [
            str(getattr(part, "text", None) or getattr(part, "left", None) or getattr(part, "say", None) or part)
            for part in getattr(item, name, [])
        ]
    return " ".join(" ".join(parts)[:COMPARED].lower().split())


@pack_rule("warning")
def near_duplicate(pack: LoadedPack) -> Iterator[Finding]:
    """Two items are nearly the same: their texts are alike by 90 percent or more.

    A learner who has met the one has met the other, and an interview that draws both asks one thing twice.
    """
    groups: dict[str, list[Record[Any]]] = {}
    for record in pack.items:
        groups.setdefault(record.model.kind, []).append(record)
    for group in groups.values():
        for found in alike([_likeness_text(record.model) for record in group], SAME):
            other = group[found.before]
            message = f"this is {found.percent:.0f} % the same as {other.model.id} ({other.file}:{other.mark.line})"
            hint = "Ask for something else, or keep one of the two."
            yield at(group[found.place], ("stem",), message, hint)
