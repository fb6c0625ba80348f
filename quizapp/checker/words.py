"""The matchers that stand alone, `$int` and its like, as predicates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_uuid(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 36:
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _is_date(value: Any) -> bool:
    """An ISO 8601 date, or date and time."""
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return False
    for kind in (date, datetime):
        try:
            kind.fromisoformat(value)
        except ValueError:
            continue
        return True
    return False


_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)

WORDS: dict[str, Callable[[Any], bool]] = {
    "$any": lambda _: True,
    "$present": lambda _: True,
    "$absent": lambda _: False,
    "$int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "$float": lambda value: isinstance(value, float),
    "$number": _is_number,
    "$str": lambda value: isinstance(value, str),
    "$bool": lambda value: isinstance(value, bool),
    "$null": lambda value: value is None,
    "$list": lambda value: isinstance(value, list | tuple),
    "$object": lambda value: isinstance(value, Mapping),
    "$uuid": _is_uuid,
    "$jwt": lambda value: isinstance(value, str) and _JWT.fullmatch(value) is not None,
    "$date": _is_date,
}
