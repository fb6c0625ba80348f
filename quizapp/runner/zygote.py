"""Our handle on the zygote: starts it, orders processes, hears of their end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from quizapp.errors import SandboxError
from quizapp.runner.agent.channel import KIND, Message
from quizapp.runner.app import SandboxedApp
from quizapp.runner.link import Link

START = 30.0
"""Seconds in which the zygote must be up, on the slowest machine."""
ENDED = 2.0
PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
COMMAND = "import sys; sys.path.append(sys.argv[3]); from quizapp.runner.agent.zygote import main; main()"


class Zygote:
    """One zygote process. Never used again once it is dead."""

    def __init__(self, folder: Path, numbers: Iterator[int], preload: Sequence[str], without: Collection[str]) -> None:
        self._folder = folder
        self._without = without
        self._preload = list(preload)
        self._process: subprocess.Popen[bytes] | None = None
        self._link: Link | None = None
        self._loop = asyncio.get_running_loop()
        self._up: asyncio.Future[Message] = self._loop.create_future()
        self._runs: dict[int, SandboxedApp] = {}
        self._births: dict[int, asyncio.Future[SandboxedApp]] = {}
        self._numbers = numbers
        self.unloadable: set[str] = set()
        """Modules that could not be imported, or started a thread."""
        self.versions: Mapping[str, str] = {}
        self.is_alive = False

    async def start(self) -> None:
        """Start the process and wait until it is warm; raises SandboxError."""
        if threading.current_thread() is not threading.main_thread():
            raise SandboxError(
                "The sandbox must be started from the program's main thread.",
                hint="`await warm()` on an event loop of the main thread first.",
            )
        ours, theirs = socket.socketpair(socket.AF_UNIX, KIND)
        canary = self._folder / "canary"
        canary.write_text("a file of the person's: no learner's code may read this\n")
        config = {
            "folder": str(self._folder),
            "parent": os.getpid(),
            "environment": inherited(),
            "preload": self._preload,
            "without": sorted(self._without),
            "canary": str(canary),
        }
        with theirs, (self._folder / "zygote.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our code; from this thread, on whose life it hangs
                [sys.executable, "-E", "-P", "-c", COMMAND, str(theirs.fileno()), json.dumps(config), PACKAGE_ROOT],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            )
        self._link = Link(ours, self._told, self._cut, files=True, limit=1 << 20)
        self.is_alive = True
        try:
            async with asyncio.timeout(START):
                up = await self._up
        except (TimeoutError, asyncio.CancelledError) as error:
            await self.close()
            if isinstance(error, asyncio.CancelledError) and (task := asyncio.current_task()) and task.cancelling():
                raise
            raise SandboxError("The sandbox's process did not start.", hint=self._log()) from error
        self.versions = {str(key): str(value) for key, value in up["versions"].items()}

    def _log(self) -> str | None:
        try:
            text = (self._folder / "zygote.log").read_text(errors="replace").strip()
        except OSError:
            return None
        return text[-2000:] or None

    def _told(self, message: Message, files: list[int]) -> None:
        run = int(message.get("run", 0))
        match message.get("event"):
            case "up" if not self._up.done():
                self._up.set_result(message)
            case "unloadable":
                self.unloadable.add(str(message.get("module")))
            case "born":
                self._born(run, message, files)
            case "unborn":
                birth = self._births.pop(run)
                if not birth.done():
                    birth.set_exception(SandboxError(f"No process could be started: {message.get('message')}."))
            case "dead":
                if (app := self._runs.pop(run, None)) is not None:
                    app.died(int(message["code"]))

    def _born(self, run: int, message: Message, files: list[int]) -> None:
        channel, output, pidfd = files
        files.clear()
        app = SandboxedApp(
            socket_path=message["socket"],
            pidfd=pidfd,
            channel=socket.socket(fileno=channel),
            output=output,
            versions=self.versions,
        )
        self._runs[run] = app
        birth = self._births.pop(run)
        if birth.done():
            app.discard()
        else:
            birth.set_result(app)

    @property
    def is_idle(self) -> bool:
        """Whether no process of it lives or is about to."""
        return not self._runs and not self._births

    def _cut(self, _garbled: str) -> None:
        self.is_alive = False
        if self._process is not None:
            # The stub over it ends by itself, unless somebody has stopped it.
            self._process.kill()
        if not self._up.done():
            self._up.cancel()
        for birth in self._births.values():
            if not birth.done():
                birth.set_exception(SandboxError("The sandbox's process has ended.", hint=self._log()))
        self._births.clear()
        for app in self._runs.values():
            # The kernel kills a zygote's children with it; this is for the case that it is slow.
            app.discard()
            app.died(None)
        self._runs.clear()

    async def spawn(self, *, network: bool, hurry: bool = False) -> SandboxedApp:
        """A new process that will be ready to go: wait for its `spare`. In a hurry it is not warmed up before."""
        if self._link is None or not self.is_alive:
            raise SandboxError("The sandbox's process has ended.", hint=self._log())
        run = next(self._numbers)
        birth: asyncio.Future[SandboxedApp] = self._loop.create_future()
        self._births[run] = birth
        await self._link.send({"op": "spawn", "run": run, "network": network, "hurry": hurry})
        return await birth

    async def close(self) -> None:
        """End the zygote and with it every run."""
        self._hang_up()
        process = self._process
        if process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, ENDED)
        if process.poll() is None:
            process.kill()
            await asyncio.to_thread(process.wait)

    def abandon(self) -> None:
        """End it at once, from outside of its event loop."""
        for app in self._runs.values():
            app.abandon()
        if self._link is not None:
            self._link.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
        self._cut("")


def inherited() -> dict[str, str]:
    """The variables that a learner's app sees beside its task's own."""
    kept = {name: os.environ[name] for name in ("TZ",) if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **kept}
