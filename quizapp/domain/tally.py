"""How much a learner has done of it all, and how far they are."""

from __future__ import annotations

from quizapp.domain.fields import Model


class Counts(Model):
    """The numbers of a home screen, over everything ever answered."""

    due: int
    """Cards due now, of items that may be gone from the library; `Tally.due` counts only what is there."""
    seen: int
    """Items with a card."""
    attempts: int
    """Attempts since the moment asked for."""
    items: int
    """Different items among them."""
    new: int
    """Items among them that were reviewed for the first time."""


class Tally(Model):
    """How far the learner is with a group of items, such as a topic."""

    seen: int = 0
    due: int = 0
    known: int = 0
    """Items that are not due and have a stability of at least KNOWN_DAYS."""
    lasting: int = 0
    """Items with a stability of at least LASTING_DAYS."""
