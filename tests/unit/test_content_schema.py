"""The JSON Schemas describe what authors write, not what validators make of it."""

from __future__ import annotations

import inspect
from pathlib import Path

import jsonschema
import pytest

import quizapp.domain.task  # noqa: F401 - loads every model
from quizapp.content.document import parse
from quizapp.content.folder import scan
from quizapp.content.record import adapter
from quizapp.content.schema import PARTS, SHORTHANDS, schema_of
from quizapp.content.validation import PATTERN_HINTS
from quizapp.domain.fields import Model

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "packs" / "sample"
PART_OF = {kind: part for part, kind in PARTS.items()}
POINT = {"id": "a", "say": "s", "any_of": ["waits", 40, {"pattern": "a", "example": "a"}], "missing": "m"}
ITEM = {"id": "x", "topic": "t", "difficulty": 1, "seconds": 1, "stem": "s", "explanation": "e"}


def holds(part, value):
    """Whether a value is valid by the schema of a part."""
    return jsonschema.Draft202012Validator(schema_of(part)).is_valid(value)


def with_step(step):
    """A file of one item whose proof has one step."""
    return [{**ITEM, "kind": "short", "accept": ["a"], "proof": {"app": "a", "steps": [step]}}]


@pytest.mark.parametrize("part", sorted(PARTS))
def test_each_schema_is_a_valid_schema(part):
    """The schema itself follows its dialect."""
    jsonschema.Draft202012Validator.check_schema(schema_of(part))


@pytest.mark.parametrize("root", [SAMPLE, pytest.param(ROOT, marks=pytest.mark.slow)], ids=["sample", "bundled"])
def test_sound_packs_are_valid_by_their_schemas(root):
    """What the models accept, the schemas accept: every file of the sample and of the bundled pack."""
    validators = {part: jsonschema.Draft202012Validator(schema_of(part)) for part in PARTS}
    files, _ = scan(root)

    faults = [
        f"{file.path}: {list(fault.absolute_path)} {fault.message[:200]}"
        for file in files
        for fault in validators[PART_OF[file.kind]].iter_errors(parse((root / file.path).read_bytes(), "f").value)
    ]

    assert faults == []


@pytest.mark.parametrize(
    "step",
    [
        {"GET": "/items", "expect": 200},
        {"GET": "/items", "expect": "2xx"},
        {"GET": "${place}", "expect": 200},
        {"GET": "/items", "expect": [200, "3xx"]},
        {"POST": "/items", "json": {"a": 1}, "expect": {"status": 201, "json": {"id": "$int"}}},
        {"GET": "/job", "until": {"json": {"done": True}}, "within": "2s"},
        {"wait": "450ms"},
        {"wait": 0.5},
        {"preflight": "/x", "from": "https://a.example", "expect": {"allowed": True}},
        {"pytest": "tests", "mutants": [{"id": "m", "edit": {"m.py": {"replace": "a", "by": "b"}}}], "expect": {}},
        {"pytest": "tests", "mutants": [{"id": "m", "edit": {"m.py": [{"replace": "a", "by": "b"}]}}], "expect": {}},
        {"app": "start", "overrides": {"app.deps:f": {"return": 1}}},
        {"GET": "/a", "repeat": 3, "expect": {"statuses": {"200": 3}}},
    ],
)
def test_steps_are_valid_as_they_are_written(step):
    """The folded form is pydantic's own business."""
    assert holds("items", with_step(step))


@pytest.mark.parametrize(
    "step",
    [
        {"method": "GET", "path": "/items", "expect": 200},
        {"GET": "/items", "POST": "/items", "expect": 200},
        {"GET": "items", "expect": 200},
        {"GET": "//evil.example", "expect": 200},
        {"GET": "/items", "expect": 99},
        {"GET": "/items", "expact": 200},
        {"GET": "/items", "json_body": {}, "expect": 200},
        {"wait": "soon"},
        {"expect": 200},
        {"nonsense": 1},
    ],
)
def test_steps_that_are_wrong_are_invalid(step):
    """An editor underlines what the loader would refuse."""
    assert not holds("items", with_step(step))


@pytest.mark.parametrize(
    ("fields", "valid"),
    [
        ({"kind": "short", "accept": [422, "x", {"number": 1}, {"pattern": "a", "example": "a"}]}, True),
        ({"kind": "short", "accept": []}, False),
        ({"kind": "riddle"}, False),
        ({"kind": "open", "points": [POINT, {**POINT, "id": "b"}], "model_answer": "m"}, True),
        ({"kind": "open", "points": [{**POINT, "any_of": []}, {**POINT, "id": "b"}], "model_answer": "m"}, False),
        ({"kind": "open", "points": [POINT, {**POINT, "id": "b"}]}, False),
        ({"kind": "spot", "code": "a", "lines": 1, "options": [{"text": "a", "why": "b"}] * 2}, True),
        ({"kind": "spot", "code": "a", "lines": [1], "options": [{"text": "a", "why": "b"}] * 2}, True),
        ({"kind": "spot", "code": "a", "lines": "1", "options": [{"text": "a", "why": "b"}] * 2}, False),
        (
            {
                "kind": "predict",
                "app": "a",
                "request": {"GET": "/"},
                "asks": [{"say": "s", "of": "status", "answer": 1}],
            },
            True,
        ),
    ],
)
def test_items_are_valid_as_they_are_written(fields, valid):
    """Shorthands of items are described as well."""
    assert holds("items", [{**ITEM, **fields}]) == valid


def test_fields_carry_the_strings_below_them():
    """An editor shows on hover what the model's author wrote below a field."""
    schema = schema_of("items")

    assert schema["$defs"]["Option"]["properties"]["why"]["description"].startswith("The rationale")
    assert schema["$defs"]["RequestStep"]["properties"]["with"]["description"].startswith("A table")
    assert schema_of("pack")["properties"]["aliases"]["description"].startswith("Old id to new id")


def test_every_shorthand_of_the_domain_is_described():
    """A new before-validator without a description here would let schema and loader part ways."""
    written = set()
    waiting = list(Model.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith("quizapp.domain."):
            source = inspect.getsource(inspect.getmodule(model))
            written |= {
                line.split("BeforeValidator(")[1].split(")")[0]
                for line in source.splitlines()
                if "BeforeValidator(" in line
            }

    assert written <= set(SHORTHANDS)
    assert len(written) >= 6


def test_every_pattern_of_the_domain_has_a_hint_in_words():
    """An author reads what to write, and no regular expression."""
    patterns = set()
    waiting = [adapter(kind).json_schema() for kind in PARTS.values()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            patterns |= {part["pattern"]} if isinstance(part.get("pattern"), str) else set()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part

    assert len(patterns) > 5
    assert patterns <= set(PATTERN_HINTS)
