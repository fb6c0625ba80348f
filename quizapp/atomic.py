"""Files that are written whole or not at all: whenever the program ends, there is the old content or the new one."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE = 0o600
SHARED = 0o644
UNFINISHED = ".new"
"""How the name of a file ends that is not yet in its place. What a kill leaves of it counts for nobody."""


@contextmanager
def replacing(path: Path, *, mode: int = PRIVATE, prefix: str = "") -> Iterator[Path]:
    """Fill a new file beside a path; it takes the path's place when the block ends, and is gone when it raises.

    Before that its content is on the disk, and after it the change of names is too: not even a power cut makes it half.

    Args:
        path: of the file that there may be already; its folder must be there.
        mode: the permissions of the new one.
        prefix: how the new file's name begins until then, in place of a dot and the path's own name.

    Raises:
        OSError: it cannot be written; what was there before is as it was.
    """
    beginning = prefix or f".{path.name.lstrip('.')}."
    unfinished = path.with_name(f"{beginning}{secrets.token_hex(8)}{UNFINISHED}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        yield unfinished
        unfinished.chmod(mode)
        with unfinished.open("r+b") as written:  # Windows syncs what is open for writing only
            os.fsync(written.fileno())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    with contextlib.suppress(OSError):  # some file systems sync no folders; the file is in its place all the same
        _sync(path.parent)


def write(path: Path, content: bytes, *, mode: int = PRIVATE, prefix: str = "") -> None:
    """Put a content in the place of another one; as `replacing` does it."""
    with replacing(path, mode=mode, prefix=prefix) as unfinished:
        unfinished.write_bytes(content)


def _sync(folder: Path) -> None:
    """Make the names in a folder last beyond a power cut, where a system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
