"""The process in which the learner's code lives: it waits as a spare, then serves an app or runs tests."""

from __future__ import annotations

import asyncio
import atexit
import base64
import contextlib
import faulthandler
import gc
import importlib
import io
import math
import os
import signal
import socket
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, NoReturn

from quizapp.runner.agent import failure, limits, overrides, routes, testing, whereabouts
from quizapp.runner.agent.channel import Channel, Message
from quizapp.runner.agent.journal import Journal, capture_logs
from quizapp.runner.agent.observer import Observer
from quizapp.runner.agent.server import Server, configured
from quizapp.runner.agent.spot import Ground
from quizapp.runner.agent.stall import StallWatch
from quizapp.runner.agent.talk import Talker, log_aloud
from quizapp.runner.agent.trace import Tracer

LOOK_UP = 200_000
"""Microseconds that the control thread waits at a time."""
FAILED = 3
"""The exit code of an app that did not start, as uvicorn has it."""


class Learner:
    """One run. Everything here is ours until `_load` imports the learner's module."""

    def __init__(self, channel: Channel, listener: socket.socket, work: str) -> None:
        self._channel = channel
        self._listener = listener
        self.ground = Ground(work)
        self.journal = Journal(self.ground)
        self._server: Server | None = None
        self._app: Any = None
        self._observer: Observer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._known = frozenset(sys.modules)
        self._main_thread = threading.get_ident()

    def run(self) -> NoReturn:
        """Wait for the order, carry it out, end the process."""
        order = self._channel.receive()
        if order is None:
            os._exit(0)
        code = 1
        try:
            self._prepare(order)
            if order["op"] == "pytest":
                code, facts = testing.run(order, self.ground)
                self._report({"event": "tested", "run": facts, "modules": self.new_modules()})
            else:
                code = self._serve(order)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
        except BaseException:  # noqa: BLE001 - printed where the learner reads it, then the process ends
            traceback.print_exc()
        finally:
            self._leave(code)

    def _leave(self, code: int) -> NoReturn:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()  # noqa: SLF001 - os._exit would skip what the learner registered
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(code)

    def _prepare(self, order: Message) -> None:
        limits.processor_time(math.ceil(order["seconds"]) + 1)
        tops = set()
        for path, content in order["sources"].items():
            if "__pycache__" in path:
                # Compiled files may be older than the source beside them; nothing is ever compiled to disk here.
                continue
            target = Path(self.ground.folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(content))
            tops.add(path.split("/")[0].removesuffix(".py"))
        hidden = tops - sys.stdlib_module_names - {"quizapp"}
        for name in [name for name in sys.modules if name.partition(".")[0] in hidden]:
            # A learner's file hides a library of the same name, as it does everywhere else.
            del sys.modules[name]
        os.environ.update(order["env"])
        sys.path.insert(0, self.ground.folder)
        sys.argv = [order.get("app", "")]
        threading.Thread(target=self._listen, daemon=True, name="quizapp-control").start()

    def _listen(self) -> None:
        # A wait without end would keep the channel open although the learner's code has closed it.
        self._channel.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, LOOK_UP))
        while (asked := self._channel.receive()) is not None:
            try:
                answer = self._answer(asked)
            except Exception as error:  # noqa: BLE001 - the learner's objects may raise anything when looked at
                answer = {"error": type(error).__name__}
            self._report({"reply": asked.get("id"), **answer})
        if self._channel.sock.fileno() >= 0 and _is_open(self._channel.sock.fileno()):
            os._exit(0)

    def _answer(self, asked: Message) -> Message:
        match asked.get("op"):
            case "journal":
                return {"events": self.journal.events()}
            case "routes":
                return {"routes": routes.listed(self._app)}
            case "where":
                return {"at": self._where(asked.get("request"))}
            case "stop" if self._server is not None:
                self._server.stop()
            case "stop":
                os._exit(0)
        return {}

    def _where(self, number: int | None) -> dict[str, Any] | None:
        """The learner's line that the request of that number waits for; without one, any that runs now or waits."""
        if number is None:
            line = whereabouts.running(self.ground, self._main_thread)
            return line if line is not None or self._loop is None else whereabouts.awaiting(self.ground, self._loop)
        request = self._observer.serving.get(number) if self._observer is not None else None
        return whereabouts.serving(self.ground, request, self._main_thread)

    def _serve(self, order: Message) -> int:
        gc.disable()
        self._loop = loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return loop.run_until_complete(self._live(order))
        except failure.StartError as error:
            self._report({"event": "failed", "failure": error.facts, "events": self.journal.events()})
            return FAILED

    async def _live(self, order: Message) -> int:
        self.ground.given = frozenset(order["given"])
        capture_logs(self.journal)
        if order["talks"]:
            log_aloud()
        self._app = self._load(order["app"])
        if order["trace"]:
            Tracer(self.journal).follow(order["trace"])
        self._override(order["overrides"])
        self._observer = observer = Observer(Talker(self._app) if order["talks"] else self._app, self.journal)
        stalls = StallWatch(self.journal)

        def started() -> None:
            gc.enable()
            stalls.start()
            self._report({"event": "started", "modules": self.new_modules()})

        self._server = server = Server(configured(observer), started)
        try:
            await server.serve(sockets=[self._listener])
        except SystemExit:
            if server.started:
                raise
        finally:
            stalls.stop()
        if not server.started:
            raise failure.StartError(failure.of_lifespan(observer.lifespan_error, self.ground))
        self._report({"event": "ended", "events": self.journal.events(), "modules": self.new_modules()})
        return 0

    def _load(self, symbol: str) -> Any:
        module, _, name = symbol.partition(":")
        try:
            loaded = importlib.import_module(module)
        except BaseException as error:
            raise failure.StartError(failure.of_import(error, self.ground)) from error
        if not hasattr(loaded, name):
            names = [key for key in vars(loaded) if failure.is_app(vars(loaded)[key]) and not key.startswith("_")]
            raise failure.StartError(failure.missing_app(module, name, names))
        app = getattr(loaded, name)
        if not failure.is_app(app):
            raise failure.StartError(failure.wrong_app(module, name, app))
        return app

    def _override(self, specs: dict[str, Any]) -> None:
        try:
            overrides.apply(self._app, specs)
        except (ImportError, AttributeError) as error:
            facts = failure.of_import(error, self.ground)
            facts["message"] = f"this task replaces a dependency that is not there: {facts['message']}"
            raise failure.StartError(facts) from error

    def new_modules(self) -> list[str]:
        """Modules of installed packages that the learner's code made us load."""
        return sorted(
            name
            for name, module in list(sys.modules.items())
            if name not in self._known and "site-packages" in (getattr(module, "__file__", None) or "")
        )[:500]

    def _report(self, message: Message) -> None:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        with contextlib.suppress(OSError):
            self._channel.send(message)


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _stream(fd: int, errors: str) -> io.TextIOWrapper:
    """A line-buffered stream that never fails on a character."""
    return io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(fd, "w", closefd=False)), encoding="utf-8", errors=errors, line_buffering=True
    )


def become(channel: Channel, listener: socket.socket, output: int, work: str, environment: dict[str, str]) -> Learner:
    """Turn a fresh fork of the zygote into a process that holds three files and knows nothing of its parent."""
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    low = 3
    for kept in sorted({channel.sock.fileno(), listener.fileno()}):
        os.closerange(low, kept)
        low = kept + 1
    os.closerange(low, 4096)
    os.chdir(work)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdout = _stream(1, "replace")
    sys.stderr = _stream(2, "backslashreplace")
    vars(sys).update(__stdout__=sys.stdout, __stderr__=sys.stderr)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGPIPE else signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.enable(file=2)
    faulthandler.register(signal.SIGUSR2, file=2, all_threads=False)
    return Learner(channel, listener, work)
