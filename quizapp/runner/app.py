"""One run: a process that waits as a spare, serves a learner's app, and ends."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import os
import shutil
import signal
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quizapp.domain.run import CodeLine, Event, Exit, Launch, StartFailure
from quizapp.errors import SandboxError
from quizapp.runner import told
from quizapp.runner.agent.channel import Message
from quizapp.runner.ending import before_serving, exit_of
from quizapp.runner.link import Link
from quizapp.runner.printed import MAX_PRINTED, Printed
from quizapp.runner.tree import read_tree

ANSWER = 1.0
"""Seconds in which our agent must answer a question; the learner's code may keep it from doing so."""
WHERE = 0.4
REAPED = 5.0
LEAVING = 0.3
SILENT = 0.2
START_SHARE = 0.8
"""Of the whole deadline: what is left is for asking where the start hangs."""
MAX_ANSWER = 8 << 20


class SandboxedApp:
    """A process of the sandbox, from its birth as a spare to its end."""

    def __init__(
        self, *, socket_path: str, pidfd: int, channel: socket.socket, output: int, versions: Mapping[str, str]
    ) -> None:
        self._socket_path = socket_path
        self._versions = dict(versions)
        self._pidfd = pidfd
        self._loop = asyncio.get_running_loop()
        self._printed = Printed(output, self._flooded)
        self._link = Link(channel, self._told, self._cut, files=True, limit=MAX_ANSWER)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self.spare: asyncio.Future[Message] = self._loop.create_future()
        """What it found out about its isolation, once it is ready to go."""
        self.dead: asyncio.Future[Exit] = self._loop.create_future()
        self.result: asyncio.Future[Message] = self._loop.create_future()
        """What a run of tests came to; cancelled when it ends without."""
        self._outcome: asyncio.Future[StartFailure | None] = self._loop.create_future()
        self.new_modules: set[str] = set()
        """Modules of installed packages that the learner's code imported."""
        self.hung_at: CodeLine | None = None
        """Where it was when the deadline came."""
        self._last_events: Sequence[Event] = ()
        self._sources: Mapping[str, bytes] = {}
        self._given: Sequence[str] = ()
        self._folder = -1
        self._written: Mapping[str, bytes] = {}
        self._reading = asyncio.Lock()
        self._reason = ""
        self._is_cut = False
        self._timer: asyncio.TimerHandle | None = None
        self._expiry: asyncio.Task[None] | None = None
        self._start_limit = 0.0

    # What the spare and the agent tell.

    def _told(self, message: Message, files: list[int]) -> None:
        match message.get("event"):
            case "files" if files and self._folder < 0:
                self._folder = files.pop(0)
                # From here on files that come along are dropped: learners' code will hold the other end.
                self._link.takes_files = False
            case "spare" if not self.spare.done():
                self.spare.set_result(message)
            case "started" if not self._outcome.done():
                self._learn_modules(message)
                self._outcome.set_result(None)
            case "failed" if not self._outcome.done():
                self._last_events = told.events(message.get("events"))
                self._printed.drain()
                self._outcome.set_result(told.failure(message.get("failure"), self.output()))
            case "ended":
                self._learn_modules(message)
                self._last_events = told.events(message.get("events"))
            case "tested" if not self.result.done():
                self._learn_modules(message)
                self.result.set_result(message)
            case _:
                number = message.get("reply")
                waiting = self._waiting.pop(number, None) if isinstance(number, int) else None
                if waiting is not None and not waiting.done():
                    waiting.set_result(message)
        for fd in files:
            os.close(fd)

    def _learn_modules(self, message: Message) -> None:
        self.new_modules.update(told.modules(message.get("modules")))

    def _cut(self, garbled: str) -> None:
        self._is_cut = True
        if garbled:
            self._end_it(f"it wrote into the sandbox's own channel ({garbled})")
        elif not self.dead.done():
            # Most often the process has just ended, and the zygote is about to say how.
            self._loop.call_later(SILENT, self._end_it, "it closed the sandbox's own channel")
        for waiting in self._waiting.values():
            waiting.cancel()
        self._waiting.clear()

    def _flooded(self) -> None:
        self._end_it(f"it printed more than {MAX_PRINTED >> 20} MiB")

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, number)

    def _end_it(self, reason: str) -> None:
        self._reason = self._reason or reason
        if not self.dead.done():
            self._signal(signal.SIGKILL)

    async def _ask(self, within: float, **question: Any) -> Message | None:
        """Our agent's answer; None when it cannot give one."""
        if self.dead.done():
            return None
        number = next(self._ids)
        answer: asyncio.Future[Message] = self._loop.create_future()
        self._waiting[number] = answer
        try:
            async with asyncio.timeout(within):
                await self._link.send({"id": number, **question})
                either: list[asyncio.Future[Any]] = [answer, self.dead]
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(number, None)
        return answer.result() if answer.done() and not answer.cancelled() else None

    # What the zygote tells.

    def died(self, code: int | None) -> None:
        """The process has ended; a negative code is a signal, None is unknown."""
        if self.dead.done():
            return
        if self._timer is not None:
            self._timer.cancel()
        self._link.drain()
        self._printed.drain()
        end = exit_of(code, self._reason)
        self.dead.set_result(end)
        for waiting in (self.spare, self.result):
            if not waiting.done():
                waiting.cancel()
        if not self._outcome.done():
            self._outcome.set_result(before_serving(end, self.hung_at, self.output()))
        self._link.close()
        self._printed.close()
        os.close(self._pidfd)

    # The run.

    async def go(self, launch: Launch, order: Message, *, within: float, start_limit: float) -> None:
        """Hand the learner's sources over; from here on the process is theirs."""
        self._sources, self._given = launch.sources, launch.given
        self._start_limit = min(start_limit, within * START_SHARE)
        self._timer = self._loop.call_later(within, self._expire, within)
        sources = {path: base64.b64encode(content).decode() for path, content in launch.sources.items()}
        await self._link.send({**order, "sources": sources, "env": launch.env, "seconds": within})

    def _expire(self, within: float) -> None:
        self._expiry = self._loop.create_task(self._end_hung(within))

    async def _end_hung(self, within: float) -> None:
        self.hung_at = await self.where()
        place = f", in {self.hung_at.file} line {self.hung_at.line}" if self.hung_at else ""
        self._end_it(f"it was still running after {within:g} seconds{place}")

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
        await asyncio.wait([self._outcome], timeout=self._start_limit)
        if not self._outcome.done():
            at = await self.where()
            if not self._outcome.done():
                message = f"it did not start to serve within {self._start_limit:g} seconds"
                self._outcome.set_result(StartFailure(kind="timed out", message=message, at=at, output=self.output()))
                await self.kill()
        failure = self._outcome.result()
        if failure is not None:
            # It is about to leave by itself, with an exit code that says more than our signal would.
            await asyncio.wait([self.dead], timeout=LEAVING)
        return failure

    async def where(self, request: int | None = None) -> CodeLine | None:
        """The learner's line that runs now, or in which that request waits; without a number, in which anything does.

        Our agent tells it, or faulthandler when C code lets no thread run.
        """
        answer = await self._ask(WHERE, op="where", request=request)
        if answer is not None:
            return told.line(answer.get("at"))
        printed = self._printed.total
        self._signal(signal.SIGUSR2)
        await asyncio.sleep(WHERE / 4)
        self._printed.drain()
        return told.dumped_line(self._printed.since(printed), self._sources, self._given)

    async def journal(self) -> Sequence[Event]:
        """Everything seen since the start; what was last seen of it once it has ended."""
        answer = await self._ask(ANSWER, op="journal")
        if answer is not None:
            self._last_events = told.events(answer.get("events"))
        return self._last_events

    async def routes(self) -> Sequence[str]:
        """`GET /items`, in the order of registration."""
        answer = await self._ask(ANSWER, op="routes")
        return told.routes(answer.get("routes")) if answer else []

    async def stop(self, within: float = 2.0) -> Exit:
        """Ask it to shut down as SIGTERM would, wait, then kill."""
        await self._ask(min(within, ANSWER), op="stop")
        await asyncio.wait([self.dead], timeout=within)
        if not self.dead.done():
            self._reason = f"it did not shut down within {within:g} seconds"
        return await self.kill()

    async def kill(self) -> Exit:
        """End it now."""
        self._link.drain()
        if self._is_cut:
            # It is ending by itself: how it does says more than our signal.
            await asyncio.wait([self.dead], timeout=LEAVING)
        self._end_it("it was ended")
        await asyncio.wait([self.dead], timeout=REAPED)
        if not self.dead.done():
            raise SandboxError("A process of the sandbox does not die.", hint="It may be waiting for a disk.")
        return self.dead.result()

    def abandon(self) -> None:
        """Let go of everything, from outside of its event loop."""
        self._link.close()
        self._printed.close()
        self.release()
        if not self.dead.done():
            os.close(self._pidfd)

    def discard(self) -> None:
        """Kill it without waiting."""
        self._end_it("it was ended")

    def ended(self) -> Exit | None:
        """How it ended, or None while it lives."""
        return self.dead.result() if self.dead.done() else None

    def output(self) -> str:
        """The end of what it printed, bounded."""
        self._printed.drain()
        return self._printed.text()

    async def files(self) -> Mapping[str, bytes]:
        """What the app wrote into its working directory, bounded."""
        async with self._reading:
            if self._folder >= 0:
                self._written = await asyncio.to_thread(read_tree, self._folder, self._sources)
            return self._written

    async def tidy(self) -> None:
        """After the end: keep what it wrote, remove its folder and socket."""
        await self.files()
        async with self._reading:
            self.release()
            await asyncio.to_thread(_remove, Path(self._socket_path))

    def release(self) -> None:
        """Let go of the run's folder."""
        if self._folder >= 0:
            os.close(self._folder)
        self._folder = -1


def _remove(socket_path: Path) -> None:
    shutil.rmtree(socket_path.with_suffix(""), ignore_errors=True)
    socket_path.unlink(missing_ok=True)
