"""`schema:` in a step: JSON Schema from a pack that nobody vouches for."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from quizapp.checker.failure import PackFaultError
from quizapp.checker.schemas import compare_schema
from quizapp.checker.telling import tell
from quizapp.domain.expectation import ExpectResponse
from quizapp.domain.schema import JsonSchema

ITEMS: dict[str, Any] = {
    "type": "array",
    "items": {"$ref": "#/$defs/item"},
    "$defs": {"item": {"required": ["id"], "properties": {"id": {"type": "integer"}, "pattern": {"type": "string"}}}},
}


def test_a_document_that_fits_has_no_mismatch() -> None:
    """A right document passes, references inside the schema followed."""
    actual = list(compare_schema(ITEMS, [{"id": 1}, {"id": 2, "more": True}]))

    assert actual == []


def test_each_place_that_does_not_fit_is_told() -> None:
    """Where, what, and the rule that it breaks."""
    actual = [tell(mismatch) for mismatch in compare_schema(ITEMS, [{"id": "x"}, {}])]

    assert [told.message for told in actual] == [
        '$[0].id does not fit the schema: "x" is not of type "integer".',
        '$[1] does not fit the schema: "id" is a required property.',
    ]


def test_the_rule_that_does_not_hold_is_what_was_expected() -> None:
    """The keyword with its value, at the place."""
    schema = {"properties": {"price": {"exclusiveMinimum": 0}}}

    actual = [tell(mismatch).expected for mismatch in compare_schema(schema, {"price": 0})]

    assert actual == ['$.price: {"exclusiveMinimum": 0}']


def test_at_most_twenty_places_are_told() -> None:
    """A body of a thousand wrong values is no page of a thousand lines."""
    actual = list(compare_schema({"items": {"type": "integer"}}, ["x"] * 1000))

    assert len(actual) == 20


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$ref": "https://evil.example/schema.json"}, "leads out of the schema"),
        ({"items": {"$ref": "file:///etc/passwd"}}, "leads out of the schema"),
        ({"allOf": [{"$dynamicRef": "other.json#x"}]}, "leads out of the schema"),
        ({"$id": "https://evil.example/", "$ref": "#x"}, "another address"),
        ({"properties": {"a": {"pattern": "(?=a)"}}}, "cannot be used"),
        ({"patternProperties": {"(a": {}}}, "cannot be used"),
    ],
)
def test_a_schema_that_reaches_outside_is_refused_when_the_pack_is_read(schema: Any, reason: str) -> None:
    """Addresses, other files and patterns that only a slow engine knows."""
    with pytest.raises(ValidationError, match=reason):
        TypeAdapter(ExpectResponse).validate_python({"schema": schema})


def test_a_schema_of_endless_depth_is_refused() -> None:
    """Forty levels are enough for anybody."""
    schema: dict[str, Any] = {}
    for _ in range(60):
        schema = {"not": schema}

    with pytest.raises(ValidationError, match="deeper than 40"):
        TypeAdapter[Any](JsonSchema).validate_python(schema)


def test_names_and_examples_are_no_keywords() -> None:
    """A property may be called $ref or pattern, and an example may hold anything."""
    schema = {"properties": {"$ref": {"type": "string"}, "pattern": {}}, "examples": [{"$ref": "https://x.example"}]}

    assert TypeAdapter[Any](JsonSchema).validate_python(schema) == schema


def test_what_is_no_schema_is_the_packs_fault() -> None:
    """A misspelt type is told of the pack, never counted against the learner."""
    with pytest.raises(PackFaultError, match="is no JSON Schema"):
        list(compare_schema({"type": "strng"}, 1))


def test_a_pattern_that_hangs_other_engines_ends_at_once() -> None:
    """The engine is linear, so the classic trap is just a text that does not match."""
    actual = list(compare_schema({"pattern": "^(a+)+$"}, "a" * 50_000 + "!"))

    assert [mismatch.path for mismatch in actual] == ["$"]


def test_a_schema_that_refers_to_itself_ends() -> None:
    """A loop of references is the pack's fault, or no rule at all; it is never a hang or a crash."""
    loop = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}

    try:
        actual = list(compare_schema(loop, {"a": 1}))
    except PackFaultError:
        actual = []

    assert actual == []
