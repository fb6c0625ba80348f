"""Holds a document against a JSON Schema, by the jsonschema-rs library: linear patterns, nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn

from quizapp.checker.failure import PackFaultError
from quizapp.checker.matchers import MOST_MISMATCHES, Mismatch
from quizapp.checker.paths import joined
from quizapp.checker.wording import clip


def compare_schema(schema: dict[str, Any] | bool, document: Any) -> Iterator[Mismatch]:
    """Every place (at most 20) where the document does not fit, each with the schema library's own sentence.

    Raises:
        PackFaultError: the schema itself is none.
    """
    for error in islice(_validator(json.dumps(schema, sort_keys=True)).iter_errors(document), MOST_MISMATCHES):
        yield Mismatch(_path(error.instance_path), "schema", _rule(schema, error.schema_path), error.message)


@lru_cache(maxsize=64)
def _validator(schema: str) -> Any:
    import jsonschema_rs  # noqa: PLC0415 - a fifth of a second that only steps with a schema pay

    try:
        return jsonschema_rs.validator_for(
            json.loads(schema),
            retriever=_refuse,
            pattern_options=jsonschema_rs.RegexOptions(),
            validate_formats=True,
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise PackFaultError(f"schema: is no JSON Schema: {clip(reason, 300)}") from error


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} lies outside the schema, and nothing is fetched")


def _path(parts: list[str | int]) -> str:
    path = "$"
    for part in parts:
        path = f"{path}[{part}]" if isinstance(part, int) else joined(path, part)
    return path


def _rule(schema: Any, parts: list[str | int]) -> dict[str, Any]:
    """The keyword that does not hold, with what it says: `{required: [id]}`."""
    value = schema
    for part in parts:
        if isinstance(value, dict):
            value = value.get(str(part))
        else:
            value = value[int(part)] if isinstance(value, list) and int(part) < len(value) else None
    keyword = next((part for part in reversed(parts) if isinstance(part, str)), "false")
    return {keyword: value}
