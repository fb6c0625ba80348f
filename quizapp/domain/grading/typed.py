"""Short answers, blanks and predictions."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.grading.response import Typed
from quizapp.domain.grading.result import Grade, Part, share
from quizapp.domain.grading.text import accepts, fold, json_text, shown
from quizapp.domain.items.predicted import Ask, Predict
from quizapp.domain.items.typed import AcceptNumber, Cloze, Misconception, Short


def _misconception(wrong: Sequence[Misconception], text: str) -> str:
    return next((known.why for known in wrong if accepts(known.answer, text)), "")


def grade_short(item: Short, response: Typed) -> Grade:
    """Right or not; a known misconception is told."""
    (text,) = response.texts
    right = any(accepts(accept, text) for accept in item.accept)
    part = Part(
        label="Your answer",
        right=right,
        chosen=True,
        given=text,
        expected=shown(item.accept[0]),
        why="" if right else _misconception(item.wrong, text),
    )
    return Grade(score=float(right), parts=[part])


def grade_cloze(item: Cloze, response: Typed) -> Grade:
    """The share of blanks filled right, as code."""
    parts = [
        Part(
            # Blanks are asked for by their numbers; their names are for the pack's author.
            label=f"Blank {number}",
            id=name,
            right=any(accepts(accept, text, code=True) for accept in blank.accept),
            chosen=True,
            given=text,
            expected=shown(blank.accept[0]),
            why=blank.why,
        )
        for number, ((name, blank), text) in enumerate(zip(item.blanks.items(), response.texts, strict=True), 1)
    ]
    return share(parts)


def _predicts(ask: Ask, text: str) -> bool:
    picked = [choice for choice in ask.choices if json_text(choice) == text]
    if picked:
        return any(type(choice) is type(ask.answer) and choice == ask.answer for choice in picked)
    if isinstance(ask.answer, int | float) and not isinstance(ask.answer, bool):
        return accepts(AcceptNumber(number=ask.answer), text)
    return fold(json_text(ask.answer)) == fold(text)


def grade_predict(item: Predict, response: Typed) -> Grade:
    """The share of what was predicted right."""
    parts = [
        Part(
            label=ask.say,
            right=_predicts(ask, text),
            chosen=True,
            given=text,
            expected=json_text(ask.answer),
            why=ask.why or "",
        )
        for ask, text in zip(item.asks, response.texts, strict=True)
    ]
    return share(parts)
