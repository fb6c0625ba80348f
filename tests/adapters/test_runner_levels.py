"""What is held back, with layers switched off one by one; and what makes a zygote anew."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.domain.run import IsolationLevel
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner.app import SandboxedApp
from quizapp.runner.sandbox import ForkSandbox
from quizapp.runner.zygote import Zygote
from tests.launches import client, launch_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


async def test_level_and_layers(sandbox: ForkSandbox) -> None:
    """On a Linux with Landlock and seccomp every layer that can be had is had, and the rest is accounted for."""
    isolation = sandbox.isolation

    assert isolation.level >= IsolationLevel.STRONG
    assert {*isolation.layers, *isolation.missing} == {"namespaces", "landlock", "seccomp", "limits"}


@pytest.mark.parametrize(
    ("without", "level"),
    [
        (["namespaces"], IsolationLevel.STRONG),
        (["namespaces", "landlock"], IsolationLevel.LIMITED),
        (["seccomp"], IsolationLevel.NONE),
        (["namespaces", "landlock", "seccomp", "limits"], IsolationLevel.NONE),
    ],
)
async def test_levels_are_what_was_proved(without: list[str], level: IsolationLevel) -> None:
    """With a layer switched off the level falls, and the app runs all the same."""
    sandbox = ForkSandbox(without=without)
    await sandbox.warm()
    app = await sandbox.launch(launch_of())
    async with client(app) as http:
        status = (await http.get("/health")).status_code

    assert sandbox.isolation.level is level
    assert sandbox.isolation.missing.keys() == set(without)
    assert status == 200
    assert (await app.stop()).code == 0
    await sandbox.close()


async def test_untrusted_code_is_refused_without_isolation() -> None:
    """Where nothing is held back, a pack that the person did not trust does not run."""
    sandbox = ForkSandbox(without=["namespaces", "landlock", "seccomp", "limits"])

    with pytest.raises(SandboxRefusedError):
        await sandbox.launch(launch_of(trusted=False))
    app = await sandbox.launch(launch_of(trusted=True))

    assert await app.started() is None
    await sandbox.close()


async def test_connections_to_itself_need_namespaces() -> None:
    """Where allowing them would allow more, the task is told that it cannot be run."""
    sandbox = ForkSandbox(without=["namespaces"])

    with pytest.raises(SandboxError, match=r"127\.0\.0\.1"):
        await sandbox.launch(launch_of(network="loopback"))

    await sandbox.close()


async def test_what_learners_import_is_preloaded() -> None:
    """A library that a run imported is there before the next run starts."""
    source = (
        "PRELOADED = 'wsproto' in sys.modules\nimport wsproto\n@app.get('/was')\ndef was():\n    return PRELOADED\n"
    )
    pytest.importorskip("wsproto")
    sandbox = ForkSandbox()
    answers = []
    while not answers or (not answers[-1] and len(answers) < 100):
        app = await sandbox.launch(launch_of(source))
        async with client(app) as http:
            answers.append((await http.get("/was")).json())
        await app.kill()
        await asyncio.sleep(0.1)

    assert answers[0] is False
    assert answers[-1] is True
    await sandbox.close()


async def test_a_zygote_that_is_out_of_date_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a variable changed that processes inherit, the next run is made anew; a living one goes on."""
    source = "@app.get('/tz')\ndef tz():\n    return os.environ.get('TZ')\n"
    sandbox = ForkSandbox()
    first = await sandbox.launch(launch_of(source))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = await sandbox.launch(launch_of(source))
    answers = []
    for app in (first, second):
        async with client(app) as http:
            answers.append((await http.get("/tz")).json())

    assert answers == [None, "Asia/Tokyo"]
    await sandbox.close()


async def test_a_spare_is_warmed_up_only_while_nobody_waits() -> None:
    """Who finds no spare gets a process at once; the next spare is made when runs are over and no other follows."""
    hurried: list[bool] = []

    class Noted(Zygote):
        """Notes in which hurry each process is ordered."""

        async def spawn(self, *, network: bool, hurry: bool = False) -> SandboxedApp:
            """A new process."""
            hurried.append(hurry)
            return await super().spawn(network=network, hurry=hurry)

    sandbox = ForkSandbox(nursery=Noted)
    await sandbox.warm()
    apps = [await sandbox.launch(launch_of()) for _ in range(3)]
    for app in apps:
        await app.kill()
    for _ in range(3000):
        if len(hurried) > 3:
            break
        await asyncio.sleep(0.01)

    assert hurried == [False, True, True, False]
    await sandbox.close()
