"""From a log of reviews to the cards that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizapp.domain.card import Card, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.scheduling import Scheduler


def effective(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that count, in the order in which they were made.

    A review that overrides an earlier one takes its place and its moment: the recall happened then, only its rating was
    changed later. Of several that override the same one, or each other, the last one counts.
    """
    place: dict[str, int] = {}
    kept: list[Review] = []
    for review in reviews:
        if review.overrides is None:
            place[review.id] = len(kept)
            kept.append(review)
            continue
        position = place[review.overrides]
        place[review.id] = position
        kept[position] = review.model_copy(update={"at": kept[position].at})
    return kept


class Step(NamedTuple):
    """A review that counts, and the memory state on both sides of it."""

    review: Review
    before: Card | None
    after: Card


def steps(reviews: Iterable[Review], scheduler: Scheduler) -> Iterator[Step]:
    """Every review that counts, in order, as if each had just been made.

    Args:
        reviews: in the order in which they were recorded; one that overrides comes after the one that it overrides.
        scheduler: the same one gives the same cards.
    """
    cards: dict[ItemId, Card] = {}
    for review in effective(reviews):
        before = cards.get(review.item)
        cards[review.item] = scheduler.review(before, review.item, review.rating, review.at)
        yield Step(review, before, cards[review.item])


def replay(reviews: Iterable[Review], scheduler: Scheduler) -> dict[ItemId, Card]:
    """The card of every item in a log of reviews; as `steps`."""
    return {step.after.item: step.after for step in steps(reviews, scheduler)}
