"""Bodies made from the app's own OpenAPI schema, each of which breaks one rule: every one of them must be refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.handlers import fits
from quizapp.checker.steps.openapi import read_document
from quizapp.checker.values import fill_text
from quizapp.checker.wording import clip, shown
from quizapp.domain.steps.request import Fuzz, RequestStep

MAX_SCHEMA_DEPTH = 6
MAX_TEXT = 10_000
MAX_VALUES = 1000
"""Values that one sample is made of."""
_LARGEST = 10**300
"""Of a bound: twice of it is still a float."""

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
    operations = _part(document, "paths")
    template = path if path in operations else next((each for each in operations if fits(each, path)), "")
    content: Mapping[str, Any] = operations
    for name in (template, step.method.lower(), "requestBody", "content", "application/json"):
        content = _part(content, name)
    schema = content.get("schema")
    if not isinstance(schema, dict):
        raise StepFailedError(
            f"{step.method} {path} declares no JSON body in your OpenAPI document.",
            expected="a body described by a model",
            hint="Declare the body as a Pydantic model; FastAPI then documents it and checks it.",
        )
    return _resolved(schema, document)


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside another one; an empty one where the document has anything else."""
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}


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


def _kind(schema: Schema) -> str:
    """The type; of several the first that is not null."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return next((each for each in kinds if isinstance(each, str) and each != "null"), "")


def _number(schema: Schema, name: str) -> int | float | None:
    """A bound that the schema sets, if it is a number that there is."""
    bound = schema.get(name)
    return bound if isinstance(bound, int | float) and not isinstance(bound, bool) and abs(bound) < _LARGEST else None


def _required(schema: Schema) -> Sequence[Any]:
    required = schema.get("required")
    return required if isinstance(required, list) else []


def sample(schema: Schema, document: Mapping[str, Any]) -> Any:
    """A value that keeps the schema's rules, as far as they are known; a document of traps gets a small one."""
    return _sample(schema, document, 0, iter(range(MAX_VALUES)))


def _sample(schema: Schema, document: Mapping[str, Any], depth: int, left: Iterator[int]) -> Any:
    schema = _resolved(schema, document)
    for name in ("const", "default", "enum", "examples"):
        if name in schema and depth:
            value = schema[name]
            return value[0] if name in {"enum", "examples"} and isinstance(value, list) and value else value
    kind = _kind(schema)
    ends = depth > MAX_SCHEMA_DEPTH or next(left, None) is None
    if kind == "object" or "properties" in schema:
        parts = {} if ends else _part(schema, "properties")
        required = _required(schema)
        return {
            name: _sample(part, document, depth + 1, left)
            for name, part in parts.items()
            if name in required or depth == 0
        }
    if kind == "array":
        number = 0 if ends else int(min(max(_number(schema, "minItems") or 0, 0), 5))
        return [_sample(schema.get("items", {}), document, depth + 1, left) for _ in range(number)]
    if kind in {"integer", "number"}:
        return _sample_number(schema)
    return True if kind == "boolean" else _sample_text(schema)


def _sample_number(schema: Schema) -> int | float:
    is_whole = _kind(schema) == "integer"
    least, above = _number(schema, "minimum"), _number(schema, "exclusiveMinimum")
    low = above if least is None else least
    most, below = _number(schema, "maximum"), _number(schema, "exclusiveMaximum")
    high = below if most is None else most
    if low is not None:
        step = 1 if is_whole or high is None else (high - low) / 2
        value = low if above is None else low + step
        return int(value) if is_whole else value
    return 1 if high is None else int(high) - 1


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
        required = _required(schema)
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
    yield from _of_another_type(schema)
    for name, sign in (("minimum", -1), ("exclusiveMinimum", 0), ("maximum", 1), ("exclusiveMaximum", 0)):
        bound = _number(schema, name)
        if bound is not None:
            yield f"breaks {name}", bound + sign
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and least > 0:
        yield "is too short", "x" * min(least - 1, MAX_TEXT)
    if isinstance(most, int) and most < MAX_TEXT:
        yield "is too long", "x" * (most + 1)
    if isinstance(schema.get("enum"), list):
        yield "is none of the choices", "none of them"
    if (_number(schema, "minItems") or 0) > 0:
        yield "is an empty list", []


def _of_another_type(schema: Schema) -> Iterator[tuple[str, Any]]:
    written = schema.get("type")
    kinds = written if isinstance(written, list) else [written]
    wrong: dict[str, Any] = {"string": {}, "integer": "x", "number": "x", "boolean": "x", "array": "x", "object": "x"}
    kind = _kind(schema)
    if kind not in wrong:
        return
    if not schema.get("nullable") and "null" not in kinds:
        yield "is null", None
    if all(each in {kind, "null"} for each in kinds if isinstance(each, str)):
        yield "has another type", wrong[kind]
        if kind == "integer":
            yield "has decimals", 1.5


def _spread(cases: list[tuple[str, Any]], most: int) -> Iterator[tuple[str, Any]]:
    """At most that many, taken evenly from all of them."""
    if most <= 0:
        raise PackFaultError("a fuzz step needs at least one case")
    if len(cases) <= most:
        yield from cases
        return
    for index in range(most):
        yield cases[index * len(cases) // most]
