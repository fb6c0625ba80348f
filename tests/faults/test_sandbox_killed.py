"""kill -9 at any moment, on the program that holds a sandbox or on its zygote: nothing is left.

A few moments are tried at every run. QUIZAPP_KILLS=200 tries that many on the program, and a quarter as many on the
zygote.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launches import HEAD, processes

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"), pytest.mark.timeout(1800)]

KILLS = int(os.environ.get("QUIZAPP_KILLS", "6"))
GONE = 5.0
"""Seconds in which everything must have ended; measured it is a few hundredths."""
ROOT = Path(__file__).resolve().parents[2]

HOLDER = """
import asyncio, random, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from quizapp.domain.run import Launch
from quizapp.errors import SandboxError
from quizapp.runner.sandbox import ForkSandbox
SOURCES = {sources!r}
async def main():
    sandbox = ForkSandbox(Path(sys.argv[1]), without=sys.argv[2:])
    print("up", flush=True)
    while True:
        try:
            app = await sandbox.launch(Launch(sources={{"main.py": random.choice(SOURCES)}}))
            print("run", flush=True)
            await asyncio.sleep(random.random() * 0.2)
            await app.kill()
        except SandboxError as error:
            print("error", repr(str(error)), flush=True)
asyncio.run(main())
"""
SOURCES = [
    HEAD,
    HEAD + "while True: pass\n",
    HEAD
    + "for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
    + "threading.Thread(target=time.sleep, args=(99,)).start()\n",
    HEAD + "@app.on_event('startup')\nasync def s():\n    while True: await asyncio.sleep(0)\n",
]


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder with a short name, so that sockets fit below it."""
    with tempfile.TemporaryDirectory(prefix="qk-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def held(base: Path, without: list[str]) -> subprocess.Popen[str]:
    """A program that runs one app after another."""
    script = HOLDER.format(root=str(ROOT), sources=[source.encode() for source in SOURCES])
    return subprocess.Popen(
        [sys.executable, "-c", script, str(base), *without], stdout=subprocess.PIPE, text=True, cwd=base
    )


def gone(mark: str) -> float | None:
    """Seconds until no process is left; None when some stay."""
    start = time.monotonic()
    while time.monotonic() - start < GONE:
        if not processes(mark):
            return time.monotonic() - start
        time.sleep(0.005)
    return None


@pytest.mark.slow
@pytest.mark.parametrize("without", [[], ["namespaces"]], ids=["full", "strong"])
def test_the_program_is_killed(base: Path, without: list[str]) -> None:
    """Whatever it was doing, the start of the zygote included, all its processes end with it."""
    chance = random.Random(20260101)
    slowest = 0.0
    for number in range(max(1, KILLS // 2)):
        holder = held(base, without)
        assert holder.stdout is not None
        holder.stdout.readline()
        # Half of the moments lie in the zygote's start, the others in runs.
        if number % 2:
            holder.stdout.readline()
        time.sleep(chance.random() * (0.8 if number % 2 else 1.5))
        assert number % 2 == 0 or processes(str(base)).keys() - {holder.pid}
        holder.kill()
        holder.communicate()

        seconds = gone(str(base))

        assert seconds is not None, f"kill {number} left {processes(str(base))}"
        slowest = max(slowest, seconds)
    print(f"{max(1, KILLS // 2)} kills, all gone after at most {slowest * 1000:.0f} ms")  # noqa: T201 - read with pytest -s


@pytest.mark.slow
def test_what_a_killed_program_left_is_swept(base: Path) -> None:
    """The next start removes the folder of a killed program, and leaves a living one's alone."""
    living, dead = held(base, []), held(base, [])
    for holder in (living, dead):
        assert holder.stdout is not None
        while holder.stdout.readline() != "run\n":
            pass
    before = {path.name for path in base.iterdir()}
    dead.kill()
    dead.communicate()
    third = held(base, [])
    assert third.stdout is not None
    while third.stdout.readline() != "run\n":
        pass
    after = {path.name for path in base.iterdir()}
    for holder in (living, third):
        holder.kill()
        holder.communicate()

    assert len(before) == 2
    assert len(after) == 2
    assert len(before & after) == 1
    assert gone(str(base)) is not None


@pytest.mark.slow
@pytest.mark.parametrize("frozen", [False, True], ids=["killed", "frozen first"])
def test_the_zygote_is_killed(base: Path, *, frozen: bool) -> None:
    """Its runs end with it; the program sees that, starts another one and goes on."""
    chance = random.Random(20260102)
    holder = held(base, [])
    assert holder.stdout is not None
    for number in range(max(2, KILLS // 8)):
        while holder.stdout.readline() != "run\n":
            assert holder.poll() is None
        time.sleep(chance.random() * 0.3)
        alive = _started(base, holder.pid)
        victim = chance.choice(sorted(alive)[:2])
        if frozen:
            for pid in alive:
                _send(pid, signal.SIGSTOP)
        _send(victim, signal.SIGKILL)

        assert _all_gone(alive), f"kill {number} of {victim} left {processes(str(base))}"
    holder.kill()
    holder.communicate()
    assert gone(str(base)) is not None


def _started(base: Path, holder: int) -> list[int]:
    """The processes that the program has started, waited for: between two runs there may be none of them."""
    end = time.monotonic() + GONE
    while not (alive := [pid for pid in processes(str(base)) if pid != holder]):
        assert time.monotonic() < end, "nothing was started again"
        time.sleep(0.01)
    return alive


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _all_gone(pids: list[int]) -> bool:
    end = time.monotonic() + GONE
    while time.monotonic() < end:
        if not any(_lives(pid) for pid in pids):
            return True
        time.sleep(0.005)
    return False


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
