"""What a large library costs: `python -m tests.benchmarks.library [ITEMS]`, 100 000 items unless told otherwise.

Two packs are generated, one of FEW items and one of many, with the same topics, and a learner who knows the same items
of both, with the same history. Everything a learner waits for is then timed in both by turns, and each line says how
much longer it takes with many. Start-up and memory are those of fresh processes. The first opening, which compiles the
pack, is timed apart: it happens once a version of a pack.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.domain.grading import Picked
from quizapp.domain.selection import Listing, Selection
from quizapp.paths import Paths
from quizapp.services.study import StudyService
from quizapp.store.progress import SqliteProgress
from tests.seeding import Learner, write

FEW, MANY = 300, 100_000
TOPICS = 60
A_FILE = 200
"""Items of one file."""
DAYS = 120
ROUNDS = 15
STARTS = 6
BOUND, MEMORY_BOUND = 1.3, 1.5

ITEM = """- id: i{topic}-{number}
  kind: choice
  topic: t{topic}
  difficulty: {difficulty}
  seconds: 40
  stem: Which of these holds for case {mark} of subject {topic}, when {word} comes before {other}?
  options:
    - {{text: The {word} is kept, key: true, why: It is looked at first.}}
    - {{text: The {other} is kept, why: It comes too late.}}
    - {{text: Neither, why: One of them always is.}}
  explanation: Case {number} is decided by {word}, because {other} has no say in it.
"""
WORDS = (
    "header",
    "cookie",
    "router",
    "schema",
    "session",
    "token",
    "thread",
    "loop",
    "cache",
    "queue",
    "path",
    "query",
)

CHILD = """
import asyncio, resource, sys, time
from pathlib import Path
from quizapp.bootstrap import application
from quizapp.ui.app import QuizApp

async def main():
    app = application(packs=(Path(sys.argv[1]),))
    ui = QuizApp(app)
    async with ui.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert type(ui.screen).__name__ == "HomeScreen", ui.screen
        print("home", time.process_time(), flush=True)
        sys.stdin.readline()
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        await ui.workers.wait_for_complete()
        await pilot.pause()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)

asyncio.run(main())
"""


class Drawing(Application):
    """The application, drawing the same questions every time."""

    @cached_property
    def study(self) -> StudyService:
        """Study sessions."""
        return StudyService(self.library, self.progress, self.scheduler, self.clock, rng=random.Random(2))


class Side(NamedTuple):
    """One of the two libraries: its pack, its home, the services over them, and how long compiling took."""

    root: Path
    home: Path
    app: Application
    compiling: float


def generate(root: Path, items: int) -> None:
    """Write a pack of so many items, spread evenly over TOPICS topics."""
    questions = root / "questions"
    questions.mkdir(parents=True)
    (questions / "pack.yaml").write_text("id: big\ntitle: Big\nversion: 1.0.0\nlicense: MIT\n")
    topics = "".join(
        f"    - {{id: t{each}, title: Subject {each}, summary: S, notes: {{en: A note on subject {each}.}}}}\n"
        for each in range(TOPICS)
    )
    (questions / "topics.yaml").write_text("- phase: P\n  topics:\n" + topics)
    for topic in range(TOPICS):
        here = [*range(topic, items, TOPICS)]
        for begin in range(0, len(here), A_FILE):
            texts = (
                ITEM.format(
                    topic=topic,
                    number=number,
                    mark=f"x{topic:02}{number:06}",
                    difficulty=1 + number % 5,
                    word=WORDS[number % len(WORDS)],
                    other=WORDS[(number * 5 + 1) % len(WORDS)],
                )
                for number in range(begin, min(begin + A_FILE, len(here)))
            )
            (questions / f"t{topic}-{begin // A_FILE}.yaml").write_text("".join(texts))
    for path in questions.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))


def made(folder: Path, items: int, known: list[Listing] | None = None) -> tuple[Side, list[Listing]]:
    """A pack, compiled, with a history of DAYS days over the items known, which are all of it if not told."""
    root, home = folder / f"pack-{items}", folder / f"home-{items}"
    generate(root, items)
    app = Drawing(Settings(), Paths.discover({"QUIZAPP_HOME": str(home)}), packs=(root,))
    begun = time.perf_counter()
    library = app.library
    compiling = time.perf_counter() - begun
    known = known if known is not None else list(library.listings())[: FEW - 20]
    now = app.clock.now()
    learner = Learner(known, app.scheduler, new_a_day=6)
    first = (now - timedelta(days=DAYS)).replace(hour=8, minute=0, second=0, microsecond=0)
    assert isinstance(app.progress, SqliteProgress)
    write(app.progress, learner.history(first, now), app.scheduler)
    return Side(root, home, app, compiling), known


def chores(app: Application) -> dict[str, Callable[[], object]]:
    """What a learner waits for, by name."""
    session = app.study.start(size=10)
    assert session is not None
    last = [app.library.roadmap()[-1].id]
    return {
        "home screen's numbers": app.overview.overview,
        "session built": lambda: app.study.start(size=10),
        "session built, one topic": lambda: app.study.start(size=FEW // TOPICS, topics=last),
        "choice counted": lambda: app.study.offer(Selection(difficulty=(1, 3), size=10)),
        "coding tasks listed": lambda: app.library.listings(kinds=["task"]),
        "next item": lambda: app.study.showing(session),
        "answer recorded, next item": lambda: answered(app),
        "statistics": app.statistics.statistics,
        "search, words of all": lambda: app.search.find("which subject"),
        "search, a word of some": lambda: app.search.find("cookie"),
        "search, while typing": lambda: app.search.find("co"),
        "search, one hit": lambda: app.search.find("x07000004"),
        "search, not found as a whole": lambda: app.search.find("zeppelin cookie"),
    }


def answered(app: Application) -> None:
    """One answer of a session of one item, and a look at what comes."""
    session = app.study.start(size=2)
    assert session is not None
    showing = app.study.showing(session)
    assert showing is not None
    app.study.answer(showing, Picked(options=[0]), 20)
    app.study.showing(session)


class Taken(NamedTuple):
    """What something took once."""

    wall: float
    """Seconds by the clock: what a person waits, and what other programs spoil."""
    processor: float
    """Seconds of processor time."""


def taken(work: Callable[[], object]) -> Taken:
    """What it takes."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - processor)


def started(side: Side) -> tuple[Taken, float]:
    """From the command to the home screen in a fresh process, and its memory in MB after a walk around."""
    environment = {**os.environ, "QUIZAPP_HOME": str(side.home)}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(side.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        word, processor = child.stdout.readline().split()
        wall = time.perf_counter() - begun
        assert word == "home"
        child.stdin.write("\n")
        child.stdin.flush()
        memory = int(child.stdout.readline()) / 1024
    return Taken(wall, float(processor)), memory


class Line(NamedTuple):
    """What one thing takes with few and with many items."""

    name: str
    few: float
    many: float
    unit: str
    bound: float
    processor: float | None = None
    """How many times as much processor time."""

    @property
    def ratio(self) -> float:
        """How many times as much."""
        return self.many / self.few

    @property
    def is_over(self) -> bool:
        """Whether it takes too much: by the clock and by the processor, for another program may hold up either side."""
        return min(self.ratio, self.processor or self.ratio) > self.bound

    @property
    def row(self) -> str:
        """As a line of the table."""
        scale, unit = (1000, "ms") if self.unit == "s" else (1, self.unit)
        numbers = f"{self.few * scale:>8.1f}  {self.many * scale:>8.1f} {unit:2} {self.ratio:5.2f}"
        processor = "     " if self.processor is None else f"{self.processor:5.2f}"
        bound = "    -" if self.bound == float("inf") else f"{self.bound:5.1f}"
        return f"{self.name:29} {numbers}      {processor}  {bound}{'  over' if self.is_over else ''}"


def measured(folder: Path, many: int = MANY, *, rounds: int = ROUNDS, starts: int = STARTS) -> list[Line]:
    """Every line: the best of some rounds, few and many by turns, so that other load hits both."""
    small, known = made(folder, FEW)
    large, _ = made(folder, many, known)
    lines = [Line("first opening (compiles)", small.compiling, large.compiling, "s", float("inf"))]
    fresh = [(started(small), started(large)) for _ in range(starts)]
    lines.append(_line("start-up to home", [(few[0], many[0]) for few, many in fresh]))
    memory = [min(side[1] for side in sides) for sides in zip(*fresh, strict=True)]
    lines.append(Line("memory", *memory, "MB", MEMORY_BOUND))
    mine, theirs = chores(small.app), chores(large.app)
    for name, work in mine.items():
        work(), theirs[name]()
        lines.append(_line(name, [(taken(work), taken(theirs[name])) for _ in range(rounds)]))
    return lines


def _line(name: str, rounds: list[tuple[Taken, Taken]]) -> Line:
    few, many = zip(*rounds, strict=True)
    processor = min(each.processor for each in many) / min(each.processor for each in few)
    return Line(name, min(each.wall for each in few), min(each.wall for each in many), "s", BOUND, processor)


def table(lines: list[Line], many: int) -> str:
    """The lines, with what is over its bound marked."""
    head = f"{'':29} {FEW:>8}  {many:>8}    ratio  processor  bound"
    return "\n".join([head, *(line.row for line in lines)])


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else MANY
    with tempfile.TemporaryDirectory() as scratch:
        result = measured(Path(scratch), count)
    print(table(result, count))  # noqa: T201 - a script's answer
    sys.exit(any(line.is_over for line in result))
