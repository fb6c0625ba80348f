"""From a document to a model, with every fault of pydantic's told at the very line that it means."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from quizapp.content.diagnostic import Diagnostic
from quizapp.content.mark import Mark
from quizapp.content.shape import models_at, needed_fields, written_fields
from quizapp.domain.fields import Model
from quizapp.domain.request import METHODS

PATTERN_HINTS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Write lower-case words joined by hyphens, such as body-422.",
    r"^[A-Z]{1,2}[0-9]{1,3}$": "Write a row of the coverage table, such as F012.",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "Write a name of letters, digits and underscores.",
    r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$": "Write module.path:name, such as app.deps:get_db.",
    r"^\d+\.\d+\.\d+$": "Write three numbers, such as 1.0.0.",
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "Write a language tag, such as en or zh-Hans.",
    r"^[1-5]xx$": "Write a status code, such as 201, or 2xx for the whole class.",
    r"^\d+ ?(B|kB|KiB|MB|MiB)$": "Write a size, such as 2 kB.",
}
_TYPE_WORDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "none_required": "null",
}
_WHOLE_TYPE = frozenset(name for name in _TYPE_WORDS if name.endswith("_type")) | {"none_required"}
_QUOTE_HINT = 'Text that YAML reads as something else (true, null, 12, {x}, [x]) needs quotes: "...".'
_ADVICE = ("write ", "mark ", "give ", "only ", "at least ")
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}

MAX_FAULTS = 300
"""Of one record; who has mended these sees the next."""
_Error = Mapping[str, Any]
T = TypeVar("T")


class _Fault:
    """A pydantic error with what is left of its `loc` on the way down through the marks."""

    __slots__ = ("error", "mark", "parent", "rest")

    def __init__(self, error: _Error, rest: tuple[str | int, ...], mark: Mark, parent: Mark | None = None) -> None:
        self.error = error
        self.rest = rest
        self.mark = mark
        self.parent = parent


def validate(
    adapter: TypeAdapter[T], value: Any, mark: Mark, *, file: str, shape: Any
) -> tuple[T | None, list[Diagnostic]]:
    """The model, or None and why not. `shape` is the adapter's annotation, by which fields are named in hints."""
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)[:MAX_FAULTS]
        faults = _narrow([_Fault(part, part["loc"], mark) for part in errors])
        return None, [_told(fault, file, shape) for fault in faults]


def _narrow(faults: list[_Fault]) -> list[_Fault]:
    """Follow each error to its value; where a union tried several branches keep the one that was meant."""
    settled: list[_Fault] = []
    inside: dict[str | int, list[_Fault]] = {}
    branches: dict[str | int, list[_Fault]] = {}
    for fault in faults:
        if not fault.rest or (len(fault.rest) == 1 and _ends_at_field(fault)):
            settled.append(fault)
            continue
        step, rest = fault.rest[0], fault.rest[1:]
        part = fault.mark.part(step)
        if part is not None:
            inside.setdefault(step, []).append(_Fault(fault.error, rest, part, fault.mark))
        else:
            branches.setdefault(step, []).append(_Fault(fault.error, rest, fault.mark, fault.parent))
    for group in inside.values():
        settled += _narrow(group)
    return settled + _choose(branches)


def _ends_at_field(fault: _Fault) -> bool:
    step = fault.rest[0]
    if fault.error["type"] == "extra_forbidden":
        return True
    return (
        fault.error["type"] == "missing"
        or step == "[key]"
        or (step in {"method", "path"} and _action(fault.mark) is not None)
    )


def _action(mark: Mark) -> str | None:
    return next((method for method in METHODS if method in mark.keys), None)


def _choose(branches: dict[str | int, list[_Fault]]) -> list[_Fault]:
    if len(branches) < 2:
        return [fault for group in branches.values() for fault in _narrow(group)]
    meant = [
        group
        for group in branches.values()
        if not any(not fault.rest and fault.error["type"] in _WHOLE_TYPE for fault in group)
    ]
    if meant:
        return _narrow(min(meant, key=len))
    every = [fault for group in branches.values() for fault in group if not fault.rest]
    first = every[0]
    words = list(
        dict.fromkeys(_TYPE_WORDS[fault.error["type"]] for fault in every if fault.error["type"] in _TYPE_WORDS)
    )
    message = f"this must be {' or '.join(words)}, not {_named(first.error.get('input'))}"
    return [_Fault({**first.error, "type": "several_types", "msg": message}, (), first.mark, first.parent)]


def _named(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {str(value)[:20]}"
        case str():
            return f"the text {value[:40]!r}"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"


def _told(fault: _Fault, file: str, shape: Any) -> Diagnostic:
    error, kind = fault.error, fault.error["type"]
    line, column = fault.mark.line, fault.mark.column
    field = str(fault.rest[0]) if fault.rest else ""
    models = models_at(shape, error["loc"][:-1] if kind in {"missing", "extra_forbidden"} else error["loc"])
    if kind == "extra_forbidden" and field in fault.mark.keys:
        line, column = fault.mark.keys[field]
    elif field == "[key]" and fault.parent is not None:
        line, column = next((place for place in fault.parent.keys.values() if place[0] == line), (line, column))
    elif field in {"method", "path"} and (action := _action(fault.mark)) is not None:
        written = fault.mark.part(action)
        line, column = (written.line, written.column) if written else (line, column)
    code, message, hint = _words(error, field, models)
    return Diagnostic(file=file, line=line, column=column, code=code, message=message, hint=hint)


def _words(error: _Error, field: str, models: Sequence[type[Model]]) -> tuple[str, str, str]:
    """Code, message and hint: first of what is there or not, then of the value."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "missing" if isinstance(error["loc"][-1], int):
            return "wrong-length", "this list is too short", "Write the missing entry."
        case "missing":
            return "missing-field", f"`{field}` is missing", f"Add `{field}: ...` here."
        case "extra_forbidden":
            return "unknown-field", f"`{field}` is no field here", _known(field, written_fields(models))
        case "union_tag_not_found":
            return "missing-field", "`kind` is missing", "Add `kind: choice`, or another kind."
        case "union_tag_invalid":
            return "unknown-kind", f"{context['tag']!r} is no kind of item", f"Write one of {context['expected_tags']}."
        case "step_action":
            actions = error["msg"].partition(": ")[2]
            return "unknown-step", "a step has exactly one action", f"Write one of {actions}."
        case "value_error":
            return "invalid-value", *_advice(str(context["error"]))
        case "several_types":
            return "wrong-type", error["msg"], _QUOTE_HINT
        case _:
            code, message, hint = _value_words(kind, context, _named(error.get("input")), error["msg"])
            return code, message, _pattern(error, models) or hint


def _pattern(error: _Error, models: Sequence[type[Model]]) -> str:
    """What to write where a mapping or a list belongs, if it can be told."""
    given = error.get("input")
    match error["type"]:
        case "model_type" | "model_attributes_type" if names := needed_fields(models):
            return f"Write {{{', '.join(f'{name}: ...' for name in names)}}}."
        case "list_type" if isinstance(given, int | float):
            return f"Write [{given}]."
        case _:
            return ""


def _value_words(kind: str, context: Mapping[str, Any], given: str, message: str) -> tuple[str, str, str]:
    """Code, message and hint about a value of the wrong type, form, size or length."""
    match kind:
        case "string_pattern_mismatch":
            hint = PATTERN_HINTS.get(context["pattern"], f"It must match {context['pattern']}.")
            return "invalid-value", f"{given} cannot stand here", hint
        case "literal_error":
            return "invalid-value", f"{given} cannot stand here", f"Write one of {context['expected']}."
        case _ if kind in _TYPE_WORDS:
            words = _TYPE_WORDS[kind]
            hint = _QUOTE_HINT if words == "text" else f"Write {words}."
            return "wrong-type", f"this must be {words}, not {given}", hint
        case _ if kind in _LIMITS:
            name, words = _LIMITS[kind]
            return "out-of-range", f"{given} is out of range", f"It must be {words} {context[name]:g}."
        case "too_short" | "string_too_short":
            return "wrong-length", "this is too short", f"Write at least {context['min_length']}."
        case "too_long" | "string_too_long":
            return "wrong-length", "this is too long", f"Write at most {context['max_length']}."
        case _:
            return "invalid-value", message, "Mend this value."


def _advice(text: str) -> tuple[str, str]:
    """What a validator of the domain says, and what it says to do when it does."""
    message, _, rest = text.partition(": ")
    if rest.startswith(_ADVICE):
        return message, rest[:1].upper() + rest[1:] + "."
    return text, "Mend this value."


def _known(field: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(field, known, n=1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(known)}." if known else "Delete it."
