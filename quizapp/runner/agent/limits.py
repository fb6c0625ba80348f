"""Limits that every process of the sandbox has: memory, file size, open files, threads, processor time."""

from __future__ import annotations

import resource
from pathlib import Path

MEMORY = 1 << 30
HEADROOM = 768 << 20
FILE_SIZE = 16 << 20
OPEN_FILES = 256
THREADS = 64
"""More than the 40 worker threads that FastAPI may use."""


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(what)[1]
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))


def apply(*, own_user_namespace: bool) -> None:
    """Set the limits.

    Threads are only limited where this process is alone in its user namespace: elsewhere the count would include
    everything that the person runs.
    """
    present = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, max(MEMORY, present + HEADROOM))
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_MEMLOCK, 0)
    if own_user_namespace:
        _limit(resource.RLIMIT_NPROC, THREADS)


def apply_portable() -> None:
    """The limits that every Unix keeps; memory is not among them."""
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)


def processor_time(seconds: int) -> None:
    """Set when the run is handed over: its length is known only then."""
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
