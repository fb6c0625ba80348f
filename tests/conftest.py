"""Fixtures that tests of every room may use."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes import FakeClock, FakeProgress, FakeScheduler

# A busy machine is no reason to fail.
settings.register_profile("quizapp", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quizapp")

COLLECTED_AFTER = (20_000, 20, 20)
"""What the collector waits for: an app of Textual's is some hundred thousand objects, most of them gone without it."""
LONG = 300
"""Seconds: a test that may take so long is one that takes long."""


def pytest_sessionstart() -> None:
    """Let Ctrl+C end what tests start: a shell's `&` has it ignored, by these tests and by every process of theirs."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests are dealt out to the workers, each of which begins with its own: no core waits for the last of them.

    `worksteal` gives each worker its share of the tests in their order, and moves only what comes late in a share.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    long = [item for item in items if _seconds(item) >= LONG]
    short = iter([item for item in items if _seconds(item) < LONG])
    dealt: list[pytest.Item] = []
    for number in range(workers):
        mine = long[number::workers]
        share = len(items) * (number + 1) // workers - len(dealt) - len(mine)
        dealt += [*mine, *itertools.islice(short, max(share, 0))]
    items[:] = [*dealt, *short]


def _seconds(item: pytest.Item) -> float:
    """What a test is given, if it says so."""
    mark = item.get_closest_marker("timeout")
    return mark.args[0] if mark else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Set aside all modules and tests, or the collector looks through them again and again: a sixth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that moves only when it is told to."""
    return FakeClock()


@pytest.fixture
def progress() -> FakeProgress:
    """An empty history in memory."""
    return FakeProgress()


@pytest.fixture
def scheduler() -> FakeScheduler:
    """A scheduler whose intervals can be told by heart."""
    return FakeScheduler()


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this machine into a time zone until the test ends."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="session")
def compiled_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the bundled pack is compiled, which takes a second: to be copied, not to be used."""
    from quizapp.content.bundled import bundled_pack
    from quizapp.content.library import PackLibrary

    cache = tmp_path_factory.mktemp("compiled")
    PackLibrary([bundled_pack()], cache).close()
    return cache


@pytest.fixture
def quizapp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled_cache: Path) -> Path:
    """A home of its own for everything that quizapp keeps; the bundled pack is compiled there already."""
    home = tmp_path / "home"
    shutil.copytree(compiled_cache, home / "cache")
    monkeypatch.setenv("QUIZAPP_HOME", str(home))
    return home
