"""A sign that work has ended, for somebody who looks elsewhere: the terminal's bell, or a notice of the desktop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

BELL = "\a"
LONG_SECONDS = 5.0
"""Work that took less was waited for on the screen."""
TITLE = "quizapp"
_WITHOUT = ("linux", "dumb", "vt")
"""Terminals, by the beginning of TERM, that print a notice's letters, or know none: they get the bell."""
_BY_777 = ("foot", "rxvt")


def sign(notify: Literal["off", "bell", "desktop"], words: str, environment: Mapping[str, str]) -> str:
    """What to write to the terminal; empty for nothing.

    A notice is an OSC sequence (777 of rxvt and foot, 9 of all others). Within tmux it is wrapped, so that it passes
    where `allow-passthrough` is on.

    Args:
        notify: what the person asked for.
        words: ours alone: no text of a pack, a server or a learner's program goes into an escape sequence.
        environment: TERM and TMUX say which terminal it is.
    """
    if notify == "off":
        return ""
    term = environment.get("TERM", "dumb")
    if notify == "bell" or term.startswith(_WITHOUT):
        return BELL
    words = "".join(letter for letter in words if letter.isprintable() and letter != ";")
    notice = f"\x1b]777;notify;{TITLE};{words}{BELL}" if term.startswith(_BY_777) else f"\x1b]9;{TITLE}: {words}{BELL}"
    if environment.get("TMUX"):
        notice = f"\x1bPtmux;{notice.replace(chr(27), chr(27) * 2)}\x1b\\"
    return notice
