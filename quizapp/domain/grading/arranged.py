"""Lines put in order, and sides put together."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.grading.response import Arranged, Paired
from quizapp.domain.grading.result import Grade, Part, share
from quizapp.domain.items.arranged import Match, Order


def longest_run(order: Sequence[int]) -> int:
    """The length of the longest subsequence that stands in rising order (patience sorting)."""
    tails: list[int] = []
    for value in order:
        position = next((index for index, tail in enumerate(tails) if tail >= value), len(tails))
        tails[position : position + 1] = [value]
    return len(tails)


def grade_order(item: Order, response: Arranged) -> Grade:
    """All in place, or the longest run in rising order, less the strays."""
    every = item.lines + item.extra
    placed = response.lines
    if len(set(placed)) != len(placed) or not set(placed) <= set(range(len(every))):
        raise ValueError(f"no such arrangement: {placed}")
    count = len(item.lines)
    kept = [position for position in placed if position < count]
    strays = len(placed) - len(kept)
    run = longest_run(kept)
    # One line in place is no achievement: credit starts with the second.
    partial = max(0.0, min((run - 1 - strays) / count, 1.0 - 1.0 / count))
    score = 1.0 if placed == list(range(count)) else partial
    # A stray is wrong by itself, and does not make every line behind it wrong.
    parts = [
        Part(
            label=str(place + 1),
            right=place < len(kept) and kept[place] == place,
            chosen=True,
            given=every[kept[place]] if place < len(kept) else "",
            expected=line,
        )
        for place, line in enumerate(item.lines)
    ]
    parts += [
        Part(label="extra", right=False, chosen=True, given=every[position], expected="belongs nowhere")
        for position in placed
        if position >= count
    ]
    return Grade(score=score, parts=parts)


def grade_match(item: Match, response: Paired) -> Grade:
    """The share of pairs put together."""
    rights = item.rights
    if not all(position is None or 0 <= position < len(rights) for position in response.rights):
        raise ValueError(f"no such right side: {response.rights}")
    parts = []
    for pair, position in zip(item.pairs, response.rights, strict=True):
        given = "" if position is None else rights[position]
        parts.append(
            Part(
                label=pair.left, right=given == pair.right, chosen=True, given=given, expected=pair.right, why=pair.why
            )
        )
    return share(parts)
