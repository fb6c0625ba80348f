"""A question of an interview in plain words: what was asked, said, missed, and what a strong answer is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.domain.grading import Grade, Part
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import BLANK, Cloze, Short

SHORTEST = 90
"""Characters of a quotation within a sentence."""
WORD = 20
"""A quotation ends between two words, unless the last one is longer than this."""


def material(item: Item) -> str:
    """The code that a question is about; empty for most."""
    match item:
        case Predict():
            steps = [step.written for step in [*item.before, item.request]]
            return "\n".join([item.app.rstrip(), "", *steps])
        case Spot():
            lines = item.code.rstrip("\n").split("\n")
            return "\n".join(f"{number:>3}  {line}" for number, line in enumerate(lines, 1))
        case Cloze():
            return BLANK.sub(lambda found: f"____{found[1]}____", item.code.rstrip())
        case _:
            return ""


def said(item: Item, grade: Grade) -> str:
    """The candidate's answer; empty for "I don't know"."""
    match item:
        case Open():
            return grade.said.strip()
        case Choice():
            return "\n".join(part.label.strip() for part in grade.parts if part.chosen)
        case Spot():
            line = f"line {grade.parts[0].given}" if grade.parts[0].given else ""
            return "\n".join(filter(None, [line, *(part.label.strip() for part in grade.parts[1:] if part.chosen)]))
        case Order():
            return "\n".join(part.given.rstrip() for part in grade.parts if part.given)
        case Short():
            return grade.parts[0].given.strip()
        case Cloze() | Match() | Predict():
            return "\n".join(
                f"{part.label.strip()}: {part.given.strip()}" for part in grade.parts if part.given.strip()
            )


def at_first(item: Item, grade: Grade, later: Sequence[str]) -> str:
    """The candidate's answer without what was said to its follow-ups, which stands at its end."""
    added = "\n\n".join(filter(None, later))
    return said(item, grade).removesuffix(added).rstrip() if added else said(item, grade)


def slip(item: Item, grade: Grade) -> str:
    """Of an answer in several parts what was said where it is wrong, of any other the whole; in one line."""
    match item:
        case Open():
            return grade.said.strip()
        case Cloze() | Match() | Predict() if not grade.right and any(part.given.strip() for part in grade.parts):
            wrong = (part for part in grade.parts if not part.right)
            return "; ".join(f"{part.label.strip()}: {part.given.strip() or 'nothing'}" for part in wrong)
        case _:
            return "; ".join(line.strip() for line in said(item, grade).splitlines() if line.strip())


def missed(item: Item, grade: Grade) -> list[str]:
    """What was not right, one thing a line."""
    return list(_missed(item, grade))


def _missed(item: Item, grade: Grade) -> Iterator[str]:
    wrong = [part for part in grade.parts if not part.right]
    if grade.right:
        return
    match item:
        case Open():
            yield from (f"wrong: {part.label.strip()}" if part.flag else _point(part) for part in wrong)
        case Choice():
            yield from _options(grade.parts)
        case Spot():
            yield from (f"the defect is in line {part.expected}" for part in wrong if part is grade.parts[0])
            yield from _options(grade.parts[1:])
        case Order():
            yield f"{len(wrong)} of {len(grade.parts)} lines stand in the wrong place"
        case Short():
            yield from (f"right is {part.expected}" for part in wrong)
        case Cloze() | Match() | Predict():
            yield from (f"{part.label.strip()}: right is {part.expected.strip()}" for part in wrong)


def _point(part: Part) -> str:
    return part.label.strip() + (" (an answer needs it)" if part.key else "")


def _options(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if part.key and not part.chosen:
            yield f"right is: {part.label.strip()}"
        elif part.chosen and not part.key:
            yield f"wrong: {part.label.strip()}" + (f" ({part.why.strip()})" if part.why.strip() else "")


def strong(item: Item) -> str:
    """What a strong answer says."""
    match item:
        case Open():
            return item.model_answer.strip()
        case Choice():
            keys = "\n".join(option.text.strip() for option in item.options if option.key)
        case Spot():
            key = next(option.text.strip() for option in item.options if option.key)
            keys = f"Line {' or '.join(map(str, item.lines))}: {key}"
        case Order():
            keys = "\n".join(line.rstrip() for line in item.lines)
        case _:
            keys = ""
    return "\n\n".join(filter(None, [keys, item.explanation.strip()]))


def right_answer(item: Item, grade: Grade) -> str:
    """The right answer alone, for kinds that are typed."""
    match item:
        case Short() | Cloze() | Match() | Predict():
            return "\n".join(
                part.expected.strip() if isinstance(item, Short) else f"{part.label.strip()}: {part.expected.strip()}"
                for part in grade.parts
            )
        case _:
            return ""


def quoted(text: str) -> str:
    """A quotation in one line, cut where it is long."""
    line = " ".join(text.split())
    if len(line) <= SHORTEST:
        return line
    words, _, rest = line[:SHORTEST].rpartition(" ")
    cut = f"{words if words and len(rest) < WORD else line[: SHORTEST - 1]}…"
    return cut + "`" if cut.count("`") % 2 else cut
