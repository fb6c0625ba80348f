"""Same code, same verdict, also on a busy machine: timing checks beside two processes that take all they can get."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import Verdict
from tests.checked_app import only, sources, steps_task

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(900)]

RUNS = int(os.environ.get("QUIZAPP_STEADINESS_RUNS", "5"))
BUSY = "import time\nend = time.monotonic() + 600\nwhile time.monotonic() < end: pass"

LOOP = "- {GET: /slow, together: 5, expect: {status: 200, loop: free, speedup: {$ge: 3}}}"
ORDER = """
- {POST: /jobs, expect: 202}
- {GET: /jobs/1, expect: {json: {status: running}}}
- {GET: /jobs/1, until: {json: {status: done}}, within: 3s}
- journal: {order: [POST /jobs response.end, "log app.jobs: job 1 done"]}
"""
STREAM = "- {GET: /ticks, stream: sse, expect: {spread: {$ge: 100ms}, events: {$len: 3}}}"

EVERY = """    async def every():
        return "".join([part async for part in produce()])

"""

RIGHT = {"loop": (LOOP, []), "order": (ORDER, []), "stream": (STREAM, [])}
WRONG = {
    "loop": (LOOP, [("app/main.py", "await asyncio.sleep(0.15)", "time.sleep(0.15)")]),
    "order": (ORDER, [("app/main.py", 'background.add_task(work, "1")', 'await work("1")')]),
    "stream": (
        STREAM,
        [
            ("app/main.py", "return StreamingResponse(produce(), media", "return Response(await every(), media"),
            (
                "app/main.py",
                "    async def produce():",
                f"{EVERY}    async def produce():",
            ),
        ],
    ),
}


@pytest.fixture(scope="module", autouse=True)
def busy_machine() -> Iterator[None]:
    """Two busy loops that end by themselves, should nobody end them."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@pytest.mark.parametrize("name", RIGHT)
async def test_a_right_app_always_passes(checker: SandboxChecker, name: str) -> None:
    """No run of a right app fails because the machine is busy."""
    steps, edits = RIGHT[name]

    results = [only(await checker.check(steps_task(steps), sources(*edits))) for _ in range(RUNS)]

    assert [result.message for result in results] == [""] * RUNS


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_app_never_passes(checker: SandboxChecker, name: str) -> None:
    """No run of a wrong app gets through, and every run names the same cause."""
    steps, edits = WRONG[name]

    results = [only(await checker.check(steps_task(steps), sources(*edits))) for _ in range(RUNS)]

    assert {result.verdict for result in results} == {Verdict.FAILED}
    assert len({result.message for result in results}) == 1
