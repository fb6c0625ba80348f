"""Items refuse what could not be asked or not be graded, and say why."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from quizapp.domain.items.any import KINDS, Item
from quizapp.domain.items.identity import ItemId, item_id

HEAD = {"id": "x", "topic": "t", "difficulty": 1, "seconds": 10, "stem": "Which?", "explanation": "Because."}
KEY = {"text": "a", "key": True, "why": "w"}
DISTRACTOR = {"text": "b", "why": "w"}
PAIRS = [{"left": "a", "right": "1", "why": "w"}, {"left": "b", "right": "2", "why": "w"}]
ASK = {"say": "s", "of": "status", "answer": 200}
POINT = {"id": "a", "say": "s", "any_of": ["blocks the loop"], "missing": "m"}
FLAG = {"id": "f", "say": "s", "any_of": ["never waits"]}
SOUND = {
    "choice": {"options": [KEY, DISTRACTOR]},
    "short": {"accept": ["a"]},
    "cloze": {"code": "x = {{one}}", "blanks": {"one": {"accept": ["1"], "why": "w"}}},
    "order": {"lines": ["a", "b", "c"]},
    "match": {"pairs": PAIRS},
    "predict": {"app": "a", "request": {"GET": "/"}, "asks": [ASK]},
    "spot": {"code": "a\nb\n", "lines": 2, "options": [KEY, DISTRACTOR]},
    "open": {"points": [POINT, {**POINT, "id": "b"}], "red_flags": [FLAG], "model_answer": "m"},
}
ADAPTER = TypeAdapter(Item)


def item(kind, **changed):
    """A sound item of a kind with some fields changed."""
    return ADAPTER.validate_python({**HEAD, "kind": kind, **SOUND[kind], **changed})


def test_every_kind_has_a_sound_item():
    """The list of kinds and the models agree."""
    assert [item(kind).kind for kind in KINDS] == list(KINDS)


@pytest.mark.parametrize(
    ("kind", "changed", "reason"),
    [
        ("choice", {"options": [DISTRACTOR, DISTRACTOR]}, "no option is the key"),
        ("choice", {"options": [KEY, KEY]}, "every option is a key"),
        ("choice", {"options": [KEY, KEY, DISTRACTOR]}, "more than one option is a key"),
        ("choice", {"options": [KEY]}, "at least 2"),
        ("choice", {"options": [KEY, {"text": "b"}]}, "Field required"),
        ("choice", {"stem": " \n"}, "this text is empty"),
        ("choice", {"stem": "\x1b[31mred"}, "control character"),
        ("short", {"accept": []}, "at least 1"),
        ("short", {"accept": [{"pattern": "(?=x)", "example": "x"}]}, "cannot be used"),
        ("short", {"accept": [{"number": float("inf")}]}, "finite"),
        ("short", {"accept": [{"number": 1, "tolerance": -1}]}, "greater than or equal to 0"),
        ("cloze", {"code": "x = {{one}} + {{one}}"}, "stands twice"),
        ("cloze", {"code": "x = {{two}}"}, "differ: one, two"),
        ("order", {"lines": ["a", "b", "a"]}, "two lines look the same"),
        ("order", {"lines": ["a", "b", "c"], "extra": ["b  "]}, "two lines look the same"),
        ("match", {"pairs": [PAIRS[0], {**PAIRS[1], "left": "a"}]}, "two left sides are the same"),
        ("match", {"extra": ["1"]}, "also the right side of a pair"),
        ("match", {"extra": ["3", "3"]}, "two extra right sides are the same"),
        ("predict", {"asks": [{**ASK, "choices": [201, 404]}]}, "not among the choices"),
        ("predict", {"asks": [{**ASK, "answer": 1, "choices": [True, 2]}]}, "not among the choices"),
        ("predict", {"asks": [{**ASK, "answer": "", "choices": ["", "a"]}]}, "looks like no answer"),
        ("predict", {"asks": [{**ASK, "of": "headers"}]}, "no part of an answer"),
        ("predict", {"request": {"GET": "https://a.example/"}}, "must be a path"),
        ("open", {"points": []}, "at least 1"),
        ("open", {"points": [POINT, POINT]}, "same id"),
        ("open", {"red_flags": [{**FLAG, "id": "b"}]}, "same id"),
        ("open", {"follow_ups": [{"ask": "Why?", "when_missing": "c"}]}, "waits for c, which is no point"),
        ("open", {"points": [{**POINT, "any_of": ["it is the"]}, {**POINT, "id": "b"}]}, "only small words"),
        ("open", {"points": [{**POINT, "any_of": ["loop|it"]}, {**POINT, "id": "b"}]}, "leave it out"),
        ("open", {"points": [{**POINT, "any_of": []}, {**POINT, "id": "b"}]}, "at least 1"),
        ("open", {"points": [{**POINT, "weight": 0}, {**POINT, "id": "b"}]}, "greater than 0"),
        ("open", {"red_flags": [{**FLAG, "penalty": 2}]}, "less than or equal to 1"),
        ("spot", {"lines": [3]}, "line 3 is asked for, the code has 2"),
        ("spot", {"lines": []}, "at least 1"),
        ("spot", {"lines": 0}, "greater than or equal to 1"),
        ("spot", {"options": [KEY, KEY, DISTRACTOR]}, "more than one option is a key"),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused(kind, changed, reason):
    """The reason names what is wrong."""
    with pytest.raises(ValidationError) as caught:
        item(kind, **changed)

    assert reason in str(caught.value)


def test_several_keys_are_right_where_several_may_be_picked():
    """`multiple: true` lets more than one option be a key."""
    assert item("choice", options=[KEY, KEY, DISTRACTOR], multiple=True).multiple


def test_a_number_among_accepted_texts_is_text():
    """`accept: [422]` accepts what a learner types."""
    assert item("short", accept=[422, 1.5]).accept == ["422", "1.5"]


def test_equal_right_sides_are_one_choice():
    """Two left sides may go with the same right side."""
    same = item("match", pairs=[PAIRS[0], {**PAIRS[1], "right": "1"}], extra=["3"])

    assert same.rights == ["1", "3"]


def test_a_predicted_request_needs_no_expectation():
    """What comes back is asked of the learner."""
    request = item("predict").request

    assert (request.method, request.path) == ("GET", "/")


def test_a_full_id_names_pack_and_item():
    """Ids are unique in the library."""
    assert item_id("fastapi", "body-422") == ItemId("fastapi/body-422")
