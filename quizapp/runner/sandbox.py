"""The sandbox: a zygote, one spare ahead of every run, a fresh process each time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from quizapp.domain.run import Isolation, IsolationLevel, Launch, PytestRun
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner import told
from quizapp.runner.agent.channel import Message
from quizapp.runner.app import SandboxedApp
from quizapp.runner.ending import during_tests
from quizapp.runner.isolation import judged
from quizapp.runner.nursery import ATTEMPTS, Nurseries, Nursery
from quizapp.runner.order import check, serving
from quizapp.runner.rundir import RunFolder
from quizapp.runner.zygote import Zygote

BORN = 20.0
"""Seconds in which a new process must be ready, on the busiest machine."""
PATIENCE = 0.05
"""Seconds after a run until the next spare is ordered; who launches within them has a process made for it at once."""


class ForkSandbox:
    """Runs learners' apps in forks of a warm interpreter.

    Use it on one event loop of the main thread at a time; on a new loop it starts anew.

    Args:
        runtime_dir: where sockets and working folders go; the user's runtime folder unless said.
        start_limit: seconds that an app may take until it serves.
        without: isolation layers to leave out, to see what the others hold.
        preload: modules to import into the zygote beside the usual ones.
        nursery: where processes come from; a `Spawner` where no zygote can be.
    """

    def __init__(
        self,
        runtime_dir: Path | None = None,
        *,
        start_limit: float = 5.0,
        without: Collection[str] = (),
        preload: Collection[str] = (),
        nursery: type[Nursery] = Zygote,
    ) -> None:
        self._folder = RunFolder(runtime_dir)
        self._start_limit = start_limit
        self._nurseries = Nurseries(nursery, self._folder, preload=preload, without=without)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = asyncio.Lock()
        self._next: asyncio.Task[SandboxedApp] | None = None
        self._isolation: Isolation | None = None
        self._followers: set[asyncio.Task[None]] = set()
        self._is_renewing = False
        self._launches = 0

    @property
    def isolation(self) -> Isolation:
        """What is held back here; known after `warm`."""
        if self._isolation is None:
            raise SandboxError("The sandbox has not been started.", hint="`await warm()` first.")
        return self._isolation

    async def warm(self) -> None:
        """Have a nursery and a spare ready."""
        nursery = await self._current()
        if self._next is not None and self._next.done() and not _is_waiting(self._next):
            self._next = None
        self._order(nursery)
        assert self._next is not None
        await asyncio.shield(self._next)

    async def _current(self) -> Nursery:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._abandon()
            self._loop, self._starting = loop, asyncio.Lock()
        async with self._starting:
            if self._nurseries.is_outdated:
                await self._discard_next()
                await self._nurseries.retire()
            nursery = self._nurseries.present
            if nursery is None:
                await self._discard_next()
                nursery = await self._nurseries.replaced()
            return nursery

    async def _discard_next(self) -> None:
        waiting, self._next = self._next, None
        if waiting is None:
            return
        waiting.cancel()
        await asyncio.wait([waiting])
        if not waiting.cancelled() and waiting.exception() is None:
            await self._end(waiting.result())

    def _abandon(self) -> None:
        """The loop that all this belonged to is gone."""
        self._nurseries.abandon()
        self._next = None
        self._followers.clear()

    def _order(self, nursery: Nursery) -> None:
        if nursery.is_alive and self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._spare(nursery, "none"))
            # Nobody may ever ask for this spare: its failure is told to whoever does.
            self._next.add_done_callback(lambda task: None if task.cancelled() else task.exception())

    async def _spare(
        self, nursery: Nursery, network: Literal["none", "loopback"], *, hurry: bool = False
    ) -> SandboxedApp:
        app = await nursery.spawn(network=network == "loopback", hurry=hurry)
        try:
            await asyncio.wait([app.spare], timeout=BORN)
        except asyncio.CancelledError:
            await self._end(app)
            raise
        if not app.spare.done() or app.spare.cancelled():
            await self._end(app)
            raise SandboxError("A new process of the sandbox did not get ready.", hint=app.output().strip() or None)
        found = judged(app.spare.result())
        if network == "none":
            self._isolation = found
        elif found.level < self.isolation.level:
            await self._end(app)
            raise SandboxError(
                "This task opens network connections to itself, and here nothing else could be kept out of reach.",
                hint="; ".join(f"{layer}: {why}" for layer, why in found.missing.items()),
            )
        return app

    async def _end(self, app: SandboxedApp) -> None:
        await app.kill()
        await app.tidy()

    async def _take(self, launch: Launch) -> SandboxedApp:
        check(launch)
        self._launches += 1
        if launch.network == "loopback" and self._isolation is not None:
            self._refuse(launch)
            return await self._networked(await self._current())
        for _ in range(ATTEMPTS):
            nursery = await self._current()
            app = await self._next_app(nursery)
            if app.ended() is None:
                break
            await app.tidy()
        else:
            raise SandboxError("The sandbox's processes end before they are used.", hint=app.output().strip() or None)
        try:
            self._refuse(launch)
        except SandboxRefusedError:
            await self._end(app)
            raise
        if launch.network == "none":
            return app
        await self._end(app)
        return await self._networked(nursery)

    def _refuse(self, launch: Launch) -> None:
        if self.isolation.level is IsolationLevel.NONE and not launch.trusted:
            raise SandboxRefusedError(
                "This pack's code may not run here: there is no isolation on this system.",
                hint="Allow it for this pack if you trust who made it.",
            )

    async def _networked(self, nursery: Nursery) -> SandboxedApp:
        """A process with a network of its own, in which there is nobody but itself."""
        if "namespaces" not in self.isolation.layers and self.isolation.level is not IsolationLevel.NONE:
            raise SandboxError(
                "This task needs network connections on 127.0.0.1, which cannot be allowed here without allowing more.",
                hint=f"It takes namespaces: {self.isolation.missing.get('namespaces', 'not available')}.",
            )
        return await self._spare(nursery, "loopback", hurry=True)

    async def _next_app(self, nursery: Nursery) -> SandboxedApp:
        waiting, self._next = self._next, None
        return await (waiting if waiting is not None else self._spare(nursery, "none", hurry=True))

    async def launch(self, launch: Launch) -> SandboxedApp:
        """Start an app; returns before it serves."""
        app = await self._take(launch)
        order = serving(launch)
        await app.go(launch, order, within=launch.deadline, start_limit=self._start_limit)
        self._follow(app, is_trusted=launch.trusted)
        return app

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        """Run tests that lie among the sources, in the sandbox."""
        app = await self._take(launch)
        order: Message = {"op": "pytest", "path": path, "reversed": reversed_order}
        await app.go(launch, order, within=within, start_limit=within)
        self._follow(app, is_trusted=launch.trusted)
        try:
            await asyncio.wait([app.result])
        finally:
            app.discard()
        end = await app.kill()
        if not app.result.cancelled():
            run = told.pytest_run(app.result.result().get("run"), app.output())
            if run is not None:
                return run
        return PytestRun(exit_code=end.code, output=app.output(), fault=during_tests(end, app.hung_at, app.output()))

    def _follow(self, app: SandboxedApp, *, is_trusted: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._after(app, is_trusted=is_trusted))
        self._followers.add(task)
        task.add_done_callback(self._followers.discard)

    async def _after(self, app: SandboxedApp, *, is_trusted: bool) -> None:
        """The next spare is ordered when a run is over and no other follows: its making would take time from them."""
        await asyncio.wait([app.dead])
        launches = self._launches
        await app.tidy()
        await self._nurseries.bury()
        await asyncio.sleep(PATIENCE)
        if launches == self._launches and (nursery := await self._ready()) is not None:
            self._order(nursery)
        if is_trusted and self._nurseries.learn(app.new_modules):
            await self._renew()

    async def _ready(self) -> Nursery | None:
        try:
            return await self._current()
        except SandboxError:
            # Whoever launches next hears of it.
            return None

    async def _renew(self) -> None:
        """A nursery that has what learners import; the old one serves until it is up."""
        if self._is_renewing:
            return
        self._is_renewing = True
        try:
            nursery = await self._nurseries.started()
        except SandboxError:
            return
        finally:
            self._is_renewing = False
        async with self._starting:
            await self._discard_next()
            await self._nurseries.succeeded(nursery)
        self._order(nursery)

    async def close(self) -> None:
        """End every process and remove the run folder."""
        if self._loop is not asyncio.get_running_loop():
            self._abandon()
        if followers := list(self._followers):
            for task in followers:
                task.cancel()
            await asyncio.wait(followers)
        await self._discard_next()
        await self._nurseries.close()
        self._isolation = None
        self._folder.close()


def _is_waiting(task: asyncio.Task[SandboxedApp]) -> bool:
    return not task.cancelled() and task.exception() is None and task.result().ended() is None
