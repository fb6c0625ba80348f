"""Puts what a task names in a dependency's place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from fastapi import HTTPException

from quizapp.runner.agent.symbols import resolve


def _stand_in(spec: dict[str, Any]) -> Callable[[], Any]:
    error, build, value = spec.get("raise"), spec.get("as"), spec.get("return")
    model = resolve(build) if build else None

    def stand_in() -> Any:
        if error:
            raise HTTPException(error["status"], error.get("detail"))
        fresh = copy.deepcopy(value)
        if model is None:
            return fresh
        return model(**fresh) if isinstance(fresh, dict) else model(fresh)

    return stand_in


def apply(app: Any, overrides: dict[str, dict[str, Any]]) -> None:
    """Set `app.dependency_overrides`; ImportError or AttributeError when a name is not there."""
    for symbol, spec in overrides.items():
        app.dependency_overrides[resolve(symbol)] = _stand_in(spec)
