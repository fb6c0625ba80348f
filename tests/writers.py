"""A program that forks processes which record attempts: together, or one after another until each is killed.

    python -m tests.writers together FILE COUNT ATTEMPTS
    python -m tests.writers killed FOLDER COUNT SEED

It prints the id of every attempt that was acknowledged, after the file's name. Processes are forked from one that has
loaded everything, so that they start within milliseconds and meet each other while they open the file.
"""

from __future__ import annotations

import itertools
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt, make_review

ROUNDS_PER_FILE = 5
"""So that some kills hit the making of a new file."""


def record(file: Path, writer: int, numbers: Iterable[int], acknowledge: int) -> None:
    """Record attempts and write each id to a pipe once `record` has returned."""
    scheduler = FakeScheduler()
    progress = SqliteProgress(file)
    for number in numbers:
        item = ItemId(f"demo/{writer}-{number % 7}")
        at = START + timedelta(minutes=number)
        attempt = make_attempt(writer * 1_000_000 + number, item, Rating.GOOD, at)
        card = scheduler.review(progress.card(item), item, attempt.rating, at)
        progress.record(attempt, make_review(attempt), card)
        os.write(acknowledge, f"{file.name} {attempt.id}\n".encode())
    progress.close()


def fork(file: Path, writer: int, numbers: Iterable[int], wait_for: int | None = None) -> tuple[int, int]:
    """Start a writer; returns its process id and the pipe to read from."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        if wait_for is not None:
            os.read(wait_for, 1)
        record(file, writer, numbers, writing)
        code = 0
    except Exception:  # noqa: BLE001 - nobody above this fork would tell it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def together(file: Path, count: int, attempts: int) -> int:
    """Let writers work at once; returns how many failed."""
    gate, opener = os.pipe()
    writers = [fork(file, writer, range(attempts), gate) for writer in range(count)]
    os.write(opener, b"." * count)
    for _, reading in writers:
        with os.fdopen(reading) as lines:
            sys.stdout.writelines(lines)
    return sum(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0 for process, _ in writers)


def killed(folder: Path, count: int, seed: int) -> int:
    """Kill one writer after another at a random moment; returns how many ended by themselves before that."""
    rng = random.Random(seed)
    unkilled = 0
    for writer in range(count):
        file = folder / f"progress-{writer // ROUNDS_PER_FILE}.sqlite3"
        process, reading = fork(file, writer, itertools.count())
        if writer % 2:
            # On a busy machine opening takes all the time: every other writer gets as far as writing.
            select.select([reading], [], [], 30)
        time.sleep(rng.uniform(0.0, 0.05))
        os.kill(process, signal.SIGKILL)
        unkilled += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != -signal.SIGKILL
        with os.fdopen(reading) as lines:
            sys.stdout.writelines(lines)
    return unkilled


if __name__ == "__main__":
    mode, where, first, second = sys.argv[1:]
    work = {"together": together, "killed": killed}[mode]
    sys.exit(work(Path(where), int(first), int(second)))
