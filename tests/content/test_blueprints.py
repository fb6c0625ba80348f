"""The bundled interviews: every phase has one, and their minutes fit what they draw."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from quizapp.content.pack import LoadedPack, load_pack
from quizapp.domain.pack import Section

ROOT = Path(__file__).parents[2]
PACE = (1.0, 2.0)
"""Minutes of a section, in those that a prepared candidate needs for its questions and tasks on average."""


@pytest.fixture(scope="module")
def pack() -> LoadedPack:
    """The repository's own pack."""
    return load_pack(ROOT)


def topics_of(sections: list[Section]) -> set[str]:
    """Every topic that these sections draw from."""
    return {topic for section in sections for topic in section.topics}


def test_every_phase_has_an_interview(pack):
    """Over all its topics and no others, so that one can be taken when a phase is done."""
    drawn = [topics_of(record.model.sections) for record in pack.blueprints]

    lacking = [record.model.phase for record in pack.phases if {topic.id for topic in record.model.topics} not in drawn]

    assert lacking == []


def test_the_minutes_of_a_section_fit_its_questions(pack):
    """Neither a rush nor a wait: at the pace of a prepared candidate, with as much again in hand at most."""
    items = [record.model for record in pack.items]
    odd = []
    for record in pack.blueprints:
        for section in record.model.sections:
            if section.tasks is not None:
                continue
            pool = [
                item.seconds
                for item in items
                if (not section.topics or item.topic in section.topics)
                and (not section.kinds or item.kind in section.kinds)
                and section.difficulty[0] <= item.difficulty <= section.difficulty[1]
            ]
            pace = section.minutes * 60 / (section.items * fmean(pool))
            if not PACE[0] <= pace <= PACE[1]:
                odd.append(f"{record.model.id}, {section.title}: {pace:.2f}")

    assert odd == []


def test_what_nobody_should_go_without_is_a_choice(pack):
    """A mark on everything would mark nothing."""
    critical = [record.model for record in pack.items if record.model.critical]
    topics = {record.topic.id for record in pack.topics}

    assert 0.1 <= len(critical) / len(pack.items) <= 0.3
    assert len({item.topic for item in critical}) >= 0.7 * len(topics)
