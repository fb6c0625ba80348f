"""What an item asks, as a short text that changes when its stem or its key does, and with nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import Cloze, Short
from quizapp.domain.task import Task


def fingerprint(item: Item | Task) -> str:
    """32 hexadecimal digits. Spaces and line breaks, explanations, rationales, distractors and times do not count."""
    asked = [item.brief, _checked(item)] if isinstance(item, Task) else [item.stem, _key(item)]
    text = json.dumps(_spaced(asked), ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def _spaced(value: Any) -> Any:
    """The same with every run of white space as one space: a text that was only wrapped anew asks the same."""
    if isinstance(value, str):
        return " ".join(value.split())
    return [_spaced(part) for part in value] if isinstance(value, list) else value


def _checked(task: Task) -> list[Any]:
    """What a solution must do."""
    return sorted(check.title for check in task.checks)


def _key(item: Item) -> list[Any]:
    match item:
        case Choice():
            return sorted(option.text for option in item.options if option.key)
        case Short():
            return [_plain(accept) for accept in item.accept]
        case Cloze():
            blanks = [[name, *map(_plain, blank.accept)] for name, blank in sorted(item.blanks.items())]
            return [item.code, blanks]
        case Order():
            return list(item.lines)
        case Match():
            return sorted([pair.left, pair.right] for pair in item.pairs)
        case Predict():
            request = item.request.model_dump_json(exclude_defaults=True)
            return [item.app, request, [[ask.say, str(ask.of), _plain(ask.answer)] for ask in item.asks]]
        case Spot():
            return [item.code, item.lines, [option.text for option in item.options if option.key]]
        case Open():
            return [[point.id, point.say] for point in item.points]


def _plain(value: Any) -> Any:
    """A model as JSON; anything else as it is."""
    return value.model_dump_json() if hasattr(value, "model_dump_json") else value
