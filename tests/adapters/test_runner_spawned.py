"""The sandbox without a zygote, as systems other than Linux have it; tried here, on whatever this is."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.domain.run import IsolationLevel
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner.choice import sandbox_for
from quizapp.runner.sandbox import ForkSandbox
from quizapp.runner.spawner import Spawner
from tests.launches import client, launch_of, processes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(90)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ForkSandbox]:
    """One sandbox for all that follows; nothing is left of it."""
    base = tmp_path_factory.mktemp("run")
    made = ForkSandbox(base, nursery=Spawner)
    await made.warm()
    yield made
    await made.close()
    assert processes(str(base)) == {}
    assert list(base.iterdir()) == []


async def test_an_app_is_served(sandbox: ForkSandbox) -> None:
    """Requests, journal, files and an orderly stop are as with a zygote."""
    app = await sandbox.launch(
        launch_of("@app.get('/x')\ndef x():\n    open('a.txt', 'w').write('a')\n    print('hi')\n")
    )
    async with client(app) as http:
        status = (await http.get("/x")).status_code
    names = [event.name for event in await app.journal()]

    assert status == 200
    assert "GET /x response.end" in names
    assert (await app.stop()).code == 0
    assert await app.files() == {"a.txt": b"a"}
    assert app.output() == "hi\n"
    assert "fastapi" in app.versions


async def test_failures_and_hangs(sandbox: ForkSandbox) -> None:
    """A failed start is told; a hung one is ended."""
    broken = await sandbox.launch(launch_of("1 / 0\n"))
    hung = await sandbox.launch(launch_of("while True: pass\n", deadline=1.5))

    why, how = await broken.started(), await hung.started()

    assert why is not None
    assert how is not None
    assert (why.error, how.kind) == ("ZeroDivisionError", "timed out")
    assert (await hung.kill()).signal == 9


async def test_the_level_is_none(sandbox: ForkSandbox) -> None:
    """It claims no isolation, and code that the person does not trust is refused."""
    assert sandbox.isolation.level is IsolationLevel.NONE

    with pytest.raises(SandboxRefusedError):
        await sandbox.launch(launch_of(trusted=False))


async def test_the_right_sandbox_for_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux gets the zygote, other Unix systems do without, and Windows is told what to do."""
    here = sandbox_for(tmp_path)
    assert isinstance(here, ForkSandbox)

    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SandboxError, match="Windows"):
        sandbox_for(tmp_path)


PROGRAM = """
import asyncio, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from quizapp.runner.sandbox import ForkSandbox
from quizapp.runner.spawner import Spawner
async def main():
    await ForkSandbox(Path(sys.argv[1]), nursery=Spawner).warm()
    os.kill(os.getpid(), 9)
asyncio.run(main())
"""
ROOT = str(Path(__file__).resolve().parents[2])


async def test_the_program_ends(tmp_path: Path) -> None:
    """A spare sees that its program has gone, and leaves."""
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, str(tmp_path), ROOT)
    await program.wait()
    for _ in range(200):
        if not processes(str(tmp_path)):
            break
        await asyncio.sleep(0.02)

    assert program.returncode == -9
    assert processes(str(tmp_path)) == {}
