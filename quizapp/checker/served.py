"""One app process as the checker sees it: its connections, its journal, its routes, and how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from quizapp.checker.bounds import JOURNAL_DEADLINE, STALL_BUSY, STALL_LOOK, START_DEADLINE
from quizapp.checker.transport import SocketTransport
from quizapp.domain.ports.sandbox import RunningApp, Sandbox
from quizapp.domain.run import CodeLine, Event, Exit, Launch, StartFailure
from quizapp.errors import SandboxError


class NotStartedError(Exception):
    """The app does not serve."""

    def __init__(self, failure: StartFailure, versions: Mapping[str, str] | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.versions = versions or {}


class Served:
    """A running app with the transport that speaks to it."""

    def __init__(self, running: RunningApp, launch: Launch) -> None:
        self.running = running
        self.launch = launch
        self.transport = SocketTransport(running.socket_path)

    @property
    def versions(self) -> Mapping[str, str]:
        """What runs in it."""
        return self.running.versions

    async def journal(self) -> Sequence[Event]:
        """Everything seen so far; nothing from a process that is gone or does not hand it over in time."""
        try:
            async with asyncio.timeout(JOURNAL_DEADLINE):
                return await self.running.journal()
        except (TimeoutError, SandboxError, OSError):
            return []

    async def where(self, number: int) -> CodeLine | None:
        """The learner's line in which that request waits, or which runs now; None if the process does not tell."""
        try:
            async with asyncio.timeout(JOURNAL_DEADLINE):
                return await self.running.where(number)
        except (TimeoutError, SandboxError, OSError):
            return None

    async def routes(self) -> list[str] | None:
        """`GET /items`, without those that FastAPI adds for its docs; None if the process does not tell."""
        try:
            async with asyncio.timeout(JOURNAL_DEADLINE):
                routes = list(await self.running.routes())
        except (TimeoutError, SandboxError, OSError):
            return None
        return [route for route in routes if route.partition(" ")[2] not in _DOCS]

    async def exception(self, number: int, within: float = 0.5) -> Event | None:
        """What the learner's code raised while it answered that request; waits until the app is done with it."""
        end = asyncio.get_running_loop().time() + within
        while True:
            mine = [event for event in await self.journal() if event.number == number]
            raised = next((event for event in mine if event.kind == "exception"), None)
            done = any(event.kind == "app.done" for event in mine)
            if raised is not None or done or asyncio.get_running_loop().time() > end:
                return raised
            await asyncio.sleep(0.01)

    async def stall(self) -> Event | None:
        """What does not come to an end: it holds the event loop, or computes in a worker thread.

        No task asks for more than a fraction of these times on purpose.
        """
        events = await self.journal()
        return _lasting(events, "loop.blocked", STALL_LOOK * 0.8) or _lasting(events, "thread.busy", STALL_BUSY)

    async def ended(self, within: float = 5.0) -> Exit | None:
        """How the process ended, if it has; on a busy machine that is known some time after its connections are cut."""
        end = asyncio.get_running_loop().time() + within
        while True:
            ended = self.running.ended()
            if ended is not None or asyncio.get_running_loop().time() > end:
                return ended
            await asyncio.sleep(0.01)

    @property
    def is_alive(self) -> bool:
        """Whether the process lives, as far as is known."""
        return self.running.ended() is None

    async def close(self) -> None:
        """Cut the connections and end the process."""
        await self.transport.aclose()
        await self.running.kill()


def _lasting(events: Sequence[Event], kind: str, seconds: float) -> Event | None:
    """The last event of a kind, if it goes on, lasted so long and tells where."""
    last = next((event for event in reversed(events) if event.kind == kind and event.spot is not None), None)
    goes_on = last is not None and not last.phase and (last.seconds or 0.0) >= seconds
    return last if goes_on else None


_DOCS = frozenset(["/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"])


async def start(sandbox: Sandbox, launch: Launch) -> Served:
    """Launch an app and wait until it serves; NotStartedError says why it does not."""
    running = await sandbox.launch(launch)
    try:
        async with asyncio.timeout(START_DEADLINE):
            failure = await running.started()
    except TimeoutError:
        failure = StartFailure(
            kind="timed out", message=f"it did not serve within {START_DEADLINE:g} s", output=running.output()
        )
    except BaseException:
        await running.kill()
        raise
    if failure is not None:
        await running.kill()
        raise NotStartedError(failure, dict(running.versions))
    return Served(running, launch)
