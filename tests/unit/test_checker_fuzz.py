"""Bodies made from a schema: the sample keeps every rule, each broken body breaks exactly one."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, ValidationError

from quizapp.checker.steps.fuzz import broken_bodies, sample


class Line(BaseModel):
    """A nested model."""

    sku: str = Field(min_length=3)
    quantity: int = Field(gt=0, le=10)


class Order(BaseModel):
    """One field of every kind that tasks use."""

    name: str = Field(min_length=2, max_length=5)
    price: float = Field(gt=0, lt=0.5)
    count: int = Field(ge=3)
    kind: Literal["a", "b"]
    key: UUID
    tags: list[str] = []
    note: str | None = None
    lines: list[Line] = Field(min_length=1)
    paid: bool


SCHEMA: dict[str, Any] = Order.model_json_schema(ref_template="#/components/schemas/{model}")
DOCUMENT = {"components": {"schemas": SCHEMA["$defs"]}}


def test_the_sample_keeps_every_rule() -> None:
    """What is broken afterwards is therefore the only thing that is wrong."""
    assert Order.model_validate(sample(SCHEMA, DOCUMENT))


@pytest.mark.parametrize(
    ("rule", "body"), list(broken_bodies(SCHEMA, DOCUMENT)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_body_breaks_one_rule(rule: str, body: Any) -> None:
    """The model refuses the body, and names the field that the rule speaks of and no other."""
    with pytest.raises(ValidationError) as refused:
        Order.model_validate(body)

    places = {error["loc"][:1] for error in refused.value.errors()}
    assert places == ({()} if rule.endswith("instead of an object") else {(rule.split(maxsplit=1)[0],)})


def test_a_schema_that_refers_to_itself_ends() -> None:
    """A document of traps cannot keep us busy."""
    looped = {"components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}}
    nested = {"type": "object", "properties": {"a": {"$ref": "#/n"}}, "required": ["a"]}

    assert list(broken_bodies({"$ref": "#/components/schemas/A"}, looped)) == []
    assert len(list(broken_bodies(nested, {"n": nested}))) < 20


def test_a_type_beside_null_is_that_type() -> None:
    """OpenAPI 3.1 may write both in one list: null is then no broken body, and another type is."""
    schema = {"type": "object", "properties": {"n": {"type": ["integer", "null"]}}, "required": ["n"]}

    assert sample(schema, {}) == {"n": 1}
    rules = [rule for rule, _ in broken_bodies(schema, {})]
    assert "n is null" not in rules
    assert {"n is missing", "n has another type", "n has decimals"} <= set(rules)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": [], "required": 5},
        {"type": {}, "properties": {"a": {"type": "array", "minItems": "x"}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "integer", "minimum": float("inf")}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "number", "maximum": 10**400}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"enum": [], "$ref": 7}}, "required": None},
    ],
)
def test_a_document_that_makes_no_sense_is_followed_as_far_as_it_goes(schema: dict[str, Any]) -> None:
    """The app writes it, so that nothing in it may be our own fault."""
    assert list(broken_bodies(schema, {}))


def test_a_schema_that_grows_without_end_is_cut_short() -> None:
    """Twenty fields that each have twenty of the same kind would be sixty million values."""
    wide = {"type": "object", "required": [f"f{n}" for n in range(20)]}
    wide["properties"] = {name: {"$ref": "#/wide"} for name in wide["required"]}

    assert 0 < len(str(sample(wide, {"wide": wide}))) < 300_000
