"""How an interview draws its questions, and how its result measures against the pass mark."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from enum import StrEnum

from quizapp.domain.item import KINDS, ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports import Library

MIN_ANSWERED = 5
"""Fewer answers than this say nothing about a candidate."""
Z = 1.64
"""Half the width of a two-sided 90 % interval, in standard errors."""


class Standing(StrEnum):
    """A result against the pass mark."""

    PASSED = "passed"
    CLOSE = "too close to call"
    NOT_PASSED = "not passed"
    NOT_ENOUGH = "not enough data"


def draw(blueprint: Blueprint, *, pack: str, library: Library, rng: random.Random) -> list[ItemId]:
    """Questions section by section, drawn without repeating one; fewer where the library has fewer."""
    plan: list[ItemId] = []
    for section in blueprint.sections:
        pool = library.listings(
            topics=[f"{pack}/{topic}" for topic in section.topics],
            kinds=section.kinds or KINDS,
            difficulty=section.difficulty,
            without=plan,
        )
        drawn = rng.sample(range(len(pool)), min(section.items, len(pool)))
        plan += [pool[position].id for position in drawn]
    return plan


def judge(scores: Sequence[float], *, answered: int, pass_mark: float) -> Standing:
    """Measure scores against the pass mark by their 90 % interval (normal approximation of the mean).

    Args:
        scores: of every question planned, 0 to 1; one that was not reached counts 0.
        answered: how many were answered.
        pass_mark: 0 to 1.
    """
    count = len(scores)
    if answered < MIN_ANSWERED or count < MIN_ANSWERED:
        return Standing.NOT_ENOUGH
    mean = sum(scores) / count
    variance = sum((score - mean) ** 2 for score in scores) / (count - 1)
    margin = Z * math.sqrt(variance / count)
    if mean - margin >= pass_mark:
        return Standing.PASSED
    if mean + margin < pass_mark:
        return Standing.NOT_PASSED
    return Standing.CLOSE
