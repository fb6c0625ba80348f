"""The learner's own editor, which takes over the terminal until it is closed."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

Launch = Callable[[Sequence[str]], int]
"""Starts a program in the terminal and waits for its exit code."""

HINT = "Set VISUAL or EDITOR, for example: export EDITOR=nano"


class OutsideError(Exception):
    """The editor cannot be used; the message says why, in a sentence."""


def command(environment: Mapping[str, str] | None = None) -> list[str]:
    """The learner's editor and its arguments, from VISUAL, else EDITOR.

    Raises:
        OutsideError: neither is set, or the quotes in it do not close.
    """
    environment = os.environ if environment is None else environment
    for name in ("VISUAL", "EDITOR"):
        value = environment.get(name, "").strip()
        if value:
            try:
                return shlex.split(value)
            except ValueError as error:
                raise OutsideError(f"{name} is {value!r}, whose quotes do not close.") from error
    raise OutsideError(f"You have no editor of your own set. {HINT}")


def edit_outside(app: App[object], path: Path, *, launch: Launch | None = None) -> None:
    """Open a file in the learner's editor and wait until it is closed.

    Raises:
        OutsideError: there is no editor, it does not start or ends badly, or the terminal cannot be handed over.
    """
    words = [*command(), str(path)]
    try:
        with app.suspend():
            code = (launch or _launch)(words)
    except SuspendNotSupported as error:
        raise OutsideError("This terminal cannot be handed to another program; the built-in editor stays.") from error
    except OSError as error:
        raise OutsideError(f"{words[0]} does not start: {error.strerror}. {HINT}") from error
    if code:
        raise OutsideError(f"{words[0]} ended with exit code {code}; what it saved was taken over.")


def _launch(words: Sequence[str]) -> int:
    return subprocess.run(words, check=False).returncode  # noqa: S603 - the learner's own editor, as they named it
