"""Fingerprints change with what an item asks, and with nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizapp.content.pack import load_pack
from quizapp.domain.fingerprint import fingerprint
from quizapp.domain.task import Task

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "packs" / "sample"


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    """The sample's items and its task, by id."""
    return {name: record.model for name, record in load_pack(SAMPLE).ids}


def test_every_item_has_one_of_its_own(models: dict[str, Any]) -> None:
    """No two items ask the same."""
    prints = [fingerprint(model) for model in models.values()]

    assert len(set(prints)) == len(prints) == 5


def test_what_is_around_does_not_count(models: dict[str, Any]) -> None:
    """Explanation, time, difficulty, references, and how a text is wrapped."""
    for model in models.values():
        text = "brief" if isinstance(model, Task) else "stem"
        about = {"difficulty": 5, "refs": ["https://example.com"], text: getattr(model, text).replace(" ", "\n ")}
        about |= {"minutes": 99} if isinstance(model, Task) else {"explanation": "Otherwise.", "seconds": 99}

        assert fingerprint(model.model_copy(update=about)) == fingerprint(model)


def test_the_stem_counts(models: dict[str, Any]) -> None:
    """Another text asks something else."""
    for model in models.values():
        text = "brief" if isinstance(model, Task) else "stem"

        assert fingerprint(model.model_copy(update={text: "Another question?"})) != fingerprint(model)


def test_the_key_counts_and_distractors_do_not(models: dict[str, Any]) -> None:
    """What is right may not change unnoticed; what is wrong, and the order, may."""
    choice = next(model for model in models.values() if getattr(model, "kind", "") == "choice")
    other_key = [option.model_copy(update={"key": not option.key}) for option in choice.options]
    other_wrong = [
        option if option.key else option.model_copy(update={"text": "Something else"}) for option in choice.options
    ]

    assert fingerprint(choice.model_copy(update={"options": other_key})) != fingerprint(choice)
    assert fingerprint(choice.model_copy(update={"options": other_wrong})) == fingerprint(choice)
    assert fingerprint(choice.model_copy(update={"options": choice.options[::-1]})) == fingerprint(choice)
