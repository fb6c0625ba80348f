"""The zygote: a warm, single-threaded interpreter that forks learners' processes and never imports their code."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import platform
import select
import shutil
import signal
import socket
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NoReturn

from quizapp.runner.agent.channel import KIND, Channel, Message

BACKLOG = 128
NAMED = ("fastapi", "starlette", "pydantic", "uvicorn")


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in NAMED:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


class Zygote:
    """Forks on demand, reaps, reports; ends when its channel does."""

    def __init__(self, channel: Channel, config: dict[str, Any]) -> None:
        self._channel = channel
        self._config = config
        self._runs: dict[int, int] = {}
        """Run numbers by process id."""

    def serve(self) -> NoReturn:
        """Wait for orders and for children that ended."""
        readable, writable = os.pipe()
        os.set_blocking(readable, False)
        os.set_blocking(writable, False)
        signal.set_wakeup_fd(writable)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        poll = select.poll()
        poll.register(self._channel.sock.fileno(), select.POLLIN | select.POLLHUP)
        poll.register(readable, select.POLLIN)
        while True:
            for fd, _ in poll.poll():
                if fd == readable:
                    with contextlib.suppress(BlockingIOError):
                        os.read(readable, 512)
                    self._reap()
                elif (order := self._channel.receive()) is None:
                    self._end()
                elif order.get("op") == "spawn":
                    self._spawn(order)

    def _end(self) -> NoReturn:
        for pid in self._runs:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in self._runs:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        shutil.rmtree(self._config["folder"], ignore_errors=True)
        os._exit(0)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            run = self._runs.pop(pid, None)
            if run is None:
                continue
            code = os.waitstatus_to_exitcode(status)
            self._channel.send({"event": "dead", "run": run, "code": code})

    def _spawn(self, order: Message) -> None:
        run = int(order["run"])
        folder = os.path.join(self._config["folder"], str(run))
        try:
            for name in ("", "work", "tmp", "home"):
                os.mkdir(os.path.join(folder, name), 0o700)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            path = os.path.join(self._config["folder"], f"{run}.sock")
            listener.bind(path)
            listener.listen(BACKLOG)
            ours, theirs = socket.socketpair(socket.AF_UNIX, KIND)
            output, printed = os.pipe()
            pid = os.fork()
        except OSError as error:
            self._channel.send({"event": "unborn", "run": run, "message": str(error)})
            return
        if pid == 0:
            self._child(Channel(theirs), listener, printed, folder)
        self._runs[pid] = run
        handle = os.pidfd_open(pid)
        self._channel.send(
            {"event": "born", "run": run, "pid": pid, "socket": path}, fds=[ours.fileno(), output, handle]
        )
        for held in (ours, theirs, listener):
            held.close()
        for fd in (output, printed, handle):
            os.close(fd)

    def _child(self, channel: Channel, listener: socket.socket, output: int, folder: str) -> NoReturn:
        try:
            from quizapp.runner.agent import learner, warmup  # noqa: PLC0415 - loaded before the fork

            work = os.path.join(folder, "work")
            files = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
            channel.send({"event": "files"}, fds=[files])
            environment = {
                **self._config["environment"],
                "HOME": os.path.join(folder, "home"),
                "TMPDIR": os.path.join(folder, "tmp"),
            }
            one = learner.become(channel, listener, output, work, environment)
            warmup.run()
            channel.send({"event": "spare"})
            one.run()
        except BaseException:  # noqa: BLE001 - the last thing this process does is say why
            os.write(2, traceback.format_exc().encode()[-4000:])
        finally:
            os._exit(70)


def main() -> NoReturn:
    """Called by the command line that starts the zygote: a channel's number and a JSON object."""
    config = json.loads(sys.argv[2])
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    sys.dont_write_bytecode = True
    for name in config["preload"]:
        try:
            importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001 - one bad library must not end the zygote
            channel.send({"event": "unloadable", "module": name, "message": f"{type(error).__name__}: {error}"[:500]})
    from quizapp.runner.agent import learner, warmup  # noqa: F401, PLC0415 - the slow part, after the settings

    warmup.run()
    gc.collect()
    gc.freeze()
    channel.send({"event": "up", "versions": _versions(), "pid": os.getpid()})
    Zygote(channel, config).serve()
