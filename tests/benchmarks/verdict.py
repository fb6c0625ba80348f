"""How long from saving a file to the verdict of 12 requests: ours against the usual ways, in one run, as ratios.

`python -m pytest tests/benchmarks/verdict.py -s`, or `python tests/benchmarks/verdict.py [rounds]` for the table alone.
Absolute times say something about this machine only; the ratios are what is held. Rounds are interleaved, so that a
busy moment hits every way alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
sys.path.append(str(Path(__file__).parent))

from inventory_steps import steps  # noqa: E402 - so that every way loads it alike

from quizapp.checker.transport import ORIGIN, SocketTransport  # noqa: E402 - as a script it finds the package first
from quizapp.domain.run import Launch  # noqa: E402 - as above
from quizapp.runner.sandbox import ForkSandbox  # noqa: E402 - as above

ROUNDS = int(os.environ.get("QUIZAPP_ROUNDS", "7"))
BOUNDS = {"cold uvicorn": 0.10, "pytest, cold": 0.05, "in-process floor": 1.7}
"""Ours over theirs, at most; with every layer of isolation there is."""
APP = Path(__file__).with_name("inventory.py")
Way = Callable[[], Awaitable[float]]


async def judge(http: httpx.AsyncClient) -> None:
    """Send them all; an answer that is not as it must be raises AssertionError."""
    going = steps()
    method, path, content = next(going)
    with contextlib.suppress(StopIteration):
        while True:
            response = await http.request(method, path, **content)
            body = json.loads(response.content) if response.content else None
            method, path, content = going.send((response.status_code, body))


@dataclass
class Bench:
    """A learner's folder, and the ways to judge what is saved in it."""

    folder: Path
    sandbox: ForkSandbox
    mark: int = 0
    """Stands in what was saved last."""

    def save(self) -> float:
        """Save the module as editors do, and tell when."""
        new = self.folder / "main.new"
        self.mark = time.monotonic_ns()
        new.write_text(f"{APP.read_text()}\nMARK = {self.mark}\n")
        start = time.perf_counter()
        new.replace(self.folder / "main.py")
        return start

    async def ours(self) -> float:
        """The sandbox with a spare ready, everything isolated, through the checker's transport."""
        await self.sandbox.warm()
        start = self.save()
        source = (self.folder / "main.py").read_bytes()
        app = await self.sandbox.launch(Launch(sources={"main.py": source}))
        async with httpx.AsyncClient(transport=SocketTransport(app.socket_path), base_url=ORIGIN) as http:
            await judge(http)
        seconds = time.perf_counter() - start
        await app.kill()
        return seconds

    async def cold(self) -> float:
        """A new `uvicorn main:app`, asked until it answers."""
        start = self.save()
        async with _server(self.folder, _port()) as http:
            await judge(http)
            return time.perf_counter() - start

    async def reload(self) -> float:
        """`uvicorn --reload`, running already, until it serves what was saved."""
        async with _server(self.folder, _port(), "--reload") as http:
            start = self.save()
            while await _ask(http, "/mark") != self.mark:  # noqa: ASYNC110 - nothing tells when it serves
                await asyncio.sleep(0.005)
            await judge(http)
            return time.perf_counter() - start

    async def pytest_cold(self) -> float:
        """A new pytest that sends the same requests through TestClient."""
        start = self.save()
        arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "test_inventory.py"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=self.folder, stdout=subprocess.PIPE, env=_environment()
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed.decode()
        return time.perf_counter() - start

    async def floor(self) -> float:
        """The same in one process that has everything imported: no server, no isolation, the least there is."""
        start = self.save()
        sys.modules["floor"] = module = ModuleType("floor")
        exec(compile((self.folder / "main.py").read_text(), "main.py", "exec", dont_inherit=True), vars(module))
        app = module.app
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://app") as http,
        ):
            await judge(http)
        return time.perf_counter() - start


def _environment() -> dict[str, str]:
    """Without plugins that only our own tests need: they would make pytest look slower than it is."""
    return {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parent), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def _ask(http: httpx.AsyncClient, path: str) -> object:
    try:
        return (await http.get(path)).json()
    except (httpx.TransportError, ValueError):
        return None


@contextlib.asynccontextmanager
async def _server(folder: Path, port: int, *options: str) -> AsyncIterator[httpx.AsyncClient]:
    """A uvicorn in a process of its own, and a client for it."""
    arguments = ["-m", "uvicorn", "main:app", "--port", str(port), "--log-level", "error", *options]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=_environment(), start_new_session=True
    )
    try:
        transport = httpx.AsyncHTTPTransport(verify=False, trust_env=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{port}") as http:
            while await _ask(http, "/health") is None:  # noqa: ASYNC110 - nothing tells when it serves
                await asyncio.sleep(0.005)
            yield http
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


TESTS = """
import json
from fastapi.testclient import TestClient
from main import app
from inventory_steps import steps
def test_inventory():
    with TestClient(app) as http:
        going = steps()
        method, path, content = next(going)
        try:
            while True:
                response = http.request(method, path, **content)
                body = json.loads(response.content) if response.content else None
                method, path, content = going.send((response.status_code, body))
        except StopIteration:
            pass
"""


async def measured(rounds: int) -> dict[str, list[float]]:
    """Seconds of every way, round by round; the first round warms caches up and is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="qb-"))
    (folder / "test_inventory.py").write_text(TESTS)
    bench = Bench(folder, ForkSandbox())
    ways: dict[str, Way] = {
        "ours": bench.ours,
        "cold uvicorn": bench.cold,
        "uvicorn --reload": bench.reload,
        "pytest, cold": bench.pytest_cold,
        "in-process floor": bench.floor,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    try:
        for number in range(rounds + 1):
            for name, way in ways.items():
                taken = await way()
                if number:
                    seconds[name].append(taken)
        print(f"isolation: {bench.sandbox.isolation.badge}")  # noqa: T201 - read with pytest -s
    finally:
        await bench.sandbox.close()
        shutil.rmtree(folder)
    return seconds


def table(seconds: dict[str, list[float]]) -> str:
    """Medians, ranges, and ours over each."""
    ours = statistics.median(seconds["ours"])
    lines = [f"{'way':18} {'median':>9} {'min':>8} {'max':>8}  ours/it"]
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        numbers = f"{middle * 1e3:7.1f}ms {min(taken) * 1e3:6.1f}ms {max(taken) * 1e3:6.1f}ms"
        lines.append(f"{name:18} {numbers}  {ours / middle:.3f}")
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_verdict_comes_at_once() -> None:
    """With all isolation a verdict takes a small part of the usual time, and little more than no server at all."""
    seconds = asyncio.run(measured(ROUNDS))
    print(f"\n{table(seconds)}")  # noqa: T201 - read with pytest -s
    ours = statistics.median(seconds["ours"])
    ratios = {name: ours / statistics.median(seconds[name]) for name in BOUNDS}

    assert {name: ratio for name, ratio in ratios.items() if ratio > BOUNDS[name]} == {}


if __name__ == "__main__":
    print(table(asyncio.run(measured(int(sys.argv[1]) if sys.argv[1:] else ROUNDS))))  # noqa: T201 - a script's answer
