"""Keeping a coding task's app running: at one address, from one saved state after another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.sandbox import RunningApp, Sandbox
from quizapp.domain.ports.serving import Address, Addresses, Courier
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.request import Request, Response
from quizapp.domain.run import Exit, Launch, StartFailure

KEEP_SECONDS = 3600.0
"""How long one process is kept running at most; the next save begins a new one."""
MOST_REMEMBERED = 50
"""Requests of a task that are remembered."""


class KeptApp:
    """A task's app behind one address. Its isolation is that of a check; whoever opens it closes it."""

    def __init__(
        self,
        launch: Callable[[Mapping[str, bytes] | None], Launch],
        sandbox: Sandbox,
        addresses: Addresses,
        courier: Courier,
        *,
        port: int = 0,
    ) -> None:
        """An app that does not run yet.

        Args:
            launch: how it is started, from these sources or from what is saved.
            sandbox: where it runs.
            addresses: where it can be called.
            courier: carries requests of ours.
            port: the loopback port; a free one unless said.
        """
        self._launch = launch
        self._sandbox = sandbox
        self._addresses = addresses
        self._courier = courier
        self._port = port
        self._stack = AsyncExitStack()
        self._address: Address | None = None
        self._running: RunningApp | None = None
        self._turn = asyncio.Lock()
        self.failure: StartFailure | None = None
        """Why the latest state does not serve; None while it does."""

    async def __aenter__(self) -> Self:
        """Open the address; OSError if its port is taken."""
        self._address = await self._stack.enter_async_context(self._addresses(self._port))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the app, close the address."""
        async with self._turn:
            await self._end()
            self._address = None
            await self._stack.aclose()

    @property
    def address(self) -> str:
        """What to call in a browser; empty when it is not open."""
        return self._address.address if self._address is not None else ""

    @property
    def is_serving(self) -> bool:
        """Whether requests are answered now."""
        return self._running is not None and self._running.ended() is None

    def ended(self) -> Exit | None:
        """How the process ended by itself; None while it lives, or if there was none."""
        return self._running.ended() if self._running is not None else None

    def output(self) -> str:
        """The end of what the process has printed, or the one that did not start."""
        if self._running is not None:
            return self._running.output()
        return self.failure.output if self.failure is not None else ""

    async def renew(self, sources: Mapping[str, bytes] | None = None) -> StartFailure | None:
        """Start what is saved now, or these sources, in place of what ran.

        The old process answers until the new one does. If that does not start nothing answers: nobody shall look at an
        answer of code that is no longer there. Nothing is started once it is closed.

        Raises:
            QuizAppError: the workspace cannot be read, or nothing can be run here.
        """
        async with self._turn:
            if self._address is None:
                return self.failure
            running = await self._sandbox.launch(self._launch(sources))
            try:
                failure = await running.started()
            except BaseException:
                await running.kill()
                raise
            await self._end()
            self.failure = failure
            if failure is not None:
                await running.kill()
            else:
                self._running = running
                self._address.target = running.socket_path
            return failure

    async def routes(self) -> Sequence[str]:
        """`GET /items`, in the order of registration."""
        return await self._running.routes() if self._running is not None else []

    async def ask(self, request: Request) -> Response:
        """Send a request; what goes wrong stands in the response."""
        if self._running is None:
            return Response(trouble="Your app is not running.")
        return await self._courier.send(self._running.socket_path, request)

    async def _end(self) -> None:
        if self._address is not None:
            self._address.target = None
        running, self._running = self._running, None
        if running is not None:
            await running.kill()


class ServingService:
    """Keeps apps running, and remembers what was asked of them."""

    def __init__(
        self,
        *,
        workspaces: Workspaces,
        sandbox: Sandbox,
        addresses: Addresses,
        courier: Courier,
        trusts: Callable[[str], bool],
    ) -> None:
        self._workspaces = workspaces
        self._sandbox = sandbox
        self._addresses = addresses
        self._courier = courier
        self._trusts = trusts
        self._asked: dict[ItemId, list[Request]] = {}

    def serve(self, folder: TaskFolder, *, port: int = 0) -> KeptApp:
        """A task's app, to be opened, renewed at each save, and closed."""
        return KeptApp(
            lambda sources: self._launch(folder, sources), self._sandbox, self._addresses, self._courier, port=port
        )

    def _launch(self, folder: TaskFolder, sources: Mapping[str, bytes] | None) -> Launch:
        task = folder.task
        return Launch(
            sources=dict(self._workspaces.sources(folder) if sources is None else sources),
            given=task.given,
            app=task.app,
            env={name: str(value) for name, value in task.env.items()},
            overrides=task.overrides,
            network=task.needs.network,
            trusted=self._trusts(folder.pack),
            talks=True,
            deadline=KEEP_SECONDS,
        )

    def note(self, folder: TaskFolder, request: Request) -> None:
        """Remember what was asked, as long as this process lives; the same request once."""
        asked = self._asked.setdefault(folder.id, [])
        if request in asked:
            asked.remove(request)
        asked.append(request)
        del asked[:-MOST_REMEMBERED]

    def asked(self, folder: TaskFolder) -> Sequence[Request]:
        """What was asked of a task's app, the latest first."""
        return self._asked.get(folder.id, [])[::-1]
