"""Processes that are started one by one, each warmed up ahead of its run: for Unix systems that are not Linux.

It stands where a zygote stands on Linux, which must not be forked elsewhere: on macOS a process that has touched system
libraries breaks when it is forked. Every run costs a whole start of Python, ahead of time; isolation is none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import signal
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from quizapp.errors import SandboxError
from quizapp.runner.agent.channel import KIND
from quizapp.runner.app import SandboxedApp
from quizapp.runner.zygote import PACKAGE_ROOT, inherited

BACKLOG = 128
POLL = 0.01
COMMAND = "import sys; sys.path.append(sys.argv[4]); from quizapp.runner.agent.alone import main; main()"


class SpawnedApp(SandboxedApp):
    """A run in a process group of its own, which signals reach as a whole."""

    group = 0

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self.group, number)


class Spawner:
    """Starts processes. Has what a `Zygote` has."""

    def __init__(self, folder: Path, numbers: Iterator[int], preload: Sequence[str], without: Collection[str]) -> None:
        self._folder = folder
        self._numbers = numbers
        self._config = {"preload": list(preload), "environment": inherited(), "without": sorted(without)}
        self._waits: set[asyncio.Task[None]] = set()
        self._apps: dict[SpawnedApp, subprocess.Popen[bytes]] = {}
        self.unloadable: set[str] = set()
        self.versions: Mapping[str, str] = {}
        self.is_alive = False

    async def start(self) -> None:
        """Be ready to start processes."""
        found = {"python": platform.python_version()}
        for name in ("fastapi", "starlette", "pydantic", "uvicorn"):
            with contextlib.suppress(PackageNotFoundError):
                found[name] = version(name)
        self.versions = found
        self.is_alive = True

    @property
    def is_idle(self) -> bool:
        """Whether no process of it lives."""
        return not self._apps

    async def spawn(self, *, network: bool, hurry: bool = False) -> SpawnedApp:
        """A new process that will be ready to go: wait for its `spare`. Its network is the person's own in any case."""
        del network, hurry
        folder = self._folder / str(next(self._numbers))
        socket_path = f"{folder}.sock"
        try:
            folder.mkdir(mode=0o700)
            ours, theirs = socket.socketpair(socket.AF_UNIX, KIND)
            with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
                listener.bind(socket_path)
                listener.listen(BACKLOG)
                process = self._popen(folder, theirs, listener)
        except OSError as error:
            raise SandboxError(f"No process could be started: {error.strerror}.", where=str(folder)) from error
        assert process.stdout is not None
        output = os.dup(process.stdout.fileno())
        process.stdout.close()
        app = SpawnedApp(
            socket_path=socket_path,
            pidfd=os.open(folder, os.O_RDONLY),
            channel=ours,
            output=output,
            versions=self.versions,
        )
        app.group = process.pid
        self._apps[app] = process
        wait = asyncio.get_running_loop().create_task(self._wait(app, process))
        self._waits.add(wait)
        wait.add_done_callback(self._waits.discard)
        return app

    def _popen(self, folder: Path, channel: socket.socket, listener: socket.socket) -> subprocess.Popen[bytes]:
        config = json.dumps({**self._config, "folder": str(folder)})
        numbers = [str(channel.fileno()), str(listener.fileno())]
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-E", "-P", "-c", COMMAND, *numbers, config, PACKAGE_ROOT],
            pass_fds=[channel.fileno(), listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )

    async def _wait(self, app: SpawnedApp, process: subprocess.Popen[bytes]) -> None:
        while (code := process.poll()) is None:  # noqa: ASYNC110 - a thread each would outlive a cancelled loop
            await asyncio.sleep(POLL)
        # What it may have started in its group ends with it.
        app.discard()
        self._apps.pop(app, None)
        app.died(code)

    async def close(self) -> None:
        """End every process."""
        self.is_alive = False
        for app in list(self._apps):
            app.discard()
        if self._waits:
            await asyncio.wait(self._waits)

    def abandon(self) -> None:
        """End everything at once, from outside of its event loop."""
        for app, process in self._apps.items():
            process.kill()
            process.wait()
            app.abandon()
        self._apps.clear()
