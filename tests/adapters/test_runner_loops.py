"""The sandbox and event loops: started from the main thread only, and on one loop after another."""

from __future__ import annotations

import asyncio
import threading

import pytest

from quizapp.errors import SandboxError
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import client, launch_of


async def _answer(sandbox: ForkSandbox) -> int:
    app = await sandbox.launch(launch_of())
    async with client(app) as http:
        status = (await http.get("/health")).status_code
    await app.kill()
    return status


def test_one_loop_after_another() -> None:
    """A command line that runs two loops gets a working sandbox on each."""
    sandbox = ForkSandbox()

    async def last() -> int:
        status = await _answer(sandbox)
        await sandbox.close()
        return status

    with asyncio.Runner() as runner:
        first = runner.run(_answer(sandbox))
    with asyncio.Runner() as runner:
        second = runner.run(last())

    assert [first, second] == [200, 200]


def test_only_from_the_main_thread() -> None:
    """The kernel ties the zygote's life to the thread that starts it, so a worker thread is refused."""
    sandbox = ForkSandbox()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(sandbox.warm())
        except SandboxError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert [type(error) for error in raised] == [SandboxError]
    assert "main thread" in str(raised[0])


def test_closing_twice_and_unused() -> None:
    """A sandbox that was never started can be closed, and closing is not counted."""

    async def both() -> None:
        sandbox = ForkSandbox()
        await sandbox.close()
        await sandbox.warm()
        await sandbox.close()
        await sandbox.close()
        with pytest.raises(SandboxError):
            _ = sandbox.isolation

    asyncio.run(both())
