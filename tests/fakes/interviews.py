"""Interviews kept in memory."""
# ruff: noqa: D102 - the Protocols of quizapp.domain say what each method does

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, OwnBlueprint
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class FakeInterviews:
    """As JSON, so that nothing is kept that a file could not keep."""

    def __init__(self) -> None:
        self._courses: dict[str, str] = {}
        self._asked: dict[str, dict[ItemId, str]] = {}
        self._states: dict[str, str] = {}
        self._blueprints: dict[str, str] = {}
        self.closed = False

    def save(self, course: Course) -> None:
        self._courses[course.session] = course.model_dump_json()

    def course(self, session: str) -> Course | None:
        found = self._courses.get(session)
        return Course.model_validate_json(found) if found else None

    def ask(self, session: str, items: Mapping[ItemId, Item]) -> None:
        kept = self._asked.setdefault(session, {})
        for name, item in items.items():
            body = _ITEM.dump_python(item, mode="json", by_alias=True, exclude_defaults=True)
            kept.setdefault(name, json.dumps(body))

    def asked(self, session: str) -> Mapping[ItemId, Any]:
        return {name: json.loads(body) for name, body in self._asked.get(session, {}).items()}

    def keep(self, state: CodeState) -> None:
        self._states.setdefault(state.id, state.model_dump_json())

    def states(self, session: str, task: ItemId | None = None) -> Sequence[CodeState]:
        every = [CodeState.model_validate_json(body) for body in self._states.values()]
        return [state for state in every if state.session == session and task in {None, state.task}]

    def save_blueprint(self, own: OwnBlueprint) -> None:
        self._blueprints[own.id] = own.model_dump_json()

    def remove_blueprint(self, blueprint: str) -> None:
        self._blueprints.pop(blueprint, None)

    def blueprints(self) -> Sequence[OwnBlueprint]:
        every = [OwnBlueprint.model_validate_json(body) for body in self._blueprints.values()]
        return sorted(every, key=lambda own: own.made, reverse=True)

    def close(self) -> None:
        self.closed = True
