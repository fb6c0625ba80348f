"""What a learner sees of an item before answering it, as plain text: never the key, nor a rationale."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.grading import json_text
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.typed import BLANK, Cloze


def visible(item: Item, order: Sequence[int] | None = None) -> str:
    """Stem, code and everything to pick from.

    Args:
        item: any kind.
        order: positions of options, lines or right sides as they were shown; as the author wrote them if None.
    """
    return "\n\n".join([item.stem.rstrip(), *_material(item), *_listed(_choices(item), order)])


def quotable(item: Item) -> str:
    """The same for search, where any part may be quoted: choices by the alphabet, because authors write the key first.

    Neither the order of lines nor the names of blanks are told by it.
    """
    choices = sorted(choice.strip() for choice in _choices(item))
    return BLANK.sub("____", "\n\n".join([item.stem.rstrip(), *_material(item), " · ".join(choices)])).rstrip()


def _material(item: Item) -> list[str]:
    match item:
        case Cloze() | Spot():
            return [item.code.rstrip("\n")]
        case Predict():
            requests = "\n".join(step.written for step in [*item.before, item.request])
            asks = [_asked(ask.say, [json_text(choice) for choice in ask.choices]) for ask in item.asks]
            return [item.app.rstrip("\n"), requests, "\n".join(asks)]
        case Match():
            return ["\n".join(f"- {pair.left.strip()}" for pair in item.pairs)]
        case _:
            return []


def _asked(say: str, choices: list[str]) -> str:
    return f"- {say} ({', '.join(choices)})" if choices else f"- {say}"


def _choices(item: Item) -> list[str]:
    match item:
        case Choice() | Spot():
            return [option.text for option in item.options]
        case Order():
            return item.lines + item.extra
        case Match():
            return item.rights
        case _:
            return []


def _listed(choices: list[str], order: Sequence[int] | None) -> list[str]:
    positions = range(len(choices)) if order is None else order
    lines = [f"{place}. {choices[position].strip()}" for place, position in enumerate(positions, 1)]
    return ["\n".join(lines)] if lines else []
