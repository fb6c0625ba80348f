"""The sandbox: a zygote, one spare ahead of every run, a fresh process each time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from pathlib import Path

from quizapp.domain.run import Isolation, IsolationLevel, Launch, PytestRun, StartFailure
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner import told
from quizapp.runner.app import SandboxedApp
from quizapp.runner.isolation import judged
from quizapp.runner.rundir import RunFolder
from quizapp.runner.zygote import Zygote

BORN = 10.0


class ForkSandbox:
    """Runs learners' apps in forks of a warm interpreter.

    `runtime_dir` is where sockets and working folders go; the user's runtime folder unless said. `start_limit` is how many
    seconds an app may take until it serves. `without` switches isolation layers off, to see what the others hold. Use it on one event loop of the main thread at a time.
    """

    def __init__(
        self, runtime_dir: Path | None = None, *, start_limit: float = 5.0, without: Collection[str] = ()
    ) -> None:
        self._without = frozenset(without)
        self._folder = RunFolder(runtime_dir)
        self._start_limit = start_limit
        self._zygote: Zygote | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting: asyncio.Lock | None = None
        self._next: asyncio.Task[SandboxedApp] | None = None
        self._preload: list[str] = []
        self._isolation: Isolation | None = None
        self._watches: set[asyncio.Task[None]] = set()

    @property
    def isolation(self) -> Isolation:
        """What is held back here; known after `warm`."""
        if self._isolation is None:
            raise SandboxError("the sandbox has not been started", hint="await warm() first")
        return self._isolation

    async def warm(self) -> None:
        """Have a zygote and a spare ready."""
        zygote = await self._alive()
        if self._next is None:
            self._order(zygote)
        assert self._next is not None
        await asyncio.shield(self._next)

    async def _alive(self) -> Zygote:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            await self._forget()
            self._loop, self._starting = loop, asyncio.Lock()
        assert self._starting is not None
        async with self._starting:
            if self._zygote is None or not self._zygote.is_alive:
                await self._forget()
                zygote = Zygote(self._folder.open(), self._preload, self._without)
                await zygote.start()
                self._zygote = zygote
            return self._zygote

    async def _forget(self) -> None:
        if self._next is not None and self._next.get_loop() is asyncio.get_running_loop():
            self._next.cancel()
        self._next = None
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            await zygote.close()

    def _order(self, zygote: Zygote) -> None:
        if zygote.is_alive and self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._spare(zygote))
            # Nobody may ever ask for this spare: its failure is told to whoever does.
            self._next.add_done_callback(lambda task: None if task.cancelled() else task.exception())

    async def _spare(self, zygote: Zygote, network: str = "none") -> SandboxedApp:
        app = await zygote.spawn(network=network == "loopback")
        try:
            async with asyncio.timeout(BORN):
                ready = await app.spare
        except (TimeoutError, asyncio.CancelledError) as error:
            await app.kill()
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            raise SandboxError("a new process of the sandbox did not get ready", hint=app.output() or None) from error
        self._isolation = judged(ready)
        return app

    async def _take(self, launch: Launch) -> SandboxedApp:
        for _ in range(3):
            zygote = await self._alive()
            waiting, self._next = self._next, None
            app = await waiting if waiting is not None else await self._spare(zygote)
            if app.ended() is None:
                break
        else:
            raise SandboxError("the sandbox's processes end before they are used")
        if not launch.trusted and self.isolation.level is IsolationLevel.NONE:
            await app.kill()
            raise SandboxRefusedError(
                "this pack's code may not run here: there is no isolation on this system",
                hint="allow it for this pack if you trust who made it",
            )
        return app

    async def launch(self, launch: Launch) -> SandboxedApp:
        """Start an app; returns before it serves."""
        app = await self._take(launch)
        order = {
            "op": "serve",
            "app": launch.app,
            "trace": launch.trace,
            "overrides": {
                symbol: spec.model_dump(mode="json", by_alias=True, exclude_none=True)
                for symbol, spec in launch.overrides.items()
            },
        }
        await app.go(launch, order, self._start_limit)
        self._follow(app)
        return app

    def _follow(self, app: SandboxedApp) -> None:
        task = asyncio.get_running_loop().create_task(self._after(app))
        self._watches.add(task)
        task.add_done_callback(self._watches.discard)

    async def _after(self, app: SandboxedApp) -> None:
        """The next spare is ordered when a run is over: its making would take time from the requests."""
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(app.dead)
            await app.files()
            if self._zygote is not None:
                self._order(self._zygote)

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        """Run tests that lie among the sources."""
        app = await self._take(launch)
        await app.go(
            launch.model_copy(update={"deadline": within}),
            {"op": "pytest", "path": path, "reversed": reversed_order},
            within,
        )
        self._follow(app)
        try:
            claimed = await app.result
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                await app.kill()
                raise
        else:
            await app.kill()
            run = told.pytest_run(claimed.get("run"), app.output())
            if run is not None:
                return run
        end = await app.kill()
        kind = "exited" if end.signal is None else "killed"
        message = end.reason or f"the tests ended the process with exit code {end.code}"
        fault = StartFailure(kind=kind, message=message, output=app.output())
        return PytestRun(output=app.output(), fault=fault, exit_code=end.code)

    async def close(self) -> None:
        """End every process and remove the run folder."""
        for task in list(self._watches):
            task.cancel()
        await self._forget()
        self._folder.close()
