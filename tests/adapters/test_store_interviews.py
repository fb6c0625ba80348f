"""What every `InterviewRecords` does: the same assertions on the one in memory and on the one in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import Checked, CodeState, OwnBlueprint, StateKind
from quizapp.domain.interview.stretch import Entry, Stretch
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.report import Verdict
from quizapp.domain.session import Session, SessionKind
from quizapp.errors import StoreError
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeClock, FakeInterviews
from tests.ui.samples import ITEMS

BLUEPRINT = Blueprint.model_validate(
    {"id": "b", "title": "B", "summary": "S.", "sections": [{"title": "T", "minutes": 5, "tasks": ["one", "two"]}]}
)
TASK = ItemId("demo/one")


@pytest.fixture(params=["memory", "sqlite"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[InterviewRecords]:
    """Nothing kept yet, in either kind, for a session that was saved."""
    progress = SqliteProgress(tmp_path / "progress.sqlite3")
    for name in ("s1", "s2"):
        progress.save_session(Session(id=name, kind=SessionKind.INTERVIEW, title="B", plan=[], seed=1, started=START))
    kept = FakeInterviews() if request.param == "memory" else SqliteInterviews(tmp_path / "progress.sqlite3")
    yield kept
    kept.close()
    progress.close()


def course(**changes: object) -> Course:
    """An interview of one section."""
    entry = Entry(item=TASK, topic="demo/basics", title="One", response={"kind": "said", "text": "ünï \U0001f600"})
    fields = {
        "session": "s1",
        "blueprint": BLUEPRINT,
        "pack": "demo",
        "stretches": [Stretch(title="T", minutes=5, entries=[entry])],
        "limit": 300.0,
        "seen": FakeClock().reading(),
    }
    return Course.model_validate({**fields, **changes})


def state(name: str, task: ItemId = TASK, **changes: object) -> CodeState:
    """A state of one file."""
    fields = {"id": name, "session": "s1", "task": task, "at": 1.5, "moment": START, "kind": StateKind.SAVE}
    return CodeState.model_validate({**fields, "files": {"main.py": f"# {name}\n"}, **changes})


def test_an_interview_comes_back_as_it_was_saved_last(records: InterviewRecords) -> None:
    """Saved again it is replaced, whole."""
    nothing = records.course("s1")
    records.save(course())
    records.save(course(elapsed=12.5))

    assert nothing is None
    assert records.course("s1") == course(elapsed=12.5)
    assert records.course("s2") is None


def test_questions_stay_as_they_were_asked(records: InterviewRecords) -> None:
    """A later text of the same question does not take the place of the one that was asked."""
    first, second = ITEMS[0], ITEMS[1]
    records.ask("s1", {ItemId("demo/a"): first})
    records.ask("s1", {ItemId("demo/a"): second, ItemId("demo/b"): second})

    asked = records.asked("s1")
    assert {name: body["id"] for name, body in asked.items()} == {"demo/a": first.id, "demo/b": second.id}
    assert records.asked("s2") == {}


def test_states_of_code_come_back_in_order(records: InterviewRecords) -> None:
    """By task or all of them; the same id again changes nothing."""
    checked = Checked(verdict=Verdict.FAILED, verdicts={"a": Verdict.FAILED}, titles={"a": "A"}, seed=7)
    states = [state("1"), state("2", ItemId("demo/two")), state("3", kind=StateKind.CHECK, checked=checked)]
    for one in [*states, state("1", files={"main.py": "changed"})]:
        records.keep(one)

    assert list(records.states("s1")) == states
    assert list(records.states("s1", TASK)) == [states[0], states[2]]
    assert list(records.states("s2")) == []


def test_blueprints_are_replaced_and_forgotten(records: InterviewRecords) -> None:
    """One of the same id takes the place of the earlier; removing an unknown one does nothing."""
    one = OwnBlueprint(id="own/b", pack="demo", made=START, blueprint=BLUEPRINT)
    records.save_blueprint(one)
    records.save_blueprint(one.model_copy(update={"pack": "other"}))
    kept = list(records.blueprints())
    records.remove_blueprint("own/b")
    records.remove_blueprint("own/none")

    assert [own.pack for own in kept] == ["other"]
    assert list(records.blueprints()) == []


def test_the_file_keeps_what_was_held(tmp_path: Path) -> None:
    """An interview without a session is refused, and not even a fault of ours deletes what was coded or asked."""
    path = tmp_path / "progress.sqlite3"
    records = SqliteInterviews(path)
    with pytest.raises(StoreError):
        records.save(course())
    records.close()
    progress = SqliteProgress(path)
    progress.save_session(Session(id="s1", kind=SessionKind.INTERVIEW, title="B", plan=[], seed=1, started=START))
    records = SqliteInterviews(path)
    records.save(course())
    records.keep(state("1"))
    records.close()
    progress.close()

    with sqlite3.connect(path) as connection:
        for table in ("interviews", "interview_code"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"DELETE FROM {table}")
    connection.close()
