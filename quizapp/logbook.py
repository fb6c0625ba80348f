"""The log: what is needed to mend a fault, and nothing that is the learner's.

An answer, a line of code or a token may stand in the message of any exception, and in the values of its frames. So of
an error only its kind is written, and the places in the program that it passed; never a message, a value or a line of
source.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from quizapp import __version__

BYTES, FILES = 256 << 10, 3
"""Of each file, and how many older ones are kept."""
_FRAMES = 30
_LOGGER = logging.getLogger("quizapp")


def open_log(path: Path) -> bool:
    """Write to this file from now on; False where that cannot be, which is no reason not to start."""
    _LOGGER.propagate = False
    _LOGGER.setLevel(logging.INFO)
    for handler in list(_LOGGER.handlers):
        _LOGGER.removeHandler(handler)
        handler.close()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=BYTES, backupCount=FILES, encoding="utf-8", delay=True)
    except OSError:
        _LOGGER.addHandler(logging.NullHandler())
        return False
    logging.raiseExceptions = False  # a log that cannot be written, on a full disk, must not end or disturb anything
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    _LOGGER.addHandler(handler)
    return True


def note(what: str) -> None:
    """Write down what the program did: our own words, and nothing of the learner's."""
    if _LOGGER.handlers:
        _LOGGER.info(what)


def note_error(error: BaseException, doing: str) -> None:
    """Write down an error: its kind, where in the program it was raised, and on what kind of machine."""
    if _LOGGER.handlers:
        _LOGGER.error("\n".join(_told(error, doing)))


def _told(error: BaseException, doing: str) -> Iterator[str]:
    yield (
        f"{doing}: {kind(error)} (quizapp {__version__}, Python {platform.python_version()}, {sys.platform},"
        f" {platform.machine()})"
    )
    seen: BaseException | None = error
    while seen is not None:
        for frame in traceback.extract_tb(seen.__traceback__)[-_FRAMES:]:
            yield f"    {_place(frame.filename)}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or seen.__context__
        if seen is not None:
            yield f"  after {kind(seen)}"


def kind(error: BaseException) -> str:
    """An error's class, and the number or name that the system or SQLite gave it: `OperationalError SQLITE_FULL`."""
    name = type(error).__name__
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "errno", None)
    return f"{name} {code}" if code else name


def _place(file: str) -> str:
    """A module's file from its package on: the folders above it may tell a person's name."""
    parts = Path(file).parts
    for root in ("quizapp", "site-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1] if parts else file
