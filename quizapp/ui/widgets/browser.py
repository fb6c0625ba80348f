"""Whether there is a browser that can be opened beside the terminal."""

from __future__ import annotations

import webbrowser
from pathlib import PurePath

from textual.app import App

IN_TERMINAL = {"browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"}
"""Browsers that would take the terminal for themselves."""


def browse(app: App[object], address: str) -> bool:
    """Open an address in the browser; False when there is none, and the address should be told."""
    if not app.is_web and not _is_there():
        return False
    app.open_url(address)
    return True


def _is_there() -> bool:
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return PurePath(str(getattr(found, "name", ""))).name not in IN_TERMINAL
