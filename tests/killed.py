"""A program that forks processes which do all that writes, and kills each at a random moment; or lets four answer.

    python -m tests.killed killing FOLDER ROUNDS SEED
    python -m tests.killed answering FILE PROCESSES SECONDS

`killing` looks into every file after each kill, in the process that has loaded everything already, and prints one JSON
object: how often each activity was killed, what was acknowledged, and what was wrong. `answering` prints how long a
recorded answer took.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, StateKind
from quizapp.domain.interview.stretch import Stretch
from quizapp.domain.items.identity import ItemId
from quizapp.domain.reading import Reading
from quizapp.domain.replay import replay
from quizapp.domain.session import Session, SessionKind
from quizapp.runner.workspace import FolderWorkspaces
from quizapp.store.backups import SqliteBackups
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt, make_task
from tests.machines import BLUEPRINT, record

HISTORIES = Path(__file__).parent / "adapters" / "histories"
Acknowledge = Callable[[str], None]


def study(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Answer, with reviews."""
    with closing(SqliteProgress(folder / "progress.sqlite3")) as progress:
        for place in itertools.count(number * 10_000):
            acknowledge(record(progress, place))


def check(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Edit, keep a version, record what came of the check."""
    workspaces, task = FolderWorkspaces(folder / "workspaces"), make_task("task")
    with closing(SqliteProgress(folder / "progress.sqlite3")) as progress:
        for place in itertools.count(number * 10_000):
            workspaces.write(task, "main.py", f"x = {place}\n")
            workspaces.snapshot(task, f"check {place}")
            acknowledge(f"version check {place}")
            acknowledge(record(progress, place))


def interview(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Begin an interview, and keep every step and every state of its files."""
    path = folder / "progress.sqlite3"
    with closing(SqliteProgress(path)) as progress, closing(SqliteInterviews(path)) as interviews:
        session = Session(
            id=f"interview-{number}", kind=SessionKind.INTERVIEW, title="Short", plan=[], seed=1, started=START
        )
        progress.save_session(session)
        for place in itertools.count():
            stretch = Stretch(title="One", minutes=5, current=place)
            reading = Reading(wall=START, boot="boot", seconds=place)
            interviews.save(
                Course(
                    session=session.id, blueprint=BLUEPRINT, pack="demo", stretches=[stretch], limit=300, seen=reading
                )
            )
            acknowledge(f"step {session.id} {place}")
            state = CodeState(
                id=f"code-{number}-{place}",
                session=session.id,
                task=ItemId("demo/task"),
                at=place,
                moment=START,
                kind=StateKind.SAVE,
                files={"main.py": f"{place}\n" * 200},
            )
            interviews.keep(state)
            acknowledge(f"state {session.id} {state.id}")


def migrate(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Open a file of an old version, then answer."""
    with closing(SqliteProgress(folder / f"old-{number}" / "progress.sqlite3")) as progress:
        acknowledge("upgraded")
        for place in itertools.count(number * 10_000):
            record(progress, place)


def back_up(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Take backups, one after another, and the day's."""
    backups = SqliteBackups(folder / "progress.sqlite3")
    for place in itertools.count():
        at = START + timedelta(days=number, minutes=place)
        acknowledge(f"backup {backups.take('by hand', at).path.name}")
        backups.keep(at + timedelta(days=1))


def merge(folder: Path, number: int, acknowledge: Acknowledge) -> None:
    """Bring another machine's answers in, some at a time."""
    other = folder / f"other-{number}.sqlite3"
    for place in itertools.count():
        with closing(SqliteProgress(other)) as progress:
            made = [
                make_attempt(number * 10_000 + place * 10 + count, ItemId("demo/m"), 3, START + timedelta(days=place))
                for count in range(5)
            ]
            for attempt in made:
                progress.record(attempt)
        SqliteBackups(folder / "progress.sqlite3").merge(other, FakeScheduler(), START + timedelta(hours=number))
        for attempt in made:
            acknowledge(attempt.id)


ACTIVITIES = (study, check, interview, migrate, back_up, merge)


def prepared(folder: Path, number: int, rng: random.Random) -> None:
    """A file of an old version."""
    place = folder / f"old-{number}"
    place.mkdir()
    with closing(sqlite3.connect(place / "progress.sqlite3")) as connection:
        connection.executescript(rng.choice(sorted(HISTORIES.glob("version-*.sql"))).read_text())


def killing(folder: Path, rounds: int, seed: int) -> int:
    """Kill so many; returns how many found something wrong."""
    rng = random.Random(seed)
    told: set[str] = set()
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    SqliteProgress(folder / "progress.sqlite3").close()
    for number in range(1, rounds + 1):
        activity = rng.choice(ACTIVITIES)
        if activity is migrate:
            prepared(folder, number, rng)
        lines = kill_one(lambda tell, do=activity, place=number: do(folder, place, tell), rng)
        counts[activity.__name__] += 1
        told.update(lines)
        wrong += [f"round {number}, {activity.__name__}: {fault}" for fault in faults(folder, number, told, lines)]
    print(json.dumps({"killed": counts, "acknowledged": len(told), "wrong": wrong}))  # noqa: T201 - the figures
    return len(wrong)


def kill_one(work: Callable[[Acknowledge], None], rng: random.Random) -> list[str]:
    """Fork, let it work, kill it; returns what it acknowledged."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        try:
            work(lambda line: os.write(writing, f"{line}\n".encode()) and None)
        except BaseException:  # noqa: BLE001 - nobody above this fork would tell it
            os.write(writing, f"error {traceback.format_exc()!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    if rng.random() < 0.6:
        # On a busy machine opening takes all the time: these get as far as writing.
        select.select([reading], [], [], 30)
    time.sleep(rng.uniform(0.0, 0.12))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(reading) as lines:
        return lines.read().splitlines()


def faults(folder: Path, number: int, told: set[str], lines: list[str]) -> list[str]:
    """What is missing or broken after a kill."""
    found = [line for line in lines if line.startswith("error")]
    files = [folder / "progress.sqlite3", *folder.glob(f"old-{number}/progress.sqlite3")]
    for file in files:
        with closing(SqliteProgress(file)) as progress, closing(SqliteInterviews(file)) as interviews:
            progress.mend(FakeScheduler())
            found += progress.faults()
            saved = {attempt.id for attempt in progress.attempts(undone=True)}
            if file.parent != folder:
                found += [] if "attempt-21" in saved else ["an old answer is missing"]
                continue
            missing = {line for line in told if line.startswith("attempt-")} - saved
            found += [f"{len(missing)} answers are missing"] * bool(missing)
            if number % 10 == 0 and progress.cards() != replay(progress.reviews(), FakeScheduler()):
                found.append("cards do not follow from the reviews")
            found += kept_interviews(interviews, lines)
    backups = SqliteBackups(folder / "progress.sqlite3")
    names = {backup.path.name for backup in backups.all()}
    found += [f"{line} is missing" for line in lines if line.startswith("backup") and line.split()[1] not in names]
    if lines and lines[-1].startswith("backup") and backups.newest_good() is None:
        found.append("no backup reads back")
    versions = {label for _, _, label in FolderWorkspaces(folder / "workspaces").snapshots(make_task("task"))}
    latest = [line.removeprefix("version ") for line in lines if line.startswith("version")][-1:]
    found += [f"{label} is missing" for label in latest if label not in versions]
    return found


def kept_interviews(interviews: SqliteInterviews, lines: list[str]) -> list[str]:
    """Steps and states that were acknowledged and are not there."""
    found = []
    steps = [line.split() for line in lines if line.startswith("step")]
    if steps:
        course = interviews.course(steps[-1][1])
        if course is None or course.stretches[0].current < int(steps[-1][2]):
            found.append("a step of an interview is missing")
    states = {line.split()[2] for line in lines if line.startswith("state")}
    if states and not states <= {state.id for state in interviews.states(steps[-1][1])}:
        found.append("a state of an interview's code is missing")
    return found


def _answer(file: Path, first: int, end: float, writing: int) -> None:
    """Answer until the end, and write each answer's identity and how many seconds it took."""
    with closing(SqliteProgress(file)) as progress:
        for number in itertools.count(first):
            if time.monotonic() >= end:
                return
            begun = time.perf_counter()
            identity = record(progress, number)
            os.write(writing, f"{identity} {time.perf_counter() - begun}\n".encode())
            time.sleep(0.02)  # nobody answers faster


def _heard(pipes: list[int]) -> dict[str, float]:
    """What was written to pipes until all of them ended: seconds by identity."""
    heard: dict[str, float] = {}
    opened = dict.fromkeys(pipes, b"")
    while opened:
        for reading in select.select(list(opened), [], [])[0]:
            chunk = os.read(reading, 1 << 16)
            opened[reading] += chunk
            if not chunk:
                for line in opened.pop(reading).decode().splitlines():
                    heard[line.split()[0]] = float(line.split()[1])
    return heard


def answering(file: Path, processes: int, seconds: int) -> int:
    """Let processes answer at once; prints what an answer took, and what was lost; returns how many are missing."""
    end = time.monotonic() + seconds
    workers = []
    for number in range(processes):
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            code = 1
            try:
                _answer(file, number * 1_000_000, end, writing)
                code = 0
            except BaseException:  # noqa: BLE001 - nobody above this fork would tell it
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(writing)
        workers.append((process, reading))
    told = _heard([reading for _, reading in workers])
    failed = sum(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0 for process, _ in workers)
    with closing(SqliteProgress(file)) as progress:
        progress.mend(FakeScheduler())
        missing = set(told) - {attempt.id for attempt in progress.attempts()}
        sound = not progress.faults() and progress.cards() == replay(progress.reviews(), FakeScheduler())
    times = sorted(told.values())
    figures = {f"p{share}_ms": round(1000 * times[int(len(times) * share / 100)], 1) for share in (50, 90, 99)}
    print(json.dumps({"answers": len(told), "missing": len(missing), "failed": failed, "sound": sound, **figures}))  # noqa: T201 - the figures
    return len(missing) + failed + (not sound)


if __name__ == "__main__":
    mode, where, first, second = sys.argv[1:]
    sys.exit(min(1, {"killing": killing, "answering": answering}[mode](Path(where), int(first), int(second))))
