"""Namespaces: a run sees no process, no network and no writable disk but its own.

For those whom the kernel lets make user namespaces; that is tried, never read from a setting.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import struct
from pathlib import Path
from typing import NoReturn

from quizapp.runner.agent import kernel

NEW_MOUNTS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NETWORK = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
_NOSUID, _NODEV, _NOEXEC, _RECURSIVE, _PRIVATE = 2, 4, 8, 16384, 1 << 18
_MOUNT_SETATTR, _AT_RECURSIVE, _AT_FDCWD = 442, 0x8000, -100
_ATTR_READ_ONLY, _ATTR_NOSUID = 1, 2
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
DISK = "size=32m,nr_inodes=4096,mode=700"


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="ascii")


def enter_user(inside: int, flags: int = 0) -> None:
    """A user namespace in which this user is `inside`, with all capabilities there and none outside."""
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(NEW_USER | flags)
    with contextlib.suppress(PermissionError):
        # In a nested namespace it is denied already.
        _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{inside} {user} 1")
    _write("/proc/self/gid_map", f"{inside} {group} 1")


def lock_disk(folder: str) -> None:
    """Every file system read-only, save a small one in memory at `folder`, and a /proc of this pid namespace."""
    attributes = struct.pack("QQQQ", _ATTR_READ_ONLY | _ATTR_NOSUID, 0, 0, 0)
    kernel.syscall(_MOUNT_SETATTR, "mount_setattr", _AT_FDCWD, b"/", _AT_RECURSIVE, attributes, 32)
    kernel.mount("tmpfs", folder, "tmpfs", _NOSUID | _NODEV, DISK)
    kernel.mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def loopback_up() -> None:
    """Switch 127.0.0.1 on in this network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(control, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | _IFF_UP, b""))


def private_mounts() -> None:
    """Keep what is mounted here to ourselves."""
    kernel.mount("none", "/", None, _RECURSIVE | _PRIVATE)


def refusal(folder: str) -> str:
    """Try all of it in a child; why it does not work here, or nothing when it does."""
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        _rehearse(folder, writable)
    os.close(writable)
    with os.fdopen(readable, "rb") as answers:
        answer = answers.read(500).decode(errors="replace")
    os.waitpid(pid, 0)
    return "" if answer == "fine" else answer or "the rehearsal was killed"


def _rehearse(folder: str, writable: int) -> NoReturn:
    answer = "fine"
    try:
        enter_user(0, NEW_PIDS | NEW_MOUNTS | NEW_IPC | NEW_UTS)
        inner = os.fork()
        if inner == 0:
            private_mounts()
            kernel.unshare(NEW_MOUNTS | NEW_NETWORK | NEW_IPC | NEW_UTS)
            lock_disk(folder)
            enter_user(os.geteuid())
            os.write(writable, b"fine")
            os._exit(0)
        os.waitpid(inner, 0)
        answer = ""
    except OSError as error:
        answer = kernel.reason(error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the reason is told and this child ends
        answer = repr(error)
    finally:
        os.write(writable, answer.encode())
        os._exit(0)


def stand_over_zygote(parent: int) -> None:
    """Split in two: a stub that stays outside and waits, and the zygote, the first process of a pid namespace.

    When the stub dies, by whatever cause, the kernel kills everything in the namespace. Returns in the zygote only.
    """
    enter_user(0, NEW_PIDS | NEW_MOUNTS | NEW_IPC | NEW_UTS)
    pid = os.fork()
    if pid == 0:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        private_mounts()
        return
    # A new user namespace clears the wish to die with the parent.
    kernel.die_with_parent(parent)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.closerange(0, 4096)
    _, status = os.waitpid(pid, 0)
    os._exit(0 if status == 0 else 1)
