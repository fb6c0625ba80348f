"""From a fork of the zygote to a spare that is locked in, proved and warm."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import traceback
from pathlib import Path
from typing import Any, NoReturn

from quizapp.runner.agent import enclosure, kernel, namespaces, proof
from quizapp.runner.agent.channel import Channel

BROKEN = 70
"""Exit code of a spare that failed before it was ready."""


@dataclasses.dataclass(frozen=True)
class Birth:
    """What a new process gets: a channel, a listening socket, where to print, a folder."""

    channel: Channel
    listener: socket.socket
    output: int
    folder: str
    network: bool
    hurry: bool
    """Somebody waits for it: what the warm-up takes is more than it saves."""
    config: dict[str, Any]

    def plainly(self) -> tuple[int, None]:
        """A child of the zygote's own."""
        pid = os.fork()
        if pid == 0:
            self._learner(in_namespaces=False)
        return pid, None

    def in_namespaces(self) -> tuple[int, int]:
        """An init in namespaces of its own with the learner's process as its child; a pipe tells how that ended."""
        readable, writable = os.pipe()
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        try:
            kernel.unshare(namespaces.NEW_PIDS)
            pid = os.fork()
            if pid == 0:
                os.close(readable)
                self._init(writable)
        finally:
            kernel.setns(home, namespaces.NEW_PIDS)
            os.close(home)
            os.close(writable)
        return pid, readable

    def _init(self, status: int) -> NoReturn:
        """The first process of a run's pid namespace: trusted, and when it ends the kernel kills all that is left."""
        try:
            kernel.die_with_parent()
            kernel.unshare(namespaces.NEW_MOUNTS | namespaces.NEW_NETWORK | namespaces.NEW_IPC | namespaces.NEW_UTS)
            namespaces.lock_disk(self.folder)
            if self.network:
                namespaces.loopback_up()
            pid = os.fork()
            if pid == 0:
                os.close(status)
                self._learner(in_namespaces=True)
            self._wait_for(pid, status)
        except BaseException:  # noqa: BLE001 - the last thing this process does is say why
            os.write(self.output, traceback.format_exc().encode()[-4000:])
        finally:
            os._exit(BROKEN)

    def _wait_for(self, learner: int, status: int) -> NoReturn:
        os.dup2(status, 3)
        os.closerange(0, 3)
        os.closerange(4, 4096)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        # The learner's process prints where it is; the program outside can only reach us.
        signal.signal(signal.SIGUSR2, lambda *_: os.kill(learner, signal.SIGUSR2))
        while True:
            pid, ended = os.waitpid(-1, 0)
            if pid == learner:
                os.write(3, str(os.waitstatus_to_exitcode(ended)).encode())
                os._exit(0)

    def _learner(self, *, in_namespaces: bool) -> NoReturn:
        from quizapp.runner.agent import learner, warmup  # noqa: PLC0415 - loaded before the fork, after the settings

        try:
            work, temporary, home = (f"{self.folder}/{name}" for name in ("work", "tmp", "home"))
            for folder in (work, temporary, home):
                Path(folder).mkdir(0o700)
            files = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
            self.channel.send({"event": "files"}, fds=[files])
            environment = {**self.config["environment"], "HOME": home, "TMPDIR": temporary}
            one = learner.become(self.channel, self.listener, self.output, work, environment)
            missing = enclosure.enter(
                self.folder, without=self.config["without"], in_namespaces=in_namespaces, network=self.network
            )
            if not in_namespaces:
                missing["namespaces"] = self.config["namespaces"]
            tried = proof.tried(self.config["canary"], network=self.network)
            if not self.hurry:
                warmup.run()
            self.channel.send({"event": "spare", "missing": missing, "proof": tried})
            one.run()
        except BaseException:  # noqa: BLE001 - the last thing this process does is say why
            with contextlib.suppress(OSError):
                os.write(2, traceback.format_exc().encode()[-4000:])
        finally:
            os._exit(BROKEN)
