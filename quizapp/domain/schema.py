"""A JSON Schema inside a pack's data, and what makes it fit to be used on an untrusted pack's word.

Nothing is fetched and nothing may hang: references stay inside the schema, patterns are linear, depth is bounded.
Whether a document fits is decided in `checker.schemas`; drafts 4 to 2020-12, see https://json-schema.org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from quizapp.domain.matcher import MAX_DEPTH, compile_pattern

_REFERENCES = {"$ref", "$dynamicRef", "$recursiveRef"}
_NAMED_PARTS = {"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"}
_LITERALS = {"const", "enum", "default", "examples"}


def _check_schema(schema: dict[str, Any] | bool) -> dict[str, Any] | bool:
    for keyword, value in _keywords(schema):
        if keyword in _REFERENCES and not (isinstance(value, str) and value.startswith("#")):
            raise ValueError(f"{keyword} {value!r} leads out of the schema: write #/$defs/NAME, nothing is fetched")
        if keyword in {"$id", "id"}:
            raise ValueError(
                f"{keyword} gives the schema another address, from which nothing can be fetched: leave it out"
            )
        if keyword == "pattern" and isinstance(value, str):
            compile_pattern(value)
        if keyword == "patternProperties" and isinstance(value, Mapping):
            for pattern in value:
                compile_pattern(str(pattern))
    return schema


def _keywords(schema: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every keyword at every level; names of properties and literal values are no keywords."""
    if depth > MAX_DEPTH:
        raise ValueError(f"the schema is nested deeper than {MAX_DEPTH} levels")
    if isinstance(schema, Mapping):
        for keyword, value in schema.items():
            yield str(keyword), value
            if keyword in _LITERALS:
                continue
            parts = value.values() if keyword in _NAMED_PARTS and isinstance(value, Mapping) else [value]
            for part in parts:
                yield from _keywords(part, depth + 1)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from _keywords(part, depth + 1)


JsonSchema = Annotated[dict[str, Any] | bool, AfterValidator(_check_schema)]
"""A JSON Schema that needs nothing from outside."""
