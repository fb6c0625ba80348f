"""Which model stands at a place of a document, and which fields an author may write there."""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from quizapp.domain.fields import Model
from quizapp.domain.request import METHODS
from quizapp.domain.steps.request import RequestStep


def expand(annotation: Any) -> list[Any]:
    """The plain types that an annotation allows: unions taken apart, metadata left off."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return expand(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [plain for part in get_args(annotation) for plain in expand(part)]
    return [annotation]


def is_model(annotation: Any) -> bool:
    """Whether this is one of the domain's models."""
    return isinstance(annotation, type) and issubclass(annotation, Model)


def tag(model: type[Model]) -> str | None:
    """The `kind` by which a union tells this model, if it has one."""
    field = model.model_fields.get("kind")
    if field is None or get_origin(field.annotation) is not Literal:
        return None
    return str(get_args(field.annotation)[0])


def _inside(annotation: Any, step: str | int) -> list[Any]:
    if is_model(annotation):
        for name, field in annotation.model_fields.items():
            if step in {name, field.alias}:
                return expand(field.annotation)
        return []
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list and isinstance(step, int):
        return expand(arguments[0])
    if origin is dict:
        return expand(arguments[1])
    return []


def models_at(annotation: Any, place: Iterable[str | int]) -> list[type[Model]]:
    """The models that may stand at a pydantic error's `loc`, whose steps may be the tags of unions as well."""
    current = expand(annotation)
    for step in place:
        named = [plain for plain in current if is_model(plain) and step in {plain.__name__, tag(plain)}]
        inner = named or [part for plain in current for part in _inside(plain, step)]
        if inner:
            current = inner
    return [plain for plain in current if is_model(plain)]


def needed_fields(models: Sequence[type[Model]]) -> list[str]:
    """The names that must be written, where there is one shape only; else none, for it is not known which is meant."""
    if len(models) != 1 or issubclass(models[0], RequestStep):
        return []
    return [field.alias or name for name, field in models[0].model_fields.items() if field.is_required()]


def written_fields(models: Sequence[type[Model]]) -> list[str]:
    """The names that an author may write in these models, in the order of declaration."""
    names: dict[str, None] = {}
    for model in models:
        for name, field in model.model_fields.items():
            if issubclass(model, RequestStep) and name in {"method", "path"}:
                names.update(dict.fromkeys(METHODS))
            else:
                names[field.alias or name] = None
    return list(names)
