"""Landlock: the kernel denies every file that is not on a list, for good. Linux 5.13 and later."""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Iterable

from quizapp.runner.agent import kernel

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = 1, 2, 4, 8, 16, 32
MAKE_DIR, MAKE_REG, REFER, TRUNCATE, IOCTL_DEV = 128, 256, 8192, 16384, 32768
ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}

RUN = READ_FILE | READ_DIR | EXECUTE
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | TRUNCATE | REFER
DEVICE = READ_FILE | WRITE_FILE
_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_NETWORK = 3
_SCOPES = 3


def abi() -> int:
    """The version of Landlock that this kernel speaks; raises OSError where there is none."""
    return kernel.syscall(CREATE_RULESET, "landlock", None, 0, 1)


def restrict(rules: Iterable[tuple[str, int]], *, network: bool) -> None:
    """Allow these paths and nothing else; TCP too is denied unless `network`, where the kernel knows how (ABI 4)."""
    version = abi()
    known = ALL_BY_ABI[min(version, 5)]
    attributes = struct.pack("QQQ", known, 0 if network else _NETWORK, _SCOPES)
    attributes = attributes[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = kernel.syscall(CREATE_RULESET, "landlock", attributes, len(attributes), 0)
    try:
        for path, allowed in rules:
            _allow(ruleset, path, allowed & known)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall(RESTRICT_SELF, "landlock", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, allowed: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EACCES}:
            return
        raise
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            allowed &= _FILES
        kernel.syscall(ADD_RULE, f"landlock {path}", ruleset, 1, struct.pack("=Qi", allowed, fd), 0)
    finally:
        os.close(fd)
