"""Ends a program whose screen is gone, where nothing said so."""

from __future__ import annotations

import os
from collections.abc import Callable

STDIN = 0
HANGUP_SECONDS = 3.0
"""How often is looked."""


def leaver(*, is_web: bool) -> Callable[[], None] | None:
    """What to call every HANGUP_SECONDS; None where nothing can be told."""
    if os.isatty(STDIN):
        return _leave_a_closed_terminal
    if is_web:
        server = os.getppid()
        return lambda: _leave_a_dead_server(server)
    return None


def _leave_a_closed_terminal() -> None:
    """End when the terminal is gone and no SIGHUP said so, as for a session leader without a terminal of its own.

    Textual would read an empty stdin for ever, at the cost of half a processor. There is nothing to save: every
    answer is on disk, and there is no screen to restore.
    """
    if not os.isatty(STDIN):
        os._exit(1)


def _leave_a_dead_server(server: int) -> None:
    """End when the process that passes on what is painted has died and could not say so."""
    if os.getppid() != server:
        os._exit(1)
