"""Where learners' code runs, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizapp.domain.run import CodeLine, Event, Exit, Isolation, Launch, PytestRun, StartFailure


class RunningApp(Protocol):
    """One learner's app, alive in its own process. Requests may be sent at once: they wait until it listens."""

    @property
    def socket_path(self) -> str:
        """The Unix socket that it serves; `host:port` where there are none."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions that a failure should name: python, fastapi, starlette, pydantic, uvicorn."""

    async def started(self) -> StartFailure | None:
        """Wait until it serves or has failed to."""

    async def journal(self) -> Sequence[Event]:
        """Everything seen since the start, in order."""

    async def where(self, request: int | None = None) -> CodeLine | None:
        """The learner's line that runs now, or in which the request of that number waits; None if there is none."""

    async def routes(self) -> Sequence[str]:
        """`GET /items`, in the order of registration."""

    async def stop(self, within: float = 2.0) -> Exit:
        """Ask it to shut down as SIGTERM would, wait, then kill."""

    async def kill(self) -> Exit:
        """End it now."""

    def ended(self) -> Exit | None:
        """How it ended, or None while it lives."""

    def output(self) -> str:
        """The end of what it printed, both streams, bounded."""

    async def files(self) -> Mapping[str, bytes]:
        """What the app wrote into its working directory, bounded."""


class Sandbox(Protocol):
    """Runs a learner's code in a process of its own. What cannot be run at all raises SandboxError."""

    @property
    def isolation(self) -> Isolation:
        """What is held back here; known after `warm`."""

    async def warm(self) -> None:
        """Be ready for a launch; may be called at any time, does nothing when ready."""

    async def launch(self, launch: Launch) -> RunningApp:
        """Start an app; returns before it serves."""

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        """Run tests that lie among the sources, in the sandbox."""

    async def close(self) -> None:
        """End every process."""
