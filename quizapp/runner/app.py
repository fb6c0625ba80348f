"""One run: a process that waits as a spare, serves a learner's app, and ends."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from quizapp.domain.run import CodeLine, Event, Exit, Launch, StartFailure
from quizapp.runner import told
from quizapp.runner.agent.channel import Message
from quizapp.runner.link import Link
from quizapp.runner.printed import MAX_PRINTED, Printed
from quizapp.runner.tree import read_tree

ANSWER = 1.0
"""Seconds in which our agent must answer a question; the learner's code may keep it from doing so."""
REAPED = 5.0
LEAVING = 0.3
START_SHARE = 0.8
"""Of the whole deadline: what is left is for asking where the start hangs."""
MAX_ANSWER = 8 << 20
SIGNALS = {
    signal.SIGSEGV: "it crashed in C code (segmentation fault)",
    signal.SIGABRT: "it called abort()",
    signal.SIGXCPU: "it used more processor time than it may",
    signal.SIGSYS: "it made a system call that the sandbox forbids",
    signal.SIGXFSZ: "it wrote a file that is larger than it may be",
    signal.SIGBUS: "it crashed in C code (bus error)",
    signal.SIGTERM: "it was asked to end (SIGTERM)",
}


class SandboxedApp:
    """A process of the sandbox, from its birth as a spare to its end."""

    def __init__(
        self, run: int, socket_path: str, pidfd: int, channel: socket.socket, output: int, versions: Mapping[str, str]
    ) -> None:
        self.run = run
        self._socket_path = socket_path
        self._versions = dict(versions)
        self._pidfd = pidfd
        self._loop = asyncio.get_running_loop()
        self._printed = Printed(output, self._flooded)
        self._link = Link(channel, self._told, self._cut, files=True, limit=MAX_ANSWER)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self.spare: asyncio.Future[Message] = self._loop.create_future()
        self.dead: asyncio.Future[Exit] = self._loop.create_future()
        self.result: asyncio.Future[Message] = self._loop.create_future()
        """What a run of tests came to."""
        self._outcome: asyncio.Future[StartFailure | None] = self._loop.create_future()
        self.new_modules: list[str] = []
        self._last_events: Sequence[Event] = ()
        self._sources: Mapping[str, bytes] = {}
        self._folder = -1
        self._written: Mapping[str, bytes] | None = None
        self._reason = ""
        self._timer: asyncio.TimerHandle | None = None
        self._start_limit = 5.0

    # What the spare and the agent tell.

    def _told(self, message: Message, files: list[int]) -> None:
        match message.get("event"):
            case "files" if files:
                self._folder = files.pop(0)
                # From here on files that come along are dropped: learners' code will hold the other end.
                self._link.takes_files = False
            case "spare" if not self.spare.done():
                self.spare.set_result(message)
            case "started" if not self._outcome.done():
                modules = message.get("modules")
                self.new_modules = [str(name)[:200] for name in modules[:500]] if isinstance(modules, list) else []
                self._outcome.set_result(None)
            case "failed" if not self._outcome.done():
                self._last_events = told.events(message.get("events"))
                self._printed.drain()
                self._outcome.set_result(told.failure(message.get("failure"), self.output()))
            case "ended":
                self._last_events = told.events(message.get("events"))
            case "tested" if not self.result.done():
                self.result.set_result(message)
            case _:
                number = message.get("reply")
                waiting = self._waiting.pop(number, None) if isinstance(number, int) else None
                if waiting is not None and not waiting.done():
                    waiting.set_result(message)
        for fd in files:
            os.close(fd)

    def _cut(self, garbled: str) -> None:
        if garbled:
            self._end_it(f"it wrote into the sandbox's own channel ({garbled})")
        for waiting in self._waiting.values():
            waiting.cancel()
        self._waiting.clear()

    def _flooded(self) -> None:
        self._end_it(f"it printed more than {MAX_PRINTED >> 20} MiB")

    def _end_it(self, reason: str) -> None:
        self._reason = self._reason or reason
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    async def _ask(self, within: float = ANSWER, **question: Any) -> Message | None:
        if self.dead.done():
            return None
        number = next(self._ids)
        answer: asyncio.Future[Message] = self._loop.create_future()
        self._waiting[number] = answer
        try:
            async with asyncio.timeout(within):
                await self._link.send({"id": number, **question})
                return await answer
        except (TimeoutError, asyncio.CancelledError):
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            return None
        finally:
            self._waiting.pop(number, None)

    # What the zygote tells.

    def died(self, code: int | None) -> None:
        """The process has ended; a negative code is a signal, None is unknown."""
        if self.dead.done():
            return
        if self._timer is not None:
            self._timer.cancel()
        self._printed.drain()
        number = -code if code is not None and code < 0 else None
        reason = self._reason if code is None or number == signal.SIGKILL else ""
        if not reason and number is not None:
            reason = SIGNALS.get(signal.Signals(number), f"signal {number}") if number != signal.SIGKILL else ""
        if not reason and number == signal.SIGKILL:
            reason = "the system killed it, most likely because memory ran out"
        end = Exit(code=code if number is None else None, signal=number, reason=reason)
        self.dead.set_result(end)
        if not self.spare.done():
            self.spare.cancel()
        if not self.result.done():
            self.result.cancel()
        if not self._outcome.done():
            self._outcome.set_result(self._ended_early(end))
        self._link.close()
        self._printed.close()
        with contextlib.suppress(OSError):
            os.close(self._pidfd)

    def _ended_early(self, end: Exit) -> StartFailure:
        if end.signal is None:
            message = f"the process ended with exit code {end.code} before it served"
            return StartFailure(kind="exited", message=message, output=self.output())
        return StartFailure(kind="killed", message=end.reason, output=self.output())

    # The run.

    async def go(self, launch: Launch, order: Message, start_limit: float) -> None:
        """Hand the learner's sources over; from here on the process is theirs."""
        self._sources = launch.sources
        self._start_limit = min(start_limit, launch.deadline * START_SHARE)
        self._timer = self._loop.call_later(
            launch.deadline, self._end_it, f"it was still running after {launch.deadline:g} seconds"
        )
        sources = {path: base64.b64encode(content).decode() for path, content in launch.sources.items()}
        await self._link.send({**order, "sources": sources, "env": launch.env})

    @property
    def socket_path(self) -> str:
        """The Unix socket that it serves."""
        return self._socket_path

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions of Python and the libraries."""
        return self._versions

    async def started(self) -> StartFailure | None:
        """Wait until it serves or has failed to."""
        try:
            async with asyncio.timeout(self._start_limit):
                failure = await asyncio.shield(self._outcome)
            if failure is not None:
                # It is about to leave by itself, with an exit code that says more than our signal would.
                await asyncio.wait([self.dead], timeout=LEAVING)
            return failure  # noqa: TRY300 - the waiting belongs to the try
        except TimeoutError:
            at = await self._where()
            message = f"it did not start to serve within {self._start_limit:g} seconds"
            failure = StartFailure(kind="timed out", message=message, at=at, output=self.output())
            if not self._outcome.done():
                self._outcome.set_result(failure)
            await self.kill()
            return failure

    async def _where(self) -> CodeLine | None:
        answer = await self._ask(0.5, op="where")
        claimed = answer.get("at") if answer else None
        return told.line(claimed)

    async def journal(self) -> Sequence[Event]:
        """Everything seen since the start; what was last seen of it once it has ended."""
        answer = await self._ask(op="journal")
        if answer is not None:
            self._last_events = told.events(answer.get("events"))
        return self._last_events

    async def routes(self) -> Sequence[str]:
        """`GET /items`, in the order of registration."""
        answer = await self._ask(op="routes")
        return told.routes(answer.get("routes")) if answer else []

    async def stop(self, within: float = 2.0) -> Exit:
        """Ask it to shut down as SIGTERM would, wait, then kill."""
        await self._ask(min(within, ANSWER), op="stop")
        try:
            async with asyncio.timeout(within):
                return await asyncio.shield(self.dead)
        except TimeoutError:
            self._reason = self._reason or f"it did not shut down within {within:g} seconds"
            return await self.kill()

    async def kill(self) -> Exit:
        """End it now."""
        self._end_it("it was ended")
        try:
            async with asyncio.timeout(REAPED):
                return await asyncio.shield(self.dead)
        except TimeoutError:
            self.died(None)
            return self.dead.result()

    def discard(self) -> None:
        """Kill it without waiting."""
        self._end_it("it was ended")

    def ended(self) -> Exit | None:
        """How it ended, or None while it lives."""
        return self.dead.result() if self.dead.done() else None

    def output(self) -> str:
        """The end of what it printed, bounded."""
        return self._printed.text()

    async def files(self) -> Mapping[str, bytes]:
        """What the app wrote into its working directory, bounded."""
        if self._written is None and self._folder >= 0:
            written = await asyncio.to_thread(read_tree, self._folder, self._sources)
            if not self.dead.done():
                return written
            self._written = written
            self.close_folder()
        return self._written or {}

    def close_folder(self) -> None:
        """Let go of the run's folder."""
        if self._folder >= 0:
            os.close(self._folder)
        self._folder = -1
