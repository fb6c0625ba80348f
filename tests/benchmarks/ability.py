"""How well an adaptive interview finds out how able a candidate is: `python tests/benchmarks/ability.py`.

500 candidates are simulated, whose abilities in three topics are drawn from the model's own prior. Each is asked 24
questions, chosen as the real interview chooses them from the bundled pack's mix of levels. Printed are the bias of the
estimates (their mean error), their spread (root mean square), how often the range of 90 % holds the truth, and the same
for questions drawn at random.
"""

from __future__ import annotations

import random
import statistics
from typing import NamedTuple

from quizapp.domain.interview.ability import GENERAL_SD, MIDDLE, TOPIC_SD, Observation, chance, estimate
from quizapp.domain.interview.draw import choose
from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Listing

TOPICS = ("a", "b", "c")
CANDIDATES = 500
QUESTIONS = 24


class Outcome(NamedTuple):
    """What came of a simulation; levels are those of difficulty, 1 to 5."""

    bias: float
    spread: float
    coverage: float
    width: float
    correlation: float


def pool() -> list[Listing]:
    """Forty questions a topic, most of them of the middle levels."""
    levels = [1] * 8 + [2] * 12 + [3] * 12 + [4] * 6 + [5] * 2
    return [
        Listing(id=ItemId(f"{topic}/{number}"), kind="choice", topic=topic, difficulty=level, seconds=40, title="")
        for topic in TOPICS
        for number, level in enumerate(levels)
    ]


def simulate(*, adaptive: bool, candidates: int = CANDIDATES, seed: int = 1, questions: int = QUESTIONS) -> Outcome:
    """Interview them all."""
    rng = random.Random(seed)
    errors, truths, means, widths = [], [], [], []
    held = 0
    for _ in range(candidates):
        general = rng.gauss(0, GENERAL_SD)
        truth = {topic: MIDDLE + general + rng.gauss(0, TOPIC_SD) for topic in TOPICS}
        found = _interview(truth, rng, adaptive=adaptive, questions=questions)
        for topic, ability in truth.items():
            errors.append(found[topic].mean - ability)
            truths.append(ability)
            means.append(found[topic].mean)
            widths.append(found[topic].high - found[topic].low)
            held += found[topic].low <= ability <= found[topic].high
    return Outcome(
        bias=statistics.fmean(errors),
        spread=statistics.fmean(error**2 for error in errors) ** 0.5,
        coverage=held / len(errors),
        width=statistics.fmean(widths),
        correlation=statistics.correlation(truths, means),
    )


def _interview(truth, rng, *, adaptive, questions):
    left, answers, asked = pool(), [], dict.fromkeys(TOPICS, 0)
    for _ in range(questions):
        abilities = estimate(answers, TOPICS) if adaptive else {}
        listing = choose(left, abilities=abilities, asked=asked, rng=rng) if adaptive else rng.choice(left)
        left.remove(listing)
        asked[listing.topic] += 1
        right = rng.random() < chance(truth[listing.topic], listing.difficulty)
        answers.append(Observation(topic=listing.topic, level=listing.difficulty, score=float(right)))
    return estimate(answers, TOPICS)


if __name__ == "__main__":
    for adaptive in (True, False):
        outcome = simulate(adaptive=adaptive)
        name = "chosen by ability" if adaptive else "drawn at random"
        print(  # noqa: T201 - that is what it is for
            f"{name:<18} bias {outcome.bias:+.3f}  spread {outcome.spread:.3f}  90 % range holds {outcome.coverage:.1%}"
            f"  width {outcome.width:.2f}  correlation {outcome.correlation:.3f}"
        )
