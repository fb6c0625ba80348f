"""The zygote: a warm, single-threaded interpreter that forks learners' processes and never imports their code."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import importlib.util
import json
import os
import platform
import select
import signal
import socket
import sys
import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

from quizapp.runner.agent import kernel, namespaces
from quizapp.runner.agent.birth import Birth
from quizapp.runner.agent.channel import KIND, Channel, Message

BACKLOG = 128
NAMED = ("fastapi", "starlette", "pydantic", "uvicorn")


@dataclasses.dataclass(frozen=True)
class Run:
    """One living run: its number, and where its init tells how it ended."""

    number: int
    status: int | None


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
        self._namespaces: str | None = config["namespaces"]
        """Why there are none; None where there are."""
        self._runs: dict[int, Run] = {}
        """By process id."""

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
            if run.status is not None:
                told = os.read(run.status, 16)
                os.close(run.status)
                code = int(told) if told else code
            self._channel.send({"event": "dead", "run": run.number, "code": code})

    def _spawn(self, order: Message) -> None:
        number = int(order["run"])
        folder = f"{self._config['folder']}/{number}"
        path = f"{folder}.sock"
        try:
            Path(folder).mkdir(0o700)
            with contextlib.ExitStack() as held:
                listener = held.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                listener.bind(path)
                listener.listen(BACKLOG)
                ours, theirs = (held.enter_context(end) for end in socket.socketpair(socket.AF_UNIX, KIND))
                output, printed = os.pipe()
                held.callback(os.close, output)
                held.callback(os.close, printed)
                birth = Birth(
                    Channel(theirs),
                    listener,
                    printed,
                    folder,
                    network=bool(order["network"]),
                    hurry=bool(order["hurry"]),
                    config=self._config,
                )
                pid, status = birth.in_namespaces() if self._namespaces is None else birth.plainly()
                handle = os.pidfd_open(pid)
                held.callback(os.close, handle)
                self._runs[pid] = Run(number, status)
                born = {"event": "born", "run": number, "socket": path}
                self._channel.send(born, fds=[ours.fileno(), output, handle])
        except OSError as error:
            self._channel.send({"event": "unborn", "run": number, "message": str(error)})


def _stand(config: dict[str, Any]) -> str | None:
    """Become the first process of namespaces of our own, or say why not."""
    if "namespaces" in config["without"]:
        refusal = "switched off"
    else:
        refusal = namespaces.refusal(config["folder"])
        if not refusal:
            namespaces.stand_over_zygote(config["parent"])
            return None
    # Nothing else keeps a process of the same user from looking into this one.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    return refusal


def _preload(name: str, channel: Channel) -> None:
    """Import a library that learners use; a zygote in which it starts a thread could not fork any more, and ends."""
    try:
        spec = importlib.util.find_spec(name.partition(".")[0])
        if spec is None or "-packages" not in (spec.origin or str(spec.submodule_search_locations)):
            # Names come from learners' processes: only what is installed may be asked for.
            return
        importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001 - one bad library must not end the zygote
        channel.send({"event": "unloadable", "module": name, "message": f"{type(error).__name__}: {error}"[:500]})
    if threading.active_count() > 1 or len(list(Path("/proc/self/task").iterdir())) > 1:
        channel.send({"event": "unloadable", "module": name, "message": "it starts a thread"})
        os._exit(1)


def main() -> NoReturn:
    """Called by the command line that starts the zygote: a channel's number and a JSON object."""
    config = json.loads(sys.argv[2])
    kernel.die_with_parent(config["parent"])
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    sys.dont_write_bytecode = True
    config["namespaces"] = _stand(config)
    from quizapp.runner.agent import warmup  # noqa: PLC0415 - the slow part, after all else that may fail

    for name in config["preload"]:
        _preload(name, channel)
    warmup.run()
    gc.collect()
    gc.freeze()
    channel.send({"event": "up", "versions": _versions()})
    Zygote(channel, config).serve()
