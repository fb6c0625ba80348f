"""The sandbox: a zygote, one spare ahead of every run, a fresh process each time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from quizapp.domain.run import Isolation, IsolationLevel, Launch, PytestRun
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner import told
from quizapp.runner.agent.channel import Message
from quizapp.runner.app import SandboxedApp
from quizapp.runner.ending import during_tests
from quizapp.runner.fingerprint import fingerprint
from quizapp.runner.isolation import judged
from quizapp.runner.order import check, serving
from quizapp.runner.rundir import RunFolder
from quizapp.runner.spawner import Spawner
from quizapp.runner.zygote import Zygote

BORN = 20.0
"""Seconds in which a new process must be ready, on the busiest machine."""
ATTEMPTS = 3
PATIENCE = 0.05
"""Seconds after a run until the next spare is ordered; who launches within them has a process made for it at once."""
MAX_PRELOAD = 400
Nursery = Zygote | Spawner


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
        self._nursery = nursery
        self._folder = RunFolder(runtime_dir)
        self._start_limit = start_limit
        self._without = frozenset(without)
        self._preload = set(preload)
        self._unloadable: set[str] = set()
        self._numbers = itertools.count(1)
        self._zygote: Nursery | None = None
        self._retired: list[Nursery] = []
        self._made_with: tuple[object, ...] = ()
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
            raise SandboxError("the sandbox has not been started", hint="await warm() first")
        return self._isolation

    async def warm(self) -> None:
        """Have a zygote and a spare ready."""
        zygote = await self._current()
        if self._next is not None and self._next.done() and not _is_waiting(self._next):
            self._next = None
        self._order(zygote)
        assert self._next is not None
        await asyncio.shield(self._next)

    # The zygote.

    async def _current(self) -> Nursery:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._abandon()
            self._loop, self._starting = loop, asyncio.Lock()
        async with self._starting:
            if self._zygote is not None and self._zygote.is_alive and fingerprint() != self._made_with:
                await self._retire()
            if self._zygote is None or not self._zygote.is_alive:
                await self._discard_next()
                if self._zygote is not None:
                    await self._zygote.close()
                self._zygote = await self._start()
            return self._zygote

    async def _start(self) -> Nursery:
        self._made_with = fingerprint()
        for _ in range(ATTEMPTS):
            preload = sorted(self._preload - self._unloadable)[:MAX_PRELOAD]
            zygote = self._nursery(self._folder.open(), self._numbers, preload, self._without)
            try:
                await zygote.start()
            except SandboxError:
                if not zygote.unloadable:
                    raise
            else:
                return zygote
            finally:
                self._unloadable |= zygote.unloadable
        raise SandboxError("the sandbox's process does not start", hint="run it again without preloaded modules")

    async def _retire(self) -> None:
        """A zygote that is out of date makes no more processes, but those it made may end in peace."""
        await self._discard_next()
        if self._zygote is not None:
            self._retired.append(self._zygote)
        self._zygote = None
        await self._bury()

    async def _bury(self) -> None:
        for zygote in [zygote for zygote in self._retired if zygote.is_idle]:
            self._retired.remove(zygote)
            await zygote.close()

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
        for zygote in (*self._retired, *([self._zygote] if self._zygote else [])):
            zygote.abandon()
        self._retired, self._zygote, self._next = [], None, None
        self._followers.clear()

    # Processes.

    def _order(self, zygote: Nursery) -> None:
        if zygote.is_alive and self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._spare(zygote, "none"))
            # Nobody may ever ask for this spare: its failure is told to whoever does.
            self._next.add_done_callback(lambda task: None if task.cancelled() else task.exception())

    async def _spare(
        self, zygote: Nursery, network: Literal["none", "loopback"], *, hurry: bool = False
    ) -> SandboxedApp:
        app = await zygote.spawn(network=network == "loopback", hurry=hurry)
        try:
            await asyncio.wait([app.spare], timeout=BORN)
        except asyncio.CancelledError:
            await self._end(app)
            raise
        if not app.spare.done() or app.spare.cancelled():
            await self._end(app)
            raise SandboxError("a new process of the sandbox did not get ready", hint=app.output().strip() or None)
        found = judged(app.spare.result())
        if network == "none":
            self._isolation = found
        elif found.level < self.isolation.level:
            await self._end(app)
            raise SandboxError(
                "this task opens network connections to itself, and here nothing else could be kept out of reach",
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
            zygote = await self._current()
            app = await self._next_app(zygote)
            if app.ended() is None:
                break
            await app.tidy()
        else:
            raise SandboxError("the sandbox's processes end before they are used", hint=app.output().strip() or None)
        try:
            self._refuse(launch)
        except SandboxRefusedError:
            await self._end(app)
            raise
        if launch.network == "none":
            return app
        await self._end(app)
        return await self._networked(zygote)

    def _refuse(self, launch: Launch) -> None:
        if self.isolation.level is IsolationLevel.NONE and not launch.trusted:
            raise SandboxRefusedError(
                "this pack's code may not run here: there is no isolation on this system",
                hint="allow it for this pack if you trust who made it",
            )

    async def _networked(self, zygote: Nursery) -> SandboxedApp:
        """A process with a network of its own, in which there is nobody but itself."""
        if "namespaces" not in self.isolation.layers and self.isolation.level is not IsolationLevel.NONE:
            raise SandboxError(
                "this task needs network connections on 127.0.0.1, which cannot be allowed here without allowing more",
                hint=f"it takes namespaces: {self.isolation.missing.get('namespaces', 'not available')}",
            )
        return await self._spare(zygote, "loopback", hurry=True)

    async def _next_app(self, zygote: Nursery) -> SandboxedApp:
        waiting, self._next = self._next, None
        return await (waiting if waiting is not None else self._spare(zygote, "none", hurry=True))

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
        await self._bury()
        await asyncio.sleep(PATIENCE)
        if launches == self._launches and (zygote := await self._ready()) is not None:
            self._order(zygote)
        news = app.new_modules - self._preload
        if is_trusted and news and len(self._preload) < MAX_PRELOAD:
            self._preload |= news
            await self._renew()

    async def _ready(self) -> Nursery | None:
        try:
            return await self._current()
        except SandboxError:
            # Whoever launches next hears of it.
            return None

    async def _renew(self) -> None:
        """A zygote that has what learners import; the old one serves until it is up."""
        if self._is_renewing:
            return
        self._is_renewing = True
        try:
            zygote = await self._start()
        except SandboxError:
            return
        finally:
            self._is_renewing = False
        async with self._starting:
            await self._retire()
            self._zygote = zygote
        self._order(zygote)

    async def close(self) -> None:
        """End every process and remove the run folder."""
        if self._loop is not asyncio.get_running_loop():
            self._abandon()
        if followers := list(self._followers):
            for task in followers:
                task.cancel()
            await asyncio.wait(followers)
        await self._discard_next()
        for zygote in (*self._retired, *([self._zygote] if self._zygote else [])):
            await zygote.close()
        self._retired, self._zygote, self._isolation = [], None, None
        self._folder.close()


def _is_waiting(task: asyncio.Task[SandboxedApp]) -> bool:
    return not task.cancelled() and task.exception() is None and task.result().ended() is None
