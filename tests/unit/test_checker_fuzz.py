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
