"""The words of the matcher language, and the rules by which a pack may use them.

A matcher is plain data inside `expect`: a value stands for itself, `$int` for any integer, `{$gt: 3}` for a comparison.
Whether a value satisfies a matcher is decided in `checker.matchers`; here is only what may be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import SchemaError, SchemaValidator, core_schema

WORDS = frozenset(
    [
        "$int",
        "$float",
        "$number",
        "$str",
        "$bool",
        "$null",
        "$list",
        "$object",
        "$any",
        "$uuid",
        "$jwt",
        "$date",
        "$absent",
        "$present",
    ]
)
"""Matchers that stand alone, written as a string."""

OPERATORS = frozenset(
    [
        "$eq",
        "$ne",
        "$gt",
        "$ge",
        "$lt",
        "$le",
        "$between",
        "$in",
        "$not",
        "$match",
        "$starts",
        "$ends",
        "$contains",
        "$len",
        "$each",
        "$unordered",
        "$exact",
        "$number",
        "$any_of",
    ]
)
"""Matchers that take an argument, written as an object whose keys all start with `$`."""

MAX_DEPTH = 40
_PATH = re.compile(r"""\$(\.[A-Za-z_][\w-]*|\.\*|\[-?\d+\]|\[\*\]|\['[^']*'\]|\["[^"]*"\])*""")


def compile_pattern(pattern: str) -> SchemaValidator:
    """A linear-time regular expression (pydantic-core's Rust engine); ValueError says what is wrong with it."""
    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise ValueError(
            f"pattern {pattern!r} cannot be used: {reason}; look-around and backreferences are not known"
        ) from error


def _check_pattern(pattern: str) -> str:
    compile_pattern(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_check_pattern)]
"""A pattern in Rust's regex syntax: searched, not anchored; linear time whatever the input."""


def _check_path(path: str) -> str:
    if not _PATH.fullmatch(path):
        raise ValueError(f"{path!r} is no path: write $.key, $['key'], $[0], $[-1] or $[*], one after another")
    return path


JsonPath = Annotated[str, AfterValidator(_check_path)]
"""A path into a JSON document: a strict subset of RFC 9535."""


def is_operator(value: Any) -> bool:
    """Whether an object is a matcher rather than an object to compare with; `${name}` is a key like any other."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(key, str) and key.startswith("$") and not key.startswith("${") for key in value)
    )


def check_matcher(value: Any, *, depth: int = 0) -> Any:
    """The value itself, or ValueError for an unknown word, a bad pattern, or nesting past MAX_DEPTH."""
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        if value.startswith("$") and not value.startswith("${") and value not in WORDS and value[1:2].isalpha():
            raise ValueError(
                f"{value} is no matcher; known: {', '.join(sorted(WORDS))}. For the text itself: {{$eq: {value}}}"
            )
    elif isinstance(value, Mapping):
        if is_operator(value):
            _check_operators(value, depth)
        else:
            for part in value.values():
                check_matcher(part, depth=depth + 1)
    elif isinstance(value, Sequence):
        for part in value:
            check_matcher(part, depth=depth + 1)
    return value


def _check_operators(operators: Mapping[str, Any], depth: int) -> None:
    for name, argument in operators.items():
        if name not in OPERATORS:
            raise ValueError(f"{name} is no matcher; known with an argument: {', '.join(sorted(OPERATORS))}")
        if name == "$match":
            if not isinstance(argument, str):
                raise ValueError("$match takes a pattern")
            if "${" not in argument:
                compile_pattern(argument)
        elif name == "$between" and (
            isinstance(argument, str) or not isinstance(argument, Sequence) or len(argument) != 2
        ):
            raise ValueError("$between takes two bounds: {$between: [1, 5]}")
        elif name in {"$in", "$any_of", "$unordered"} and (
            isinstance(argument, str) or not isinstance(argument, Sequence)
        ):
            raise ValueError(f"{name} takes a list")
        elif name in {"$len", "$each", "$number", "$not", "$exact", "$any_of", "$unordered"}:
            check_matcher(argument, depth=depth + 1)


Matcher = Annotated[Any, AfterValidator(check_matcher)]
"""A JSON value in which matchers may stand."""
