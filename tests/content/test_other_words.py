"""Good answers in other words pass, and confident wrong ones do not: four spoken answers to every open question.

Where `test_open_answers` asks of each point whether it was credited, this asks what a learner asks: did I pass?
When the answers were written, before anything was changed for them, 53 % of the good ones passed and all of the wrong
ones failed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from quizapp.content.pack import load_pack
from quizapp.domain.card import PASS_SCORE
from quizapp.domain.grading import Said, grade
from quizapp.domain.items.said import Open

ROOT = Path(__file__).parents[2]
ANSWERS = yaml.safe_load(Path(__file__).with_name("other_words.yaml").read_text(encoding="utf-8"))
PASSING = 0.85
"""Of the good answers. The rest asks back instead of stating, or lists terms, or says too little."""


@cache
def items() -> dict[str, Open]:
    """The open items of the bundled pack."""
    return {record.model.id: record.model for record in load_pack(ROOT).items if isinstance(record.model, Open)}


def test_every_open_question_has_two_answers_of_each_sort():
    """A new question brings its four."""
    assert set(items()) == set(ANSWERS)
    assert {id_ for id_, said in ANSWERS.items() if [*map(len, said.values())] != [2, 2]} == set()


def test_good_answers_in_other_words_pass():
    """Six of seven, whatever words they choose."""
    good = [(items()[id_], text) for id_, said in ANSWERS.items() for text in said["good"]]

    passed = [text for item, text in good if grade(item, Said(text=text)).score >= PASS_SCORE]

    assert len(passed) >= PASSING * len(good)


@pytest.mark.parametrize("id_", sorted(ANSWERS))
def test_wrong_answers_do_not_pass(id_):
    """However confident they are."""
    item = items()[id_]

    passed = [text for text in ANSWERS[id_]["bad"] if grade(item, Said(text=text)).score >= PASS_SCORE]

    assert passed == []
