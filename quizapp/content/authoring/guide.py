"""The authoring guide, made of the models' and the rules' own docstrings, so that it says what is so.

Around them stand two files beside this module: the tutorial, and an example of each kind of item. Tests lint both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import quizapp.content.rules  # noqa: F401 - fills the registry
from quizapp.content.rule import RULES
from quizapp.content.schema import schema_of
from quizapp.domain.items.any import KINDS

TUTORIAL = Path(__file__).with_name("tutorial.md")
EXAMPLES = Path(__file__).with_name("examples.yaml")
PARTS = {
    "tutorial": "From nothing to a published pack",
    "pack": "`questions/pack.yaml`: the manifest",
    "topics": "`questions/topics.yaml`: the roadmap",
    "items": "`questions/*.yaml`: items",
    "interviews": "`questions/interviews.yaml`: blueprints",
    "syllabus": "`questions/syllabus.yaml`: what is to be covered",
    "task": "`sandbox/<id>/task.yaml`: coding tasks",
    "rules": "What the lint says, and why",
}
"""The guide's chapters, in reading order."""
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_PATTERNS = {_SLUG: "id", "^[A-Z]{1,2}[0-9]{1,3}$": "row such as F012", r"^\d+\.\d+\.\d+$": "version such as 1.0.0"}
_PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}
_DEFINED = "#/$defs/"


def guide(part: str | None = None) -> str:
    """One chapter of the guide, or all of them, in Markdown."""
    chapters = [_chapter(name) for name in PARTS if part in {None, name}]
    head = [] if part else ["# Writing packs for quizapp\n\n" + _contents()]
    return "\n\n".join([*head, *chapters]).strip() + "\n"


def _contents() -> str:
    lines = [f"- {title} (`quizapp pack guide {name}`)" for name, title in PARTS.items()]
    return "\n".join(lines)


def _chapter(name: str) -> str:
    title = f"## {PARTS[name]}"
    if name == "tutorial":
        return f"{title}\n\n{TUTORIAL.read_text(encoding='utf-8').strip()}"
    if name == "rules":
        return f"{title}\n\n{_rules()}"
    schema = schema_of(name)
    definitions = schema.get("$defs", {})
    top = schema["items"] if schema.get("type") == "array" else schema
    parts = [title]
    if schema.get("type") == "array":
        parts.append("The file is a list: each entry begins with `- ` in the first column.")
    if name == "items":
        parts.append(_shared(definitions))
        parts += [_kind(kind, definitions) for kind in KINDS]
        shown = {_kind_model(kind) for kind in KINDS}
    else:
        parts.append(_model(top))
        shown = set()
    parts += [
        f"### {model}\n\n{_model(definitions[model])}"
        for model in _used(top, definitions)
        if model not in shown and not (name == "items" and model in _STEPS_SHOWN)
    ]
    return "\n\n".join(part for part in parts if part)


_STEPS_SHOWN: frozenset[str] = frozenset(schema_of("task")["$defs"]) - {"Task", "Mutant", "Needs", "Check"}
"""The check language stands once, in the chapter of coding tasks."""


def _used(top: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[str]:
    """The models that are reached, in the order of reading."""
    found: dict[str, None] = {}

    def visit(schema: Any) -> None:
        for name in re.findall(rf'"{re.escape(_DEFINED)}(\w+)"', json.dumps(schema)):
            if name not in found:
                found[name] = None
                visit(definitions[name])

    visit(top)
    return list(found)


def _kind_model(kind: str) -> str:
    return kind.capitalize()


def _shared(definitions: Mapping[str, Any]) -> str:
    """What every kind of item has."""
    fields = [set(definitions[_kind_model(kind)]["properties"]) for kind in KINDS]
    shared = set.intersection(*fields) - {"kind"}
    first = definitions[_kind_model(KINDS[0])]
    only = {name: field for name, field in first["properties"].items() if name in shared}
    proof = "A `proof` is written with the steps of coding tasks: `quizapp pack guide task` lists them."
    return f"Every item has these fields, and a `kind`:\n\n{_table(only, first.get('required', []))}\n\n{proof}"


def _kind(kind: str, definitions: Mapping[str, Any]) -> str:
    """A kind of item: what it is, its own fields, an example."""
    model = definitions[_kind_model(kind)]
    every = [set(definitions[_kind_model(other)]["properties"]) for other in KINDS]
    own = {name: field for name, field in model["properties"].items() if name not in set.intersection(*every)}
    table = _table(own, model.get("required", []))
    return f"### kind: {kind}\n\n{_prose(model)}\n\n{table}\n\n```yaml\n{examples()[kind].strip()}\n```"


def examples() -> dict[str, str]:
    """An example of each kind, as it is written."""
    parts = re.split(r"(?m)^(?=- id: )", EXAMPLES.read_text(encoding="utf-8"))
    found = {}
    for part in parts:
        kind = re.search(r"(?m)^  kind: (\w+)", part)
        if kind:
            found[kind[1]] = part
    return found


def _model(schema: Mapping[str, Any]) -> str:
    table = _table(schema.get("properties", {}), schema.get("required", []))
    return "\n\n".join(part for part in (_prose(schema), table) if part)


def _prose(schema: Mapping[str, Any]) -> str:
    return str(schema.get("description", "")).strip()


def _table(fields: Mapping[str, Any], required: list[str]) -> str:
    if not fields:
        return ""
    rows = [
        f"| `{name}` | {_cell(words(field))} | {_cell(_default(name, field, required))} | {_cell(_prose(field))} |"
        for name, field in fields.items()
    ]
    return "\n".join(["| field | value | if left out | meaning |", "| --- | --- | --- | --- |", *rows])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _default(name: str, field: Mapping[str, Any], required: list[str]) -> str:
    if name in required:
        return "**needed**"
    if field.get("default") in (None, [], {}):
        return ""
    return f"`{json.dumps(field['default'], ensure_ascii=False)}`"


def words(schema: Mapping[str, Any]) -> str:
    """What may stand there, in words."""
    return " or ".join(dict.fromkeys(word for word in _words(schema) if word != "null")) or "null"


def _words(schema: Mapping[str, Any]) -> Iterator[str]:
    options = [option for choice in ("anyOf", "oneOf", "allOf") for option in schema.get(choice, [])]
    if "$ref" in schema:
        yield f"[{schema['$ref'].removeprefix(_DEFINED)}]"
    elif "const" in schema or "enum" in schema:
        yield ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    elif "type" in schema:
        yield _typed(schema)
    for option in options if "type" not in schema else []:
        yield from _words(option)
    if not options and not schema.keys() & {"$ref", "const", "enum", "type"}:
        yield "anything"


def _typed(schema: Mapping[str, Any]) -> str:
    match schema["type"]:
        case "array":
            inner = words(schema["items"]) if "items" in schema else "two numbers: from, to"
            return f"list of {inner}{_bounds(schema, 'minItems', 'maxItems')}"
        case "object":
            inside = schema.get("additionalProperties") or next(
                iter(schema.get("patternProperties", {}).values()), None
            )
            return f"mapping to {words(inside)}" if isinstance(inside, dict) and inside else "mapping"
        case "string":
            return _PATTERNS.get(schema.get("pattern", ""), "text")
        case plain:
            return _PLAIN[plain] + _bounds(schema, "minimum", "maximum")


def _bounds(schema: Mapping[str, Any], low: str, high: str) -> str:
    least, most = schema.get(low), schema.get(high)
    if least is None and most is None:
        return ""
    if least is None:
        return f", at most {most}"
    return f", at least {least}" if most is None else f", {least} to {most}"


def _rules() -> str:
    head = "Errors keep a pack from being installed; warnings count as errors with `--strict`."
    found = [
        f"- **{code}** ({rule.severity}): " + " ".join(rule.explanation.split()) for code, rule in sorted(RULES.items())
    ]
    return "\n".join([head, "", *found])
