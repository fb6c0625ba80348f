"""Which items a session takes, and how topics are mixed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.item import ItemId
from quizapp.domain.selection import Listing, build, interleave


def listing(number: int, topic: str) -> Listing:
    """An item of a topic."""
    return Listing(
        id=ItemId(f"demo/{number}"),
        kind="choice",
        topic=f"demo/{topic}",
        difficulty=1,
        seconds=30.0,
        title=f"Item {number}",
    )


def listings_of(topics: str) -> list[Listing]:
    """Items numbered from 0, one of each topic named by a letter."""
    return [listing(number, topic) for number, topic in enumerate(topics)]


topics = st.text("abcd", max_size=14)
limits = st.integers(0, 20)
shares = st.floats(0, 1)


@given(topics)
def test_interleave_is_a_permutation_that_keeps_order_within_topics(letters: str) -> None:
    """Nothing is lost or added, and within a topic roadmap order stands."""
    listings = listings_of(letters)

    mixed = interleave(listings)

    assert sorted(mixed, key=listings.index) == listings
    for topic in {each.topic for each in listings}:
        assert [each for each in mixed if each.topic == topic] == [each for each in listings if each.topic == topic]


@given(topics)
def test_interleave_has_as_few_equal_neighbours_as_possible(letters: str) -> None:
    """Two of a topic stand together only if there is too little else to put between them."""
    mixed = interleave(listings_of(letters))

    equal = sum(one.topic == other.topic for one, other in pairwise(mixed))

    most = max(Counter(letters).values(), default=0)
    assert equal == max(0, most - (len(letters) - most) - 1)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("aabbcc", "abcabc"), ("abcbb", "babcb"), ("aaab", "abaa"), ("aab", "aba"), ("abbb", "babb"), ("", "")],
)
def test_interleave_examples(letters: str, expected: str) -> None:
    """Topics take turns; one that has most of what is left goes first."""
    mixed = interleave(listings_of(letters))

    assert "".join(each.topic[-1] for each in mixed) == expected


@given(topics, topics, limits, shares)
def test_build_fills_its_places(due: str, new: str, limit: int, share: float) -> None:
    """The plan is as long as the limit or as what there is, with nothing twice."""
    old = listings_of(due)
    fresh = [listing(100 + number, topic) for number, topic in enumerate(new)]

    plan = build(old, fresh, limit=limit, new_share=share)

    assert len(plan) == len(set(plan)) == min(limit, len(old) + len(fresh))


@given(topics, topics, limits, shares)
def test_build_takes_the_first_of_each(due: str, new: str, limit: int, share: float) -> None:
    """The most overdue and the earliest of the roadmap are taken, and due items get at least their share."""
    old = listings_of(due)
    fresh = [listing(100 + number, topic) for number, topic in enumerate(new)]

    plan = set(build(old, fresh, limit=limit, new_share=share))

    from_due = [each.id for each in old if each.id in plan]
    from_new = [each.id for each in fresh if each.id in plan]
    assert from_due == [each.id for each in old[: len(from_due)]]
    assert from_new == [each.id for each in fresh[: len(from_new)]]
    assert len(from_due) >= min(len(old), limit - round(limit * share))
    assert len(from_new) >= min(len(fresh), limit - len(old), limit)


def test_build_plans_nothing_twice() -> None:
    """An item that is offered as due and as new is planned once, and its place goes to another."""
    items = listings_of("abcd")

    plan = build(items[:2], items, limit=4)

    assert sorted(plan) == [each.id for each in items]
