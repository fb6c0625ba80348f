"""Studying towards a date: what there is to choose from, what it costs, and what it is worth on that day."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from quizapp.domain.fields import Model
from quizapp.domain.items.identity import ItemId

Chance = Annotated[float, Field(ge=0, le=1)]


class Trace(NamedTuple):
    """What is left of earlier reviews."""

    stability: float
    """Days until the chance of recall falls to 90 %."""
    difficulty: float
    """1 (easy) to 10."""
    days: int
    """Since the last review, as the scheduler counts them."""


class Candidate(NamedTuple):
    """An item that could be studied today."""

    item: ItemId
    seconds: float
    """What it takes this learner, explanation and second tries included."""
    trace: Trace | None = None
    """None: never reviewed."""
    weight: float = 1.0
    """How much it counts on the day."""


class Habits(Model):
    """How a learner answers. The defaults are those of FSRS's simulator, from the reviews of many learners."""

    first: tuple[Chance, Chance, Chance, Chance] = (0.24, 0.094, 0.495, 0.171)
    """The chances of Again, Hard, Good and Easy at a first review."""
    recalled: tuple[Chance, Chance, Chance] = (0.224, 0.631, 0.145)
    """The chances of Hard, Good and Easy when an item was remembered."""
    pace: Annotated[float, Field(gt=0)] = 1.0
    """Seconds taken for one second that a prepared candidate is expected to take, explanations included."""


class Agenda(Model):
    """The time there is until the date."""

    days: Annotated[int, Field(ge=0)]
    """From today to the date; 0 on the day itself."""
    today: Annotated[float, Field(ge=0)]
    """Seconds left for today."""
    daily: Annotated[float, Field(ge=0)]
    """Seconds on each day after today and before the date."""
    habits: Habits = Habits()


class Pick(NamedTuple):
    """An item chosen for today."""

    item: ItemId
    seconds: float
    gain: float
    """What a review today adds to the chance of recall on the date, if nothing else followed; above 0."""


class Prospects(Model):
    """Expected recall on the date, over everything that counts. What was never reviewed counts as not known."""

    idle: Chance
    """If nothing more is studied."""
    kept: Chance
    """If every day's plan is done."""
