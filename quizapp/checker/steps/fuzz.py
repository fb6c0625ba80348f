"""Bodies made from the app's own OpenAPI schema, each of which breaks one rule: every one of them must be refused."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.steps.openapi import read_document
from quizapp.checker.values import fill_text
from quizapp.checker.wording import clip, shown
from quizapp.domain.steps.request import Fuzz, RequestStep

MAX_SCHEMA_DEPTH = 6
MAX_TEXT = 10_000

Schema = Mapping[str, Any]
RunOnce = Callable[..., Awaitable[None]]


async def run_fuzz(step: RequestStep, fuzz: Fuzz, context: CheckContext, run_once: RunOnce) -> None:
    """Send each broken body and judge the answer as the step says."""
    document = await read_document(context)
    schema = _body_schema(document, step, context)
    cases = list(_spread(list(broken_bodies(schema, document)), fuzz.cases))
    if not cases:
        raise StepFailedError(
            "The body of this operation has no rules that could be broken.",
            got=f"schema: {shown(dict(schema))}",
            expected="a body described by a model with typed fields",
        )
    for rule, body in cases:
        single = step.model_copy(update={"fuzz": None, "json_body": body})
        object.__setattr__(single, "__pydantic_fields_set__", step.model_fields_set | {"json_body"})
        await run_once(single, context, context.names, row=f"{rule}: {clip(shown(body), 160)}")


def _body_schema(document: dict[str, Any], step: RequestStep, context: CheckContext) -> Schema:
    path = fill_text(step.path, context.names).partition("?")[0]
    paths = document.get("paths")
    operations = paths if isinstance(paths, dict) else {}
    item: Any = operations.get(path) or next(
        (operations[each] for each in operations if _is_template_of(each, path)), {}
    )
    operation = item.get(step.method.lower(), {}) if isinstance(item, dict) else {}
    content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
    schema = content.get("application/json", {}).get("schema") if isinstance(content, dict) else None
    if not isinstance(schema, dict):
        raise StepFailedError(
            f"{step.method} {path} declares no JSON body in your OpenAPI document.",
            expected="a body described by a model",
            hint="Declare the body as a Pydantic model; FastAPI then documents it and checks it.",
        )
    return _resolved(schema, document)


def _is_template_of(template: str, path: str) -> bool:
    pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
    return re.fullmatch(pattern, path) is not None


def _resolved(schema: Any, document: Mapping[str, Any], depth: int = 0) -> Schema:
    """The schema behind `$ref`, within the document only; the first of `anyOf` that is not null."""
    if not isinstance(schema, Mapping) or depth > MAX_SCHEMA_DEPTH:
        return {}
    reference = schema.get("$ref")
    if isinstance(reference, str):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found.get(part) if isinstance(found, Mapping) else None
        return _resolved(found, document, depth + 1)
    for name in ("anyOf", "oneOf", "allOf"):
        choices = schema.get(name)
        if isinstance(choices, list):
            real = [choice for choice in choices if not (isinstance(choice, Mapping) and choice.get("type") == "null")]
            if real:
                return {**_resolved(real[0], document, depth + 1), "nullable": len(real) < len(choices)}
    return schema


def sample(schema: Schema, document: Mapping[str, Any], depth: int = 0) -> Any:
    """A value that keeps the schema's rules, as far as they are known."""
    schema = _resolved(schema, document)
    for name in ("const", "default", "enum", "examples"):
        if name in schema and depth:
            value = schema[name]
            return value[0] if name in {"enum", "examples"} and isinstance(value, list) and value else value
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        required = schema.get("required", [])
        parts = schema.get("properties", {})
        if depth > MAX_SCHEMA_DEPTH or not isinstance(parts, Mapping):
            return {}
        return {
            name: sample(part, document, depth + 1) for name, part in parts.items() if name in required or depth == 0
        }
    if kind == "array":
        number = min(int(schema.get("minItems", 0)), 5)
        return [sample(schema.get("items", {}), document, depth + 1) for _ in range(number)]
    if kind in {"integer", "number"}:
        return _sample_number(schema)
    if kind == "boolean":
        return True
    return _sample_text(schema)


def _sample_number(schema: Schema) -> int | float:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if isinstance(low, int | float):
        step = 1 if schema.get("type") == "integer" or not isinstance(high, int | float) else (high - low) / 2
        value = low + step if "exclusiveMinimum" in schema else low
        return int(value) if schema.get("type") == "integer" else value
    if isinstance(high, int | float):
        return int(high) - 1
    return 1


def _sample_text(schema: Schema) -> str:
    known = {
        "email": "ann@example.com",
        "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "date": "2024-05-17",
        "date-time": "2024-05-17T12:00:00Z",
        "uri": "https://example.com/",
    }
    text = known.get(str(schema.get("format")), "x")
    least = schema.get("minLength", 0)
    return text if not isinstance(least, int) or len(text) >= least else "x" * min(least, MAX_TEXT)


def broken_bodies(schema: Schema, document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Bodies that each break one rule, with the rule's name; wholly wrong bodies come last."""
    good = sample(schema, document)
    parts = schema.get("properties")
    if isinstance(parts, Mapping) and isinstance(good, dict):
        required = schema.get("required", [])
        for name, part in parts.items():
            if name in required:
                yield f"{name} is missing", {key: value for key, value in good.items() if key != name}
            for rule, value in broken_values(_resolved(part, document)):
                yield f"{name} {rule}", {**good, name: value}
        yield "a list instead of an object", []
        yield "null instead of an object", None
    else:
        for rule, value in broken_values(schema):
            yield f"the body {rule}", value


def broken_values(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Values that break one rule of a field each; only such that FastAPI refuses without `strict`."""
    kind = schema.get("type")
    if not schema.get("nullable") and kind in {"string", "integer", "number", "boolean", "array", "object"}:
        yield "is null", None
    wrong: dict[str, Any] = {"string": {}, "integer": "x", "number": "x", "boolean": "x", "array": "x", "object": "x"}
    if isinstance(kind, str) and kind in wrong:
        yield "has another type", wrong[kind]
    if kind == "integer":
        yield "has decimals", 1.5
    for name, sign in (("minimum", -1), ("exclusiveMinimum", 0), ("maximum", 1), ("exclusiveMaximum", 0)):
        bound = schema.get(name)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            yield f"breaks {name}", bound + sign
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and least > 0:
        yield "is too short", "x" * min(least - 1, MAX_TEXT)
    if isinstance(most, int) and most < MAX_TEXT:
        yield "is too long", "x" * (most + 1)
    if isinstance(schema.get("enum"), list):
        yield "is none of the choices", "none of them"
    if isinstance(schema.get("minItems"), int) and schema["minItems"] > 0:
        yield "is an empty list", []


def _spread(cases: list[tuple[str, Any]], most: int) -> Iterator[tuple[str, Any]]:
    """At most that many, taken evenly from all of them."""
    if most <= 0:
        raise PackFaultError("a fuzz step needs at least one case")
    if len(cases) <= most:
        yield from cases
        return
    for index in range(most):
        yield cases[index * len(cases) // most]
