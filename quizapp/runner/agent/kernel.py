"""Linux system calls that Python does not offer, through the C library."""

from __future__ import annotations

import ctypes
import errno
import os
import signal

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def checked(result: int, what: str) -> int:
    """A call's result, or the OSError that errno names."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(number: int, what: str, *arguments: object) -> int:
    """A system call by its number; raises OSError."""
    return checked(_libc.syscall(ctypes.c_long(number), *arguments), what)


def prctl(option: int, value: int = 0) -> None:
    """Set an attribute of this process."""
    zero = ctypes.c_ulong(0)
    checked(_libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero), f"prctl {option}")


def die_with_parent(parent: int | None = None) -> None:
    """Be killed when the parent thread ends; when it has ended already, end now."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def unshare(flags: int) -> None:
    """Leave namespaces that were shared with the parent."""
    checked(_libc.unshare(ctypes.c_int(flags)), f"unshare {flags:#x}")


def setns(fd: int, kind: int) -> None:
    """Enter a namespace."""
    checked(_libc.setns(ctypes.c_int(fd), ctypes.c_int(kind)), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount a file system."""
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    data = None if options is None else options.encode()
    checked(_libc.mount(*encoded, ctypes.c_ulong(flags), data), f"mount {target}")


def drop_capabilities() -> None:
    """Give up every capability."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    checked(_libc.capset(ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)())), "capset")


def reason(error: OSError) -> str:
    """Why a layer is missing, for a person."""
    name = errno.errorcode.get(error.errno or 0, "?")
    return f"{error.strerror or error} ({name})"
