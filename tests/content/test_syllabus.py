"""The bundled pack keeps what its syllabus promises, in breadth, in proof and in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.content.coverage import Coverage, coverage
from quizapp.content.pack import LoadedPack, load_pack

ROOT = Path(__file__).parents[2]
LANGUAGES = {"en", "zh-Hans"}
MIN_PROOFS = 200
MAX_SHARE = 0.45
"""Of the items of one kind: practice that is all of one kind trains the kind."""


@pytest.fixture(scope="module")
def pack() -> LoadedPack:
    """The repository's own pack."""
    return load_pack(ROOT)


@pytest.fixture(scope="module")
def found(pack) -> Coverage:
    """The pack measured against its syllabus."""
    return coverage(pack)


def test_every_row_is_covered(found):
    """As `quizapp pack coverage .` says."""
    assert [f"{row.row.id}: {row.lacks}" for row in found.missing] == []


def test_most_claims_are_shown_by_running(found):
    """Frameworks change; what is run by `pack verify` is found out first."""
    assert found.proofs >= MIN_PROOFS


def test_no_kind_of_item_outweighs_the_others(found):
    """Picking among options is one kind of knowing."""
    items = {kind: count for kind, count in found.kinds.items() if kind != "task"}

    assert max(items.values()) <= MAX_SHARE * sum(items.values())


def test_every_topic_has_easy_and_hard_items(found):
    """Who is new to a topic can begin, and who knows it is still asked something."""
    lacking = [
        (topic.topic, topic.difficulty)
        for topic in found.topics
        if topic.difficulty is None or topic.difficulty[0] > 2 or topic.difficulty[1] < 4
    ]

    assert lacking == []


def test_notes_and_terms_are_in_both_languages(pack):
    """A learner who reads Chinese gets the note and the glossary in it."""
    topics = [record.topic for record in pack.topics]

    notes = [topic.id for topic in topics if set(topic.notes) != LANGUAGES]
    terms = [term.term for topic in topics for term in topic.glossary if {"en", *term.translations} != LANGUAGES]

    assert (notes, terms) == ([], [])


def test_every_topic_has_terms(found):
    """There is no topic without a word that a newcomer would look up."""
    assert [topic.topic for topic in found.topics if not topic.terms] == []
