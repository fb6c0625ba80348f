"""seccomp: system calls that a learner's app may not make. A filter in the kernel's own byte code, made by hand.

Threads are allowed, processes are not; sockets are not, except the listening one that was there before. So fork bombs,
daemons, downloads and agents' sockets are gone in one stroke.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
from collections.abc import Sequence

from quizapp.runner.agent import kernel

CLONE_THREAD = 0x10000
_ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
_X32 = 0x40000000
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_SET, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

_Call = tuple[int, int] | tuple[int, None] | tuple[None, int]
"""A call's number on x86_64 and on aarch64."""
_Condition = tuple[int, int, int, Sequence[int]]
"""Which argument, a mask or 0, how to compare, and the values that fit."""

_DENIED: dict[str, _Call] = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "tkill": (200, 130),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "fanotify_init": (300, 262),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "open_by_handle_at": (304, 265),
    "kcmp": (312, 272),
    "quotactl": (179, 60),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
}
# Landlock does not cover these: where other disks are not read-only, they do nothing and say that all went well, since
# a plain denial would break shutil.copy. Setting times stays allowed: it is harmless, and Path.touch takes a success of
# it for a sign that the file is there.
_IGNORED: dict[str, _Call] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}
_CLONE, _CLONE3, _SOCKET, _CONNECT, _SOCKETPAIR = (56, 220), (435, 435), (41, 198), (42, 203), (53, 199)
_PRCTL, _IOCTL = (157, 167), (16, 29)
_OWN_PROCESS = ((62, 129), (234, 131))
"""kill and tgkill."""
_OWN_SETTINGS = ((302, 261), (203, 122))
"""prlimit64 and sched_setaffinity."""
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_TYPE_MASK = 0xF


class _Program:
    """Instructions, four numbers each."""

    def __init__(self, machine: int) -> None:
        self._machine = machine
        self.code: list[bytes] = []

    def add(self, operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        self.code.append(struct.pack("HBBI", operation, if_true, if_false, value & 0xFFFFFFFF))

    def refuse(self, call: _Call, number: int) -> None:
        """Refuse a call with an errno; 0 makes it do nothing."""
        if (wanted := call[self._machine]) is not None:
            self.add(_JUMP_EQUAL, wanted, 0, 1)
            self.add(_RETURN, _ERRNO | number)

    def allow_if(self, call: _Call, conditions: list[_Condition], number: int) -> None:
        """Refuse a call unless every condition on its arguments holds."""
        body: list[tuple[int, int, int, int]] = []
        for argument, mask, operation, values in conditions:
            body.append((_LOAD, _ARGUMENTS_AT + 8 * argument, 0, 0))
            if mask:
                body.append((_AND, mask, 0, 0))
            # A value that fits jumps over the other values and over the refusal.
            body += [(operation, value, len(values) - place, 0) for place, value in enumerate(values)]
            body.append((_RETURN, _ERRNO | number, 0, 0))
        self._block(call, [*body, (_RETURN, _ALLOW, 0, 0)])

    def refuse_if(self, call: _Call, argument: int, values: list[int], number: int) -> None:
        """Refuse a call when one argument has one of these values."""
        tests = [(_JUMP_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
        body = [(_LOAD, _ARGUMENTS_AT + 8 * argument, 0, 0), *tests]
        self._block(call, [*body, (_RETURN, _ALLOW, 0, 0), (_RETURN, _ERRNO | number, 0, 0)])

    def _block(self, call: _Call, body: list[tuple[int, int, int, int]]) -> None:
        wanted = call[self._machine]
        assert wanted is not None
        self.add(_JUMP_EQUAL, wanted, 0, len(body))
        for instruction in body:
            self.add(*instruction)


def _begun(machine: str) -> _Program:
    """A filter that lets calls of this machine's own kind pass to what follows, and no others."""
    if machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no filter is written for {machine}")
    made = _Program(list(_ARCHITECTURES).index(machine))
    made.add(_LOAD, _ARCHITECTURE_AT)
    made.add(_JUMP_EQUAL, _ARCHITECTURES[machine][0], 1, 0)
    made.add(_RETURN, _KILL)
    made.add(_LOAD, _NUMBER_AT)
    if machine == "x86_64":
        made.add(_JUMP_GREATER_EQUAL, _X32, 0, 1)
        made.add(_RETURN, _ERRNO | errno.ENOSYS)
    return made


def program(pid: int, *, network: bool, own_disk: bool) -> bytes:
    """The filter for a process.

    Args:
        pid: the process's own id, the only one that it may send signals to.
        network: allow TCP sockets, for a process in a network namespace of its own.
        own_disk: every other disk is read-only, so owners and rights of files need no protection.

    Raises:
        OSError: no filter is written for this machine.
    """
    made = _begun(platform.machine())
    for call in _DENIED.values():
        made.refuse(call, errno.EPERM)
    for call in () if own_disk else _IGNORED.values():
        made.refuse(call, 0)
    # The C library falls back to clone, whose flags can be looked at.
    made.refuse(_CLONE3, errno.ENOSYS)
    made.allow_if(_CLONE, [(0, 0, _JUMP_SET, [CLONE_THREAD])], errno.EPERM)
    stream = (1, _TYPE_MASK, _JUMP_EQUAL, (int(socket.SOCK_STREAM),))
    if network:
        families = (0, 0, _JUMP_EQUAL, (int(socket.AF_INET), int(socket.AF_INET6)))
        made.allow_if(_SOCKET, [families, stream], errno.EACCES)
    else:
        made.refuse(_SOCKET, errno.EACCES)
        made.refuse(_CONNECT, errno.EACCES)
    # A datagram pair could send to any Unix socket by name.
    made.allow_if(_SOCKETPAIR, [stream], errno.EACCES)
    for call in _OWN_PROCESS:
        made.allow_if(call, [(0, 0, _JUMP_EQUAL, [pid])], errno.EPERM)
    for call in _OWN_SETTINGS:
        made.allow_if(call, [(0, 0, _JUMP_EQUAL, [0, pid])], errno.EPERM)
    made.refuse_if(_PRCTL, 0, [kernel.PR_SET_PDEATHSIG, kernel.PR_SET_DUMPABLE], errno.EPERM)
    made.refuse_if(_IOCTL, 1, [_TIOCSTI, _TIOCLINUX], errno.EPERM)
    made.add(_RETURN, _ALLOW)
    return b"".join(made.code)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def install(code: bytes) -> None:
    """Put the filter on this thread and all that come from it, for good; raises OSError."""
    buffer = ctypes.create_string_buffer(code, len(code))
    made = _Filter(len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.syscall(_ARCHITECTURES[platform.machine()][1], "seccomp", 1, 0, ctypes.byref(made))
