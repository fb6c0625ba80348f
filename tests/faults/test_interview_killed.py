"""Interviews that are cut off: no answer that was taken is lost, none counts twice, and the time left is right."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from quizapp.domain.grading import Picked
from quizapp.domain.interview.course import total_seconds
from quizapp.domain.pack import Blueprint
from quizapp.domain.session import Session
from quizapp.services.interview import InterviewService, Phase
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.progress import SqliteProgress
from tests.fakes import FakeClock, FakeLibrary, FakeScheduler, make_choice

POINTS = 50
KILLS = 6
WRITES = {"record", "save_session", "save", "ask", "log"}
RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])
BLUEPRINT = Blueprint.model_validate(
    {
        "id": "three",
        "title": "Three",
        "summary": "Three sections.",
        "sections": [
            {"title": "One", "minutes": 5, "items": 4, "topics": ["a"]},
            {"title": "Two", "minutes": 5, "items": 3, "topics": ["b"]},
            {"title": "Three", "minutes": 5, "items": 3, "topics": ["c"]},
        ],
    }
)
LIBRARY = FakeLibrary(
    [make_choice(f"{topic}-{n}", topic=topic) for topic in "abc" for n in range(5)], blueprints=[BLUEPRINT]
)


class CrashError(Exception):
    """The program is gone."""


class Fuse:
    """Burns at a certain write: before it reaches the disk, or just after."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.left = at
        self.after = after

    def around(self, target: Any) -> Any:
        """The same object, with a fuse in its writes."""
        return _Fused(target, self)


class _Fused:
    def __init__(self, target: Any, fuse: Fuse) -> None:
        self._target, self._fuse = target, fuse

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._target, name)
        if name not in WRITES:
            return real

        def write(*values: Any, **named: Any) -> Any:
            self._fuse.left -= 1
            if self._fuse.left == 0 and not self._fuse.after:
                raise CrashError
            done = real(*values, **named)
            if self._fuse.left == 0:
                raise CrashError
            return done

        return write


class House:
    """One person's files, opened by one program after another."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "progress.sqlite3"
        self.clock = FakeClock()
        self.given: dict[str, Picked] = {}
        """By item: the last answer that was taken."""
        self.flying: dict[str, Picked] = {}
        """By item: an answer that was on its way when the program was cut off; it may have arrived or not."""

    def opened(self, fuse: Fuse | None = None) -> InterviewService:
        """The program, started."""
        self.progress, self.records = SqliteProgress(self.path), SqliteInterviews(self.path)
        wrap = fuse.around if fuse else lambda target: target
        return InterviewService(LIBRARY, wrap(self.progress), FakeScheduler(), self.clock, records=wrap(self.records))

    def close(self) -> None:
        """The program is gone."""
        self.progress.close()
        self.records.close()


def step(house: House, service: InterviewService, session: Session, rng: random.Random) -> None:
    """One thing that a candidate does."""
    stand = service.stand(session)
    house.clock.advance(rng.choice([2, 5, 9]))
    if stand.phase is Phase.ASKING:
        if rng.random() < 0.2:
            service.beat(session, seconds=2)
        elif rng.random() < 0.2:
            service.go_to(session, stand.clocks.current + 1, seconds=1)
        else:
            response = rng.choice([RIGHT, WRONG])
            house.flying[stand.showing.id] = response
            if service.answer(session, stand.clocks.current, response, 3):
                house.given[stand.showing.id] = response
            del house.flying[stand.showing.id]
    elif stand.phase is Phase.REVIEW:
        if rng.random() < 0.3:
            service.go_to(session, rng.randrange(len(stand.marks)))
        else:
            service.close_section(session)
    else:
        service.begin_section(session)


def script(house: House, service: InterviewService, session: Session, rng: random.Random) -> Iterator[None]:
    """A whole interview."""
    while service.clocks(session).phase is not Phase.ENDED:
        step(house, service, session, rng)
        yield


@pytest.mark.parametrize("seed", range(POINTS))
def test_a_crash_at_any_write_loses_nothing(tmp_path: Path, seed: int) -> None:
    """Cut off before or after any write, the interview goes on with every answer and with the right time left."""
    rng = random.Random(seed)
    house = House(tmp_path)
    service = house.opened()
    session = service.start("three", seed=seed)
    began = house.clock.now()
    house.close()
    crashes = 0
    while True:
        service = house.opened(Fuse(rng.randrange(1, 30), after=rng.random() < 0.5))
        before = house.clock.now()
        try:
            for _ in script(house, service, session, rng):
                before = house.clock.now()
            house.close()
            break
        except CrashError:
            crashes += 1
            house.close()
            away = rng.choice([0, 1, 20])
            getattr(house.clock, rng.choice(["advance", "sleep", "restart"]))(away)
            calm = house.opened()
            left = calm.clocks(session)
            gone = (house.clock.now() - began).total_seconds()
            if left.phase is not Phase.ENDED:
                assert left.whole == pytest.approx(total_seconds(BLUEPRINT) - gone), before
            house.close()

    calm = house.opened()
    course = house.records.course(session.id)
    kept = {entry.item: entry.response for one in course.stretches for entry in one.entries if entry.response}
    attempts = house.progress.attempts(session=session.id)
    assert crashes > 0
    for item, response in house.given.items():
        assert kept[item]["options"] in [response.options, house.flying.get(item, response).options]
    assert set(kept) <= {*house.given, *house.flying}
    assert sorted(attempt.item for attempt in attempts) == sorted(kept)
    assert {attempt.item: attempt.response for attempt in attempts} == kept
    assert len(house.progress.reviews(session=session.id)) == len(attempts)
    assert house.progress.session(session.id).ended is not None
    assert house.progress.mend(FakeScheduler()) == 0
    assert calm.debrief(session).answered == len(attempts)
    house.close()


CHILD = """
import sys
from pathlib import Path
from quizapp.bootstrap import application
from quizapp.domain.grading import Passed
app = application(packs=(Path(sys.argv[1]),))
service = app.interviews
session = service.resumable() or service.start("quick", seed=1)
print("session", session.id, flush=True)
while True:
    stand = service.stand(session)
    if stand.phase == "ended":
        print("ended", flush=True)
        break
    if stand.phase == "asking":
        place = stand.clocks.current
        service.beat(session, seconds=0.1)
        if service.answer(session, place, Passed(), 0.1):
            print("answered", stand.showing.id, flush=True)
    elif stand.phase == "review":
        service.go_to(session, 0)
    else:
        service.begin_section(session)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kill_at_any_moment_loses_no_answer_and_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is answering as fast as it can is killed again and again; every answer that it told of is kept."""
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    pack = Path(__file__).parents[1] / "packs" / "sample"
    rng = random.Random(8)
    told: set[str] = set()
    began = None
    session = ""
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(pack)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        first = child.stdout.readline().split()
        assert first[:1] == ["session"]
        session, began = first[1], began or datetime.now(timezone.utc)
        time.sleep(rng.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate(timeout=30)
        told |= {line.split()[1] for line in rest.splitlines() if line.startswith("answered ")}

    from quizapp.bootstrap import application

    app = application(packs=(pack,))
    course = app.interview_records.course(session)
    clocks = app.interviews.clocks(app.progress.session(session))
    gone = (datetime.now(timezone.utc) - began).total_seconds()
    kept = {entry.item for one in course.stretches for entry in one.entries if entry.response}
    faults = app.progress.faults()
    app.progress.close()
    app.interview_records.close()
    app.library.close()

    assert told
    assert told <= kept
    assert faults == []
    # The session began a moment before its line was read.
    assert abs(total_seconds(course.blueprint) - gone - clocks.whole) < 15
