"""The terminal UI, which `quizapp` opens without a command: what its first paint needs, then the rest."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TextIO

    from quizapp.ui.services import Services


FRAMES = "120"
"""A second, at most. Textual's 60 let a key that comes soon after a paint wait up to two of them for its own."""
ESCAPE = "50"
"""Milliseconds in which the rest of a key comes that begins as Escape does; whoever has a slow line says more."""
SWITCH = 0.001
"""Seconds after which a thread that computes lets another go on: what is looked up beside the screen, and what writes
to the terminal, wait for each other no longer. Python's own 0.005 is a third of a frame."""


def open_terminal(packs: tuple[Path, ...] | None = None) -> int:
    """Open the terminal UI and stay in it; returns its exit code.

    Args:
        packs: their folders, in place of those that are installed.

    Raises:
        UsageError: there is no terminal to open it on.
        Exception: whatever kept the settings, packs or history from being opened.
    """
    ready_terminal()
    # Nearly all that is made until everything is there stays: looking for garbage in it again and again is in vain.
    # Whoever knows that it is there, or that it will take long, switches it on again.
    gc.disable()
    from quizapp.paths import Paths
    from quizapp.toml import Look
    from quizapp.ui.app import QuizApp
    from quizapp.ui.start import Start

    paths = Paths.discover()
    app = QuizApp(Start(Look.of(paths.config), partial(_services, packs), paths.log))
    try:
        app.run()
    finally:
        gc.enable()
    if app.fault is not None:
        raise app.fault
    code = app.return_code or 0
    if app.is_loading:
        # Packs are still being read for somebody who has left. Nothing of it is lost by not waiting for its end.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def ready_terminal() -> None:
    """Have keys answered soon, and refuse to open the terminal UI where nobody could see it or quit it.

    Called before anything of the UI is imported: Textual reads then how often it may paint, and how long Escape takes.

    Keys come in by stdin, and Textual paints on stderr: a stdout that goes elsewhere does not matter. A browser's page
    is painted by another driver, which Textual is told in its variable.

    Raises:
        UsageError: there is no terminal.
    """
    sys.setswitchinterval(SWITCH)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    os.environ.setdefault("ESCDELAY", ESCAPE)
    if "TEXTUAL_DRIVER" in os.environ or (_is_terminal(sys.__stdin__) and _is_terminal(sys.__stderr__)):
        return
    from quizapp.errors import UsageError

    raise UsageError(
        "The terminal UI needs a terminal, and there is none.",
        hint="`quizapp study --plain` and `quizapp interview --plain` go line by line; `quizapp --help` lists all.",
    )


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _services(packs: tuple[Path, ...] | None, how_far: Callable[[int, int], None]) -> Services:
    from quizapp.bootstrap import application

    return application(packs=packs, how_far=how_far)


def run() -> int:
    """Open the terminal UI without the command line, whose parser is not needed; returns the exit code."""
    try:
        return open_terminal()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place where somebody can be told
        from quizapp.cli.ending import told

        return told(error)
