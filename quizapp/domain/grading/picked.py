"""Options picked, and a line of code pointed at."""

from __future__ import annotations

from quizapp.domain.grading.response import Picked, Pointed
from quizapp.domain.grading.result import Grade, Part
from quizapp.domain.items.picked import Choice, Spot


def grade_choice(item: Choice, response: Picked) -> Grade:
    """One key, or several with a point off for each wrong pick."""
    picked = set(response.options)
    if not picked <= set(range(len(item.options))):
        raise ValueError(f"no such option: {sorted(picked)}")
    keys = {position for position, option in enumerate(item.options) if option.key}
    if item.multiple:
        score = max(0.0, (len(picked & keys) - len(picked - keys)) / len(keys))
    else:
        score = 1.0 if picked == keys else 0.0
    parts = [
        Part(
            label=option.text,
            right=(position in picked) == option.key,
            chosen=position in picked,
            key=option.key,
            why=option.why,
        )
        for position, option in enumerate(item.options)
    ]
    return Grade(score=score, parts=parts)


def grade_spot(item: Spot, response: Pointed) -> Grade:
    """Half for the line, half for what is wrong with it."""
    on_line = response.line in item.lines
    if response.option is not None and not 0 <= response.option < len(item.options):
        raise ValueError(f"no such option: {response.option}")
    named = response.option is not None and item.options[response.option].key
    parts = [
        Part(
            label="Line",
            right=on_line,
            chosen=True,
            given=str(response.line) if response.line else "",
            expected=" or ".join(str(line) for line in item.lines),
        )
    ]
    parts += [
        Part(
            label=option.text,
            right=(position == response.option) == option.key,
            chosen=position == response.option,
            key=option.key,
            why=option.why,
        )
        for position, option in enumerate(item.options)
    ]
    return Grade(score=(on_line + named) / 2, parts=parts)
