"""The library at size: what an opening, a listing and a lookup may cost, by what they do and not by the clock."""

from __future__ import annotations

import os
import time

import pytest

from quizapp.content import catalog
from quizapp.content.library import PackLibrary
from quizapp.domain.items.identity import ItemId

TOPICS = 20
ITEMS_EACH = 150
ITEM = """- id: i{topic}-{number}
  kind: short
  topic: t{topic}
  difficulty: {difficulty}
  seconds: 20
  stem: Question {number} of topic {topic}?
  accept: [yes]
  explanation: Because.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A pack of some thousand items, its cache, the library, and the seconds of the first opening."""
    root = tmp_path_factory.mktemp("pack")
    (root / "questions").mkdir()
    (root / "questions/pack.yaml").write_text("id: big\ntitle: Big\nversion: 1.0.0\nlicense: MIT\n")
    topics = "".join(f"    - {{id: t{each}, title: T, summary: S, notes: {{en: N}}}}\n" for each in range(TOPICS))
    (root / "questions/topics.yaml").write_text("- phase: P\n  topics:\n" + topics)
    for topic in range(TOPICS):
        items = (ITEM.format(topic=topic, number=each, difficulty=1 + each % 5) for each in range(ITEMS_EACH))
        (root / f"questions/t{topic}.yaml").write_text("".join(items))
    for path in root.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    cache = tmp_path_factory.mktemp("cache")
    begun = time.perf_counter()
    library = PackLibrary([root], cache)
    yield root, cache, library, time.perf_counter() - begun
    library.close()


def test_opening_an_unchanged_pack_costs_a_small_part_of_compiling_it(opened):
    """The best of a few openings takes less than a tenth of the first one."""
    root, cache, _, first = opened
    spans = []
    for _ in range(5):
        begun = time.perf_counter()
        PackLibrary([root], cache).close()
        spans.append(time.perf_counter() - begun)

    assert min(spans) < first / 10


def test_opening_and_listing_validate_no_item(opened, monkeypatch):
    """An item is validated when it is opened, and only that one."""
    root, cache, *_ = opened
    kinds = []
    real = catalog.adapter
    monkeypatch.setattr(catalog, "adapter", lambda kind: kinds.append(kind) or real(kind))

    library = PackLibrary([root], cache)
    count = len(library.listings())
    before = kinds.count("items")
    library.item(ItemId("big/i3-7"))
    library.close()

    assert (count, before, kinds.count("items")) == (TOPICS * ITEMS_EACH, 0, 1)


def test_a_listing_is_read_in_order_and_not_sorted(opened):
    """The first few come from an index, so their cost does not grow with the library."""
    _, _, library, _ = opened
    (pack,) = library._catalogs.values()

    plan = pack._index.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM item WHERE place IS NOT NULL AND difficulty BETWEEN 1 AND 5 "
        "ORDER BY place, difficulty, path, position LIMIT 20"
    )

    assert any("item_order" in row[3] for row in plan)
    assert not any("TEMP B-TREE" in row[3] for row in plan)


def test_many_items_are_left_out_at_once(opened):
    """`without` may name more ids than SQLite takes as parameters."""
    _, _, library, _ = opened
    every = [listing.id for listing in library.listings()]

    left = library.listings(without=[*every[:-3], *(f"other/{each}" for each in range(40_000))])

    assert [listing.id for listing in left] == every[-3:]


def test_the_roadmap_counts_what_the_listings_have(opened):
    """Counts are made once, and agree."""
    _, _, library, _ = opened

    assert [topic.items for topic in library.roadmap()] == [ITEMS_EACH] * TOPICS
    assert len(library.listings(topics=["big/t4"])) == ITEMS_EACH


@pytest.mark.parametrize(
    ("ask", "step"),
    [
        (lambda library: library.listing(ItemId("big/i3-7")), "SEARCH item USING INDEX item_id"),
        (lambda library: library.listings(only=[ItemId("big/i3-7")]), "SEARCH item USING INDEX item_id"),
        (lambda library: library.count(only=[ItemId("big/i3-7")]), "SEARCH item USING INDEX item_id"),
        (lambda library: library.listings(topics=["big/t4"], limit=5), "SEARCH item USING INDEX item_order (place=?)"),
        (lambda library: library.listings(kinds=["task"]), "SEARCH item USING INDEX item_kind (kind=? AND place>?)"),
        (
            lambda library: library.listings(topics=["big/t4", "big/t5"], kinds=["task"]),
            "SEARCH item USING INDEX item_kind (kind=? AND place=?)",
        ),
        (
            lambda library: library.listings(kinds=["choice", "short"], difficulty=(2, 3), limit=5),
            "SEARCH item USING INDEX item_order (place>?)",  # in order, and no further than the fifth
        ),
        (
            lambda library: library.listings(
                topics=["big/t4"], kinds=["choice", "short"], without=[ItemId("big/i4-1")]
            ),
            "SEARCH item USING INDEX item_order (place=?)",
        ),
    ],
)
def test_what_is_asked_for_is_looked_up(opened, monkeypatch, ask, step):
    """SQLite goes to the rows by an index, and sorts no more than the rows that were named."""
    _, _, library, _ = opened
    (pack,) = library._catalogs.values()
    asked = []
    real = pack._index.rows
    monkeypatch.setattr(pack._index, "rows", lambda sql, values=(): asked.append((sql, values)) or real(sql, values))

    ask(library)

    ((sql, values),) = asked
    plan = [row[3] for row in real(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any(each.startswith(step) for each in plan), plan
    assert "asked" in sql or not any("ORDER BY" in each for each in plan), plan


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"kinds": ["short"]},
        {"kinds": ["short", "choice"], "difficulty": (2, 4)},
        {"kinds": ["task"]},
        {"topics": ["big/t4", "big/t9"], "difficulty": (1, 1)},
        {"topics": ["big/none"]},
        {"without": [ItemId("big/i3-7")]},
        {"only": [ItemId("big/i3-7"), ItemId("big/gone")], "kinds": ["short"]},
    ],
    ids=str,
)
def test_a_count_is_that_of_the_listings(opened, monkeypatch, scope):
    """Whatever is asked for; and unless items are named, no item is looked at."""
    _, _, library, _ = opened
    (pack,) = library._catalogs.values()
    asked = []
    real = pack._index.rows

    expected = len(library.listings(**scope))
    monkeypatch.setattr(pack._index, "rows", lambda sql, values=(): asked.append(sql) or real(sql, values))
    counted = library.count(**scope)

    assert counted == expected
    assert all("FROM tally" in sql for sql in asked) or {"without", "only"} & scope.keys()
