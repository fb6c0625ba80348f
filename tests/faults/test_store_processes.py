"""Progress when several processes write at once, and when one is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.domain.replay import replay
from quizapp.store.progress import SqliteProgress
from tests.fakes import FakeScheduler
from tests.writers import ROUNDS_PER_FILE

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="writers are forked")


def run(*arguments: object) -> dict[str, list[str]]:
    """Run `tests.writers`; returns the attempts acknowledged, by file."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.writers", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    acknowledged: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        file, attempt = line.split()
        acknowledged.setdefault(file, []).append(attempt)
    return acknowledged


def test_processes_write_at_once(tmp_path: Path) -> None:
    """Six processes that open a new file and write to it together all succeed, and nothing is lost."""
    file = tmp_path / "progress.sqlite3"

    acknowledged = run("together", file, 6, 40)[file.name]

    progress = SqliteProgress(file)
    assert len(acknowledged) == 240
    assert sorted(acknowledged) == sorted(attempt.id for attempt in progress.attempts())
    assert progress.cards() == replay(progress.reviews(), FakeScheduler())
    assert list(progress.faults()) == []
    progress.close()


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """After SIGKILL at any moment the file is whole, and every attempt that was acknowledged is in it."""
    rounds = 40

    acknowledged = run("killed", tmp_path, rounds, 20260302)

    assert sum(map(len, acknowledged.values())) >= rounds // 2
    for number in range(rounds // ROUNDS_PER_FILE):
        progress = SqliteProgress(tmp_path / f"progress-{number}.sqlite3")
        saved = [attempt.id for attempt in progress.attempts()]
        told = acknowledged.get(f"progress-{number}.sqlite3", [])
        assert list(progress.faults()) == []
        assert set(told) <= set(saved)
        # Each killed writer may have saved one more than it lived to tell.
        assert len(saved) - len(told) <= ROUNDS_PER_FILE
        assert progress.cards() == replay(progress.reviews(), FakeScheduler())
        progress.close()
