"""The keyboard of a terminal, read so that Escape is told from the beginning of another key without a long wait.

Escape is one byte, and the byte that an arrow key begins with. Terminals that speak kitty's protocol say which it is.
In any other, tmux among them, it is Escape if nothing has followed for a while: Textual looks for that ten times a
second only.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Iterable
from selectors import EVENT_READ, SelectSelector

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

ESCAPE = "\x1b"
AT_ONCE = 4096
"""Bytes of one read."""
IDLE_SECONDS = 0.1
"""Between two looks whether the app has ended."""


class Keyboard(LinuxDriver):
    """Textual's driver, with a closer look while it is not known what Escape is."""

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
