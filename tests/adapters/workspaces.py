"""A task whose files a learner edits, and workspaces in which time passes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.task import Task

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
STARTER = {"main.py": b"app = None\n", "tests/test_app.py": b"def test(): ...\n", "helper.py": b"GIVEN = 1\n"}


def folder_of(starter: dict[str, bytes] | None = None) -> TaskFolder:
    """A task whose helper.py is given."""
    task = Task.model_validate(
        {
            "id": "hello",
            "title": "Hello",
            "topic": "http",
            "intent": "build",
            "difficulty": 1,
            "minutes": 5,
            "brief": "Say hello.",
            "given": ["helper.py"],
            "checks": [{"id": "ok", "title": "Answers", "why": "x", "steps": [{"GET": "/", "expect": 200}]}],
        }
    )
    files = STARTER if starter is None else starter
    return TaskFolder(id=ItemId("demo/hello"), pack="demo", task=task, starter=files, solution={"main.py": b"1\n"})


class Ticking:
    """A clock that moves a second each time it is read."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> datetime:
        """The next second."""
        self.reads += 1
        return START + timedelta(seconds=self.reads)
