"""Learners' own tests, run in the sandbox."""

from __future__ import annotations

import pytest

from quizapp.runner.sandbox import ForkSandbox
from tests.launches import launch_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


async def test_pytest_counts(sandbox: ForkSandbox) -> None:
    """Tests among the sources run in the sandbox: counts, names, the last line of each failure."""
    tests = b"""
import pytest
from fastapi.testclient import TestClient
from main import app
def test_good():
    assert TestClient(app).get("/health").json() == {"status": "ok"}
def test_bad():
    assert 1 == 2
@pytest.fixture
def broken():
    raise RuntimeError("set-up")
def test_error(broken): ...
@pytest.mark.anyio
async def test_async(): ...
@pytest.fixture
def anyio_backend():
    return "asyncio"
"""
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests")

    assert (run.passed, run.failed, run.errors, run.exit_code, run.fault) == (2, 1, 1, 1, None)
    assert run.tests == [f"tests/test_it.py::test_{name}" for name in ("good", "bad", "async")]
    assert run.failures[0] == "tests/test_it.py::test_bad: assert 1 == 2"
    assert "set-up" in run.failures[1]


async def test_pytest_in_reverse(sandbox: ForkSandbox) -> None:
    """Tests that lean on each other's order show it when the order is turned round."""
    tests = b"SEEN = []\ndef test_a():\n    SEEN.append(1)\ndef test_b():\n    assert SEEN\n"
    launch = launch_of(files={"test_order.py": tests})

    forward = await sandbox.run_pytest(launch, "test_order.py")
    backward = await sandbox.run_pytest(launch, "test_order.py", reversed_order=True)

    assert (forward.passed, forward.failed) == (2, 0)
    assert (backward.passed, backward.failed) == (1, 1)
    assert backward.tests == ["test_order.py::test_b", "test_order.py::test_a"]


async def test_pytest_that_cannot_be_collected(sandbox: ForkSandbox) -> None:
    """A test file with an error counts as an error, not as nothing."""
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": b"import nothing_here\n"}), "tests")

    assert (run.passed, run.errors, run.exit_code) == (0, 1, 2)
    assert "nothing_here" in run.failures[0]


async def test_pytest_that_hangs(sandbox: ForkSandbox) -> None:
    """A test that never ends is ended, and the fault names its line."""
    tests = b"def test_hang():\n    while True:\n        pass\n"
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests", within=2.0)

    assert run.fault is not None
    assert run.fault.kind == "timed out"
    assert run.fault.at is not None
    assert (run.fault.at.file, run.fault.at.function) == ("tests/test_it.py", "test_hang")


async def test_pytest_that_ends_the_process(sandbox: ForkSandbox) -> None:
    """os._exit in a test is a fault, with its exit code."""
    tests = b"import os\ndef test_exit():\n    os._exit(7)\n"
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests")

    assert run.fault is not None
    assert (run.exit_code, run.fault.kind) == (7, "exited")
