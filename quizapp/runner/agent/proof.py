"""Tries to break out, from inside, before any learner's code is there: a layer counts only if its effect is seen."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path

OUTSIDE = ("192.0.2.1", 9)
"""An address that never answers (RFC 5737): only "unreachable" at once proves that nothing leaves."""

SMALL_DISK = 64 << 20


def _is_refused(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _datagram_pair() -> None:
    for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        end.close()


def _open_socket(family: int, kind: int) -> Callable[[], None]:
    def attempt() -> None:
        socket.socket(family, kind).close()

    return attempt


def _reach_outside() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as out:
        out.settimeout(0.2)
        try:
            out.connect(OUTSIDE)
        except TimeoutError:
            # The packet left: somebody may have got it.
            return


def tried(canary: str, *, network: bool) -> dict[str, bool]:
    """What is held back, by name. `canary` is a file of the person's, outside of this run's folder."""

    def read() -> None:
        os.close(os.open(canary, os.O_RDONLY))

    def write() -> None:
        path = Path(f"{canary}.{os.getpid()}")
        path.write_text("written from inside", encoding="ascii")
        with contextlib.suppress(OSError):
            path.unlink()

    disk = os.statvfs(".")
    tcp = _reach_outside if network else _open_socket(socket.AF_INET, socket.SOCK_STREAM)
    return {
        "disk": disk.f_blocks * disk.f_frsize <= SMALL_DISK,
        "pids": os.getppid() == 1,
        "reading": _is_refused(read),
        "writing": _is_refused(write),
        "tcp": _is_refused(tcp),
        "udp": _is_refused(_open_socket(socket.AF_INET, socket.SOCK_DGRAM)),
        "unix": _is_refused(_open_socket(socket.AF_UNIX, socket.SOCK_STREAM)) and _is_refused(_datagram_pair),
        "processes": _is_refused(_fork),
        "signals": _is_refused(lambda: os.kill(os.getppid(), 0)),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY,
    }
