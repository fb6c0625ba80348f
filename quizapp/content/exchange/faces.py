"""The two faces of an item, in Markdown: for programs that know cards with a front and a back only."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from quizapp.domain.grading.text import shown
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import BLANK, Cloze, Short

LETTERS = "ABCDEFGHI"


class Faces(NamedTuple):
    """Front, back, and what explains the back; all Markdown."""

    front: str
    back: str
    explanation: str


def faces(item: Item) -> Faces:
    """An item as a card."""
    front, back, more = _faces(item)
    told = [*more, item.explanation, *item.refs]
    return Faces(
        f"{item.stem.strip()}\n\n{front}".strip(), back, "\n\n".join(text.strip() for text in told if text.strip())
    )


def _faces(item: Item) -> tuple[str, str, list[str]]:
    match item:
        case Choice() | Spot():
            code = f"{_fenced(item.code, item.language)}\n\n" if isinstance(item, Spot) else ""
            listed = [(letter, option) for letter, option in zip(LETTERS, item.options, strict=False)]
            front = code + "\n".join(f"- {letter}: {_inline(option.text)}" for letter, option in listed)
            back = "\n\n".join(f"{letter}: {option.text.strip()}" for letter, option in listed if option.key)
            line = [f"Line {' or '.join(map(str, item.lines))}."] if isinstance(item, Spot) else []
            return front, back, [*line, *(f"{letter}: {_inline(option.why)}" for letter, option in listed)]
        case Short():
            wrong = [f"Not {shown(each.answer)}: {each.why}" for each in item.wrong]
            return "", " | ".join(shown(each) for each in item.accept), wrong
        case Cloze():
            filled = BLANK.sub(lambda found: shown(item.blanks[found[1]].accept[0]), item.code)
            asked = BLANK.sub(lambda found: f"[{found[1]}]", item.code)
            whys = [f"{name}: {blank.why}" for name, blank in item.blanks.items()]
            return _fenced(asked, item.language), _fenced(filled, item.language), whys
        case Order():
            # In an order of chance that is the same each time, so that another export changes no card.
            mixed = sorted(item.lines + item.extra, key=lambda line: hashlib.blake2b(line.encode()).digest())
            return _fenced("\n".join(mixed), "text"), _fenced("\n".join(item.lines), "text"), []
        case Match():
            lefts = "\n".join(f"- {_inline(pair.left)}" for pair in item.pairs)
            rights = "\n".join(f"- {_inline(right)}" for right in sorted(item.rights))
            pairs = "\n".join(f"- {_inline(pair.left)}: {_inline(pair.right)}" for pair in item.pairs)
            return f"{lefts}\n\nBelongs to:\n\n{rights}", pairs, [_inline(pair.why) for pair in item.pairs]
        case Predict():
            sent = [*item.before, item.request]
            asked = "\n".join(f"- {each.method} {each.path}" for each in sent)
            asks = "\n".join(f"- {ask.say}" for ask in item.asks)
            answers = "\n".join(f"- {ask.say}: {ask.answer!r}" for ask in item.asks)
            whys = [ask.why for ask in item.asks if ask.why]
            return f"{_fenced(item.app, 'python')}\n\n{asked}\n\n{asks}", answers, whys
        case Open():
            return "", item.model_answer, [f"- {point.say}" for point in item.points]


def _inline(text: str) -> str:
    return " ".join(text.split())


def _fenced(code: str, language: str) -> str:
    return f"```{language}\n{code.rstrip()}\n```"
