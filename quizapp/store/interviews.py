"""`InterviewRecords` in SQLite, in the progress file: interviews as they stand, what was asked, what was coded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, OwnBlueprint
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.store.database import Refuge
from quizapp.store.upgrade import opened

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class SqliteInterviews:
    """Interviews of one person, safe to use from several threads and several processes.

    Raises:
        StoreError: the file cannot be read or written.
        StoreTooNewError: a newer quizapp wrote it.
    """

    def __init__(self, path: Path, *, refuge: Refuge | None = None) -> None:
        self._database = opened(path, refuge=refuge)

    def save(self, course: Course) -> None:
        """An interview as it stands now."""
        sql = """
            INSERT INTO interviews (session, course) VALUES (?, ?) ON CONFLICT (session) DO UPDATE
            SET course = excluded.course, revision = revision + 1 WHERE course <> excluded.course
        """
        with self._database.transaction() as connection:
            connection.execute(sql, (course.session, _json(course.model_dump(mode="json"))))

    def course(self, session: str) -> Course | None:
        """An interview as it was saved last."""
        found = self._database.rows("SELECT course FROM interviews WHERE session = ?", (session,))
        return Course.model_validate_json(found[0][0]) if found else None

    def ask(self, session: str, items: Mapping[ItemId, Item]) -> None:
        """Keep the text of questions as they are asked."""
        rows = [
            (session, name, _json(_ITEM.dump_python(item, mode="json", by_alias=True, exclude_defaults=True)))
            for name, item in items.items()
        ]
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO interview_items VALUES (?, ?, ?)", rows)

    def asked(self, session: str) -> Mapping[ItemId, Any]:
        """The questions of an interview as JSON, as they were when they were asked."""
        rows = self._database.rows("SELECT item, body FROM interview_items WHERE session = ?", (session,))
        return {ItemId(name): json.loads(body) for name, body in rows}

    def keep(self, state: CodeState) -> None:
        """Append a state of the candidate's files."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO interview_code (id, session, task, body) VALUES (?, ?, ?, ?)",
                (state.id, state.session, state.task, _json(state.model_dump(mode="json"))),
            )

    def states(self, session: str, task: ItemId | None = None) -> Sequence[CodeState]:
        """States of the candidate's files in the order in which they were kept."""
        rows = self._database.rows(
            "SELECT body FROM interview_code WHERE session = ?1 AND (?2 IS NULL OR task = ?2) ORDER BY number",
            (session, task),
        )
        return [CodeState.model_validate_json(body) for (body,) in rows]

    def save_blueprint(self, own: OwnBlueprint) -> None:
        """Keep a blueprint of the learner's own."""
        with self._database.transaction() as connection:
            connection.execute(
                """
                INSERT INTO blueprints (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE
                SET body = excluded.body, removed = 0, revision = revision + 1
                WHERE removed OR body <> excluded.body
                """,
                (own.id, _json(own.model_dump(mode="json"))),
            )

    def remove_blueprint(self, blueprint: str) -> None:
        """Forget a blueprint."""
        with self._database.transaction() as connection:
            # Its mark stays, or a merge with another machine would bring it back.
            connection.execute(
                "UPDATE blueprints SET removed = 1, revision = revision + 1 WHERE id = ? AND NOT removed", (blueprint,)
            )

    def blueprints(self) -> Sequence[OwnBlueprint]:
        """The learner's own blueprints, the latest first."""
        found = [
            OwnBlueprint.model_validate_json(body)
            for (body,) in self._database.rows("SELECT body FROM blueprints WHERE NOT removed")
        ]
        return sorted(found, key=lambda own: own.made, reverse=True)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _json(value: Any) -> str:
    # ASCII only: a response may hold half a surrogate pair, which UTF-8 cannot.
    return json.dumps(value, separators=(",", ":"))
