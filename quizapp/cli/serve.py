"""`quizapp serve`: the same app in a browser on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import click

PORT = 8765


@click.command(short_help="The same app in a browser on this machine, for you alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--open", "opening", is_flag=True, help="Open the address in your browser.")
def serve(*, port: int, opening: bool) -> int:
    """Serve quizapp to one browser on this machine, until Ctrl+C.

    The address that is printed lets in the first browser that opens it, and nobody else: not other people who use this
    machine, and not other pages. Each page that is open is a session of its own; your progress is the same as in the
    terminal. Coding tasks are edited in the built-in editor.
    """
    from quizapp.config import Settings
    from quizapp.errors import UsageError
    from quizapp.paths import Paths

    try:
        from quizapp.web.door import Door
        from quizapp.web.server import Server, listening
    except ImportError as error:
        raise UsageError(
            "Serving to a browser needs textual-serve, which is not installed.",
            hint='Install it beside quizapp: pip install "textual-serve>=1.1.3,<2"',
        ) from error
    paths = Paths.discover()
    Settings.load(paths.config)  # a fault in it is told here, not on an empty page
    with listening(port) as sock:
        door = Door(port=sock.getsockname()[1])
        click.echo(f"quizapp is served to one browser on this machine. Open\n\n  {door.address}\n\nCtrl+C ends.")
        pointer = paths.runtime / f"serve-{os.getpid()}.html" if opening else None
        try:
            if pointer is not None:
                _open(door.address, pointer)
            Server(door, entered=lambda: _forget(pointer)).run(sock)
        finally:
            _forget(pointer)
    click.echo("\nStopped.")
    return 0


def _open(address: str, pointer: Path) -> None:
    """Open a browser on a file that only its owner can read.

    The address itself would stand in the browser's command line, which everybody on this machine can see.
    """
    import webbrowser

    from quizapp.paths import ensure

    ensure(pointer.parent)
    pointer.unlink(missing_ok=True)
    descriptor = os.open(pointer, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={address}">')
    if not webbrowser.open(pointer.as_uri()):
        click.echo("No browser could be opened; open the address yourself.", err=True)


def _forget(pointer: Path | None) -> None:
    """Remove the file: whoever was to be let in is in."""
    if pointer is not None:
        pointer.unlink(missing_ok=True)
