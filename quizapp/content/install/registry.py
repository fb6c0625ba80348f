"""What is kept about installed packs, so that it is never half.

    packs/<id>.json         one record a pack, replaced in one rename: it names the folder that counts
    packs/<id>.<token>/     a pack's files, never changed once they are there
    packs/.bundled.json     whether the pack that comes with quizapp is switched on
    packs/.stage-<token>/   a pack on its way

A folder that no record names does not count; it is swept when no other process has the packs open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from quizapp import atomic
from quizapp.domain.fields import Model
from quizapp.domain.installation import InstalledPack
from quizapp.errors import PackError
from quizapp.paths import ensure

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # tested before each use

STAGE = ".stage-"
_BUNDLED = ".bundled.json"
_RECORD = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.json")
_FOLDER = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([0-9a-f]{16})")
_UNFINISHED = re.compile(rf"\.[a-z0-9-]+(\.json)?\.[0-9a-f]{{16}}{re.escape(atomic.UNFINISHED)}")
_WAIT = 20.0
"""Seconds that one process waits for another's change."""


class Record(Model):
    """One pack, as its file says."""

    format: int = 1
    pack: InstalledPack


class BundledRecord(Model):
    """What the person decided about the pack that comes with quizapp."""

    enabled: bool


class Registry:
    """The folder of installed packs.

    Raises:
        PackError: this system has no locks by which two programs could leave each other's packs alone.
    """

    def __init__(self, folder: Path) -> None:
        if fcntl is None:
            raise PackError(
                "Packs of others cannot be kept on this system.",
                where=str(folder),
                hint="Use quizapp inside WSL 2; the pack that comes with it works here as well.",
            )
        self.folder = folder
        self._use: int | None = None

    # Reading

    def records(self) -> tuple[list[InstalledPack], list[str]]:
        """The packs in alphabetical order, with absolute folders; and what cannot be read, a sentence each."""
        packs: list[InstalledPack] = []
        damaged: list[str] = []
        for name in self._names():
            found = _RECORD.fullmatch(name)
            if found is None:
                continue
            try:
                packs.append(self._record(name, found[1]))
            except (OSError, ValueError) as error:
                reason = "it is not as it was written" if isinstance(error, ValueError) else error.strerror
                damaged.append(f"{self.folder / name} cannot be read: {reason}. Delete it, and add the pack again.")
        return packs, damaged

    def _record(self, name: str, pack: str) -> InstalledPack:
        try:
            found = Record.model_validate_json((self.folder / name).read_bytes()).pack
        except ValidationError as error:
            raise ValueError(name) from error
        if found.id != pack or found.origin == "bundled":
            raise ValueError(name)
        if found.origin == "link":
            return found
        folder = _FOLDER.fullmatch(found.folder.name)
        if folder is None or folder[1] != pack:
            raise ValueError(name)
        return found.model_copy(update={"folder": self.folder / found.folder.name})

    def _names(self) -> list[str]:
        try:
            return sorted(path.name for path in self.folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise PackError(
                f"The packs cannot be listed: {error.strerror}.", where=str(self.folder), hint="Make the folder yours."
            ) from error

    @property
    def bundled_enabled(self) -> bool:
        """Whether the bundled pack is switched on."""
        try:
            return BundledRecord.model_validate_json((self.folder / _BUNDLED).read_bytes()).enabled
        except (OSError, ValidationError):
            return True

    # Writing

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else changes a record meanwhile."""
        descriptor = self._open(".lock")
        try:
            end = time.monotonic() + _WAIT
            while not _locked(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB):
                if time.monotonic() > end:
                    hint = "Wait until it is done, and try again."
                    raise PackError("Another quizapp is changing packs.", where=str(self.folder), hint=hint)
                time.sleep(0.05)
            yield
        finally:
            os.close(descriptor)

    def write(self, pack: InstalledPack) -> None:
        """Put a pack's record in the place of the one before: from this moment on it counts."""
        kept = pack if pack.origin == "link" else pack.model_copy(update={"folder": Path(pack.folder.name)})
        self._replace(f"{pack.id}.json", Record(pack=kept).model_dump_json(indent=2))

    def write_bundled(self, *, enabled: bool) -> None:
        """Keep whether the bundled pack is switched on."""
        self._replace(_BUNDLED, BundledRecord(enabled=enabled).model_dump_json())

    def forget(self, pack: str) -> None:
        """Delete a pack's record: from this moment on it is not there."""
        try:
            (self.folder / f"{pack}.json").unlink(missing_ok=True)
            _flush(self.folder)
        except OSError as error:
            raise self._unwritable(error) from error

    def _replace(self, name: str, text: str) -> None:
        ensure(self.folder)
        try:
            atomic.write(self.folder / name, f"{text}\n".encode())
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> PackError:
        hint = "Nothing was changed. Make the folder yours to write, and look whether the disk is full."
        return PackError(f"The packs cannot be changed: {error.strerror}.", where=str(self.folder), hint=hint)

    def stage(self) -> Path:
        """A new folder for a pack on its way, which no sweep touches while this process lives."""
        self.hold()
        path = self.folder / f"{STAGE}{secrets.token_hex(8)}"
        try:
            path.mkdir(mode=0o700)
        except OSError as error:
            raise self._unwritable(error) from error
        return path

    def settle(self, staged: Path, pack: str) -> Path:
        """Give a staged folder its lasting name; it does not count before a record names it."""
        folder = self.folder / f"{pack}.{secrets.token_hex(8)}"
        try:
            for path in sorted(staged.rglob("*")):
                _flush(path)
            _flush(staged)
            staged.rename(folder)
            _flush(self.folder)
        except OSError as error:
            raise self._unwritable(error) from error
        return folder

    # Sweeping

    def hold(self) -> None:
        """Keep every sweep away until this process ends, or `close`."""
        if self._use is None:
            self._use = self._open(".use")
            _locked(self._use, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let others sweep."""
        if self._use is not None:
            os.close(self._use)
            self._use = None

    def sweep(self) -> int:
        """Delete what no record names, unless another process has the packs open; returns how many were deleted."""
        if not self.folder.is_dir():
            return 0
        was_held = self._use is not None
        self.close()
        swept = 0
        with contextlib.suppress(OSError, PackError):
            descriptor = self._open(".use")
            try:
                if _locked(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    swept = sum(self._delete(name) for name in self._leftovers())
            finally:
                os.close(descriptor)
        if was_held:
            self.hold()
        return swept

    def _leftovers(self) -> list[str]:
        packs, _ = self.records()
        named = {pack.folder.name for pack in packs if pack.origin != "link"}
        readable = {pack.id for pack in packs}
        left = []
        names = set(self._names())
        for name in sorted(names):
            folder = _FOLDER.fullmatch(name)
            if folder is not None:
                # The folder of a record that cannot be read may still be wanted.
                is_left = name not in named and (folder[1] in readable or f"{folder[1]}.json" not in names)
            else:
                is_left = name.startswith(STAGE) or _UNFINISHED.fullmatch(name) is not None
            if is_left:
                left.append(name)
        return left

    def _delete(self, name: str) -> bool:
        path = self.folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        return True

    def _open(self, name: str) -> int:
        path = ensure(self.folder) / name
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unwritable(error) from error


def _locked(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation)
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        # A file system without locks: one person on one machine seldom needs them.
        return error.errno in {errno.ENOLCK, errno.ENOTSUP}
    return True


def _flush(path: Path) -> None:
    """Make a file's content, or the names in a folder, last beyond a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
