"""The app processes of one run: one that consecutive checks share, and one of its own for a check that needs it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from quizapp.checker.served import NotStartedError, Served, start
from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.run import Launch, StartFailure
from quizapp.errors import SandboxError


class AppProcesses:
    """Starts apps when they are first needed, and ends every one of them."""

    def __init__(self, sandbox: Sandbox, launch: Launch) -> None:
        self.sandbox = sandbox
        self.launch = launch
        """How the task's app is started."""
        self.versions: Mapping[str, str] = {}
        self.output = ""
        self.start_failure: StartFailure | None = None
        """Why the app does not start as the task starts it; known after the first try."""
        self._shared: Served | None = None
        self._own: list[Served] = []

    async def shared(self) -> Served:
        """The process that consecutive checks share; a new one when the last is gone. NotStartedError says why not."""
        if self.start_failure is not None:
            raise NotStartedError(self.start_failure)
        if self._shared is not None and not self._shared.is_alive:
            await self._end(self._shared)
            self._shared = None
        if self._shared is None:
            try:
                self._shared = await self.start(self.launch)
            except NotStartedError as error:
                self.start_failure = error.failure
                raise
            self._own.remove(self._shared)
        return self._shared

    async def start(self, launch: Launch) -> Served:
        """A process for one check alone; the check ends it by `release`."""
        try:
            served = await start(self.sandbox, launch)
        except NotStartedError as error:
            self.versions = error.versions or self.versions
            raise
        self.versions = served.versions or self.versions
        self._own.append(served)
        return served

    async def spoil_shared(self) -> None:
        """End the shared process: the next check gets a fresh one."""
        if self._shared is not None:
            await self._end(self._shared)
            self._shared = None

    async def release(self) -> None:
        """End the processes that the last check had for itself."""
        while self._own:
            await self._end(self._own.pop())

    async def close(self) -> None:
        """End all of them."""
        await self.release()
        await self.spoil_shared()

    async def _end(self, served: Served) -> None:
        # Whatever the sandbox cannot tell about a process that is to end, the verdict stands without it.
        with contextlib.suppress(SandboxError, OSError):
            await served.close()
        self.output = served.running.output() or self.output
