"""Which items a session takes, and how topics are mixed."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Listing, Selection, Source, duration, gather, interleave


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


pools = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abcd"), st.sampled_from([30, 90, 400])), max_size=10),
    max_size=4,
)
budgets = st.none() | st.floats(0, 2000)


def pools_of(rows: list[list[tuple[int, str, int]]]) -> list[list[Listing]]:
    """Pools that may overlap: an item is known by its number."""
    known: dict[int, Listing] = {}
    return [
        [
            known.setdefault(number, listing(number, topic).model_copy(update={"seconds": float(seconds)}))
            for number, topic, seconds in row
        ]
        for row in rows
    ]


@given(pools, st.none() | limits)
def test_gather_fills_its_places(rows: list[list[tuple[int, str, int]]], limit: int | None) -> None:
    """The plan is as long as the limit or as what there is, with nothing twice and nothing else."""
    offered = pools_of(rows)
    every = {each.id for pool in offered for each in pool}

    plan = [each.id for each in gather(offered, limit=limit)]

    assert len(plan) == len(set(plan)) == min(len(every), len(every) if limit is None else limit)
    assert set(plan) <= every


@given(pools, st.none() | limits, budgets)
def test_gather_keeps_to_the_minutes(
    rows: list[list[tuple[int, str, int]]], limit: int | None, seconds: float | None
) -> None:
    """No more time than there is, nothing left out that would still fit, and never nothing where there is something."""
    offered = pools_of(rows)
    every = {each.id: each for pool in offered for each in pool}
    budget = math.inf if seconds is None else seconds

    plan = gather(offered, limit=limit, seconds=seconds)

    spent = sum(map(duration, plan))
    assert bool(plan) == bool(every and limit != 0)
    assert spent <= budget or plan == [min(every.values(), key=duration)] or len(plan) == 1
    if limit is None and spent <= budget:
        assert all(spent + duration(each) > budget for name, each in every.items() if each not in plan)


@given(st.lists(topics, min_size=1, max_size=4), limits)
def test_gather_takes_turns_and_the_first_of_each(letters: list[str], limit: int) -> None:
    """Each pool gives its first items, and no pool that has more left gives two fewer than another."""
    offered = [
        [listing(100 * number + place, topic) for place, topic in enumerate(pool)]
        for number, pool in enumerate(letters)
    ]

    plan = {each.id for each in gather(offered, limit=limit)}

    given_by = [[each for each in pool if each.id in plan] for pool in offered]
    assert given_by == [pool[: len(taken)] for pool, taken in zip(offered, given_by, strict=True)]
    most = max(map(len, given_by))
    assert all(len(taken) >= most - 1 for pool, taken in zip(offered, given_by, strict=True) if len(taken) < len(pool))


def test_gather_passes_over_what_does_not_fit() -> None:
    """A long item makes room for a short one behind it."""
    long, short = listing(1, "a").model_copy(update={"seconds": 600.0}), listing(2, "a")

    assert gather([[long, short]], seconds=60) == [short]


@pytest.mark.parametrize(
    ("selection", "title", "moves"),
    [
        (Selection(), "Study", True),
        (Selection(sources=(Source.WEAK,)), "Weak spots", True),
        (Selection(sources=(Source.BOOKMARKED,)), "Bookmarks", True),
        (Selection(sources=(Source.MISSED,)), "Redo", False),
        (Selection(sources=(Source.ALL,), cram=True), "Cram", False),
        (Selection(sources=(Source.BOOKMARKED,), cram=True), "Cram", False),
    ],
)
def test_selection_knows_whether_it_moves_the_schedule(selection: Selection, title: str, moves: bool) -> None:
    """Redoing and cramming leave the schedule alone, whatever else is asked for."""
    assert (selection.title, selection.moves_schedule) == (title, moves)
