"""JSON Schemas of the files of a pack, from the models, so that editors complete and check what authors write.

Pydantic describes a model after its validators have run. Authors write before: `{GET: /items}` and not method and path,
`450ms` and not 0.45, one edit and not a list of one. Each such shorthand is a before-validator, and is described here.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import textwrap
from collections.abc import Callable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

import quizapp.domain.task
from quizapp.content.folder import Kind
from quizapp.content.record import LISTS, adapter
from quizapp.domain.fields import Model
from quizapp.domain.request import METHODS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PARTS: dict[str, Kind] = {
    "pack": "manifest", "topics": "topics", "interviews": "interviews", "syllabus": "syllabus", "items": "items",
    "task": "task",
}  # fmt: skip
"""What `quizapp pack schema` prints, by the name of the part."""

_STATUS = {"type": "string", "pattern": "^[1-5]xx$"}
_CODE = {"type": "integer", "minimum": 100, "maximum": 599}


def _either(*others: JsonSchemaValue) -> Callable[[JsonSchemaValue], JsonSchemaValue]:
    return lambda plain: {"anyOf": [*others, plain]}


def _one_or_list(plain: JsonSchemaValue) -> JsonSchemaValue:
    return {"anyOf": [plain["items"], plain]}


def _folded_action(plain: JsonSchemaValue) -> JsonSchemaValue:
    """A request as it is written: the method is a key, and its value the path."""
    path = {
        "type": "string",
        "pattern": r"^(/([^/]|$)|\$\{)",
        "description": "The path on the learner's app, or a capture such as `${place}` that holds one.",
    }
    properties = {key: value for key, value in plain["properties"].items() if key not in {"method", "path"}}
    required = [name for name in plain.get("required", []) if name not in {"method", "path"}]
    return {
        **plain,
        "properties": {**dict.fromkeys(METHODS, path), **properties},
        "required": required,
        "oneOf": [{"required": [method]} for method in METHODS],
    }


SHORTHANDS: dict[str, Callable[[JsonSchemaValue], JsonSchemaValue]] = {
    "parse_duration": _either({"type": "string", "pattern": r"^\s*-?\d+(\.\d+)?\s*(ms|s|m)\s*$"}),
    "_as_expectation": _either(_CODE, _STATUS, {"type": "array", "items": {"anyOf": [_CODE, _STATUS]}}),
    "_as_text": _either({"type": "number"}),
    "_as_replacements": _one_or_list,
    "_as_list": _one_or_list,
    "_as_lines": _one_or_list,
    "_as_bare_request": lambda plain: plain,
    "_fold_action": _folded_action,
}
"""What each before-validator of the domain lets authors write, by its name."""


class _AsWritten(GenerateJsonSchema):
    """The schema of what authors write."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Describe the shorthand as well as what it stands for."""
        plain = self.generate_inner(schema["schema"])
        function = schema["function"]["function"]
        return SHORTHANDS[function.__name__](plain)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the base class names it
        """No titles: a field's name says as much."""
        return False


def schema_of(part: str) -> dict[str, Any]:
    """The JSON Schema of one part of a pack: pack, topics, interviews, syllabus, items or task."""
    kind = PARTS[part]
    schema = adapter(kind).json_schema(schema_generator=_AsWritten, mode="validation")
    definitions = schema.pop("$defs", {})
    docs = _field_docs()
    for name, definition in [*definitions.items(), (schema.get("title", ""), schema)]:
        for field, text in docs.get(name, {}).items():
            if field in definition.get("properties", {}):
                definition["properties"][field].setdefault("description", text)
    if kind in LISTS:
        schema = {"type": "array", "items": schema}
    return {"$schema": DIALECT, **schema, "title": f"quizapp {part}", "$defs": definitions}


def _field_docs() -> dict[str, dict[str, str]]:
    """By model and field as written: the string below the field in the source."""
    docs: dict[str, dict[str, str]] = {}
    waiting = list(Model.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith(quizapp.domain.task.__package__ or ""):
            aliases = {name: field.alias or name for name, field in model.model_fields.items()}
            # What a base says of a field holds for every model that has it from there.
            lines = [each for each in reversed(model.__mro__) if issubclass(each, Model) and each is not Model]
            below = {name: text for each in lines for name, text in _below_fields(each).items()}
            found = {aliases.get(name, name): text for name, text in below.items()}
            docs.setdefault(model.__name__, {}).update(found)
    return docs


@functools.cache
def _below_fields(model: type[Model]) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    except (OSError, SyntaxError):  # no source beside the byte code
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
