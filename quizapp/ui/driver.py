"""How a terminal is read and written: Textual's way, without two of its waits.

Escape is one byte, and the byte that an arrow key begins with. Terminals that speak kitty's protocol say which it is.
In any other, tmux among them, it is Escape if nothing has followed for a while: Textual looks for that ten times a
second only.

What is painted is written by a thread of its own, so that a slow terminal holds up nobody. It has to get its turn
first: if the app goes on computing, Python gives it one after a millisecond, and the system, which may have put both on
one processor, after four or eight.
"""

from __future__ import annotations

import os
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable
from selectors import EVENT_READ, SelectSelector
from typing import Any, TextIO

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

ESCAPE = "\x1b"
AT_ONCE = 4096
"""Bytes of one read."""
IDLE_SECONDS = 0.1
"""Between two looks whether the app has ended."""
HANDOVER_SECONDS = 0.004
"""How long the app waits for what it painted to be written: a tenth of a millisecond, unless the terminal is slow."""


class Outlet:
    """Where the writing thread writes to, which says when all that there was is out."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.is_empty = threading.Event()
        self.is_empty.set()

    def write(self, text: str) -> int:
        """Write to the terminal; waits as long as it takes nothing."""
        return self._file.write(text)

    def flush(self) -> None:
        """Called by the thread when there is no more to be written."""
        self._file.flush()
        self.is_empty.set()

    def fileno(self) -> int:
        """The terminal's."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a closer look while it is not known what Escape is, and paints written at once."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        assert self._file is not None, "a driver for a terminal has one"
        self._outlet = Outlet(self._file)
        self._file = self._outlet  # type: ignore[assignment]  # all that the writing thread asks of a file

    def write(self, data: str) -> None:
        """Have this written, in its turn."""
        self._outlet.is_empty.clear()
        super().write(data)

    def flush(self) -> None:
        """A paint is whole: let it be written before anything else is computed."""
        self._outlet.is_empty.wait(HANDOVER_SECONDS)

    def run_input_thread(self) -> None:
        """Hand on what is typed, until the app or the terminal ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            wait = IDLE_SECONDS
            while not self.exit_event.is_set():
                if selector.select(wait):
                    came = self._read()
                    if not came:
                        return
                    typed = decode(came)
                    wait = constants.ESCAPE_DELAY if typed.endswith(ESCAPE) else IDLE_SECONDS
                    if typed:  # and not the beginning of a letter: nothing would be the parser's end
                        self._hand_on(parser.feed(typed))
                self._hand_on(parser.tick())

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone, which is seen to by `hangup`."""
        try:
            return os.read(self.fileno, AT_ONCE)
        except OSError:
            return b""

    def _hand_on(self, typed: Iterable[Message]) -> None:
        for event in typed:
            self.process_message(event)
