"""The end of what a run prints, bounded."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable

KEPT = 64 << 10
MAX_PRINTED = 16 << 20
CHUNK = 64 << 10


class Printed:
    """Reads a pipe on the event loop and keeps its tail."""

    def __init__(self, fd: int, on_flood: Callable[[], None]) -> None:
        self._fd = fd
        self._on_flood = on_flood
        self._tail = bytearray()
        self.total = 0
        self._loop = asyncio.get_running_loop()
        os.set_blocking(fd, False)
        self._loop.add_reader(fd, self._readable)

    def _readable(self) -> bool:
        try:
            chunk = os.read(self._fd, CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            self.close()
            return False
        before, self.total = self.total, self.total + len(chunk)
        self._tail += chunk
        if len(self._tail) > 2 * KEPT:
            del self._tail[:-KEPT]
        if before <= MAX_PRINTED < self.total:
            self._on_flood()
        return True

    def drain(self) -> None:
        """Take what is in the pipe now."""
        for _ in range(64):
            if self._fd < 0 or not self._readable():
                return

    def text(self) -> str:
        """The end of it, as text."""
        tail = bytes(self._tail[-KEPT:])
        text = tail.decode("utf-8", "replace")
        return f"[...]\n{text}" if self.total > len(tail) else text

    def since(self, total: int) -> str:
        """What came after the first `total` bytes, as far as it is kept."""
        new = self.total - total
        return bytes(self._tail[-min(new, KEPT) :]).decode("utf-8", "replace") if new > 0 else ""

    def close(self) -> None:
        """Let go of the pipe."""
        if self._fd >= 0:
            if not self._loop.is_closed():
                self._loop.remove_reader(self._fd)
            with contextlib.suppress(OSError):
                os.close(self._fd)
        self._fd = -1
