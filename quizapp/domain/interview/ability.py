"""How able a candidate is, topic by topic: the Rasch model (one-parameter IRT) with a normal prior.

The chance of a right answer is 1 / (1 + exp(b - a)), with the question's difficulty b and the candidate's ability a in
logits (G. Rasch, Probabilistic Models for Some Intelligence and Attainment Tests, 1960). The estimate is the mean of
the posterior (EAP; R. D. Bock and R. J. Mislevy, Applied Psychological Measurement 6, 1982), computed on a grid, with
the posterior's own 90 % interval as its range. Ability in a topic is a general ability plus a share of the topic's own,
both normal, so that answers in one topic say a little about the others, and a topic never asked has the widest range. A
partial score s counts as s of a right answer and 1 - s of a wrong one. Guessing is not modelled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from quizapp.domain.fields import Model

GENERAL_SD = 1.5
"""Of the prior of general ability, in logits: candidates differ widely."""
TOPIC_SD = 0.8
"""Of a topic's own share, in logits."""
LEVEL_LOGITS = 1.0
"""From one level of difficulty to the next."""
MIDDLE = 3.0
"""The level whose difficulty is 0 logits."""
TAIL = 0.05
"""Below the range, and above it."""
_STEP = 0.2
_GENERAL = [place * _STEP for place in range(-25, 26)]
_OWN = [place * _STEP for place in range(-13, 14)]


class Observation(Model):
    """One answer, as far as ability goes."""

    topic: str
    level: float
    """The question's difficulty, 1 to 5."""
    score: float
    """0 to 1."""


class Ability(Model):
    """An estimate on the scale of difficulty: at this level about half of the answers are right."""

    mean: float
    low: float
    """Of a range that holds the truth 9 times in 10, if the model does."""
    high: float
    answers: int


def chance(ability: float, level: float) -> float:
    """Of a right answer, by the model. Both on the scale of difficulty."""
    return 1 / (1 + math.exp((level - ability) * LEVEL_LOGITS))


def _normal(values: Sequence[float], sd: float) -> list[float]:
    weights = [math.exp(-0.5 * (value / sd) ** 2) for value in values]
    whole = sum(weights)
    return [weight / whole for weight in weights]


_GENERAL_PRIOR = _normal(_GENERAL, GENERAL_SD)
_OWN_PRIOR = _normal(_OWN, TOPIC_SD)
_GRID = [place * _STEP for place in range(-38, 39)]
"""Every sum of a general and an own share."""


def _likelihood(observations: Iterable[Observation]) -> list[float]:
    """Of one topic's answers, for every ability of the grid; scaled, because only proportions matter."""
    logs = [0.0] * len(_GRID)
    for one in observations:
        difficulty = (one.level - MIDDLE) * LEVEL_LOGITS
        for place, ability in enumerate(_GRID):
            # log p = -log(1 + e^-x), log (1 - p) = log p - x
            x = ability - difficulty
            logs[place] += -math.log1p(math.exp(-x)) - (1 - one.score) * x
    top = max(logs)
    return [math.exp(value - top) for value in logs]


def estimate(observations: Sequence[Observation], topics: Iterable[str] = ()) -> Mapping[str, Ability]:
    """Ability by topic, and under the empty name the general one.

    Args:
        observations: every answer of the interview.
        topics: also to be estimated, though nothing was asked of them.
    """
    by_topic: dict[str, list[Observation]] = {topic: [] for topic in topics}
    for one in observations:
        by_topic.setdefault(one.topic, []).append(one)
    likelihoods = {topic: _likelihood(members) for topic, members in by_topic.items()}
    # For each general ability: how well each topic's answers fit, its own share summed out.
    fits = {
        topic: [sum(p * likelihood[g + o] for o, p in enumerate(_OWN_PRIOR)) for g in range(len(_GENERAL))]
        for topic, likelihood in likelihoods.items()
    }
    posterior = list(_GENERAL_PRIOR)
    for fit in fits.values():
        posterior = [weight * value for weight, value in zip(posterior, fit, strict=True)]
        whole = sum(posterior)
        posterior = [weight / whole for weight in posterior]
    found = {"": _ability(_GENERAL, posterior, len(observations))}
    for topic, likelihood in likelihoods.items():
        joint = [0.0] * len(_GRID)
        for g, weight in enumerate(posterior):
            if not weight:
                continue  # so unlikely after hundreds of answers that a float does not hold it
            share = weight / fits[topic][g]
            for o, p in enumerate(_OWN_PRIOR):
                joint[g + o] += share * p * likelihood[g + o]
        found[topic] = _ability(_GRID, joint, len(by_topic[topic]))
    return found


def _ability(grid: Sequence[float], weights: Sequence[float], answers: int) -> Ability:
    whole = sum(weights)
    mean = sum(value * weight for value, weight in zip(grid, weights, strict=True)) / whole
    low = _quantile(grid, weights, TAIL * whole)
    high = _quantile(grid, weights, (1 - TAIL) * whole)
    return Ability(mean=_level(mean), low=_level(low), high=_level(high), answers=answers)


def _quantile(grid: Sequence[float], weights: Sequence[float], wanted: float) -> float:
    """Where so much of the weight lies below; each weight is spread over its cell."""
    below = 0.0
    for value, weight in zip(grid, weights, strict=True):
        if below + weight >= wanted:
            return value + _STEP * ((wanted - below) / weight - 0.5)
        below += weight
    return grid[-1]


def _level(logits: float) -> float:
    return MIDDLE + logits / LEVEL_LOGITS
