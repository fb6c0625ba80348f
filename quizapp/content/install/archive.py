"""Archives as entries: .zip and .tar.gz, and nothing that an archive says about itself is believed.

Sizes are counted while reading. Nothing is unpacked by the libraries themselves, so no link, owner, mode or path of an
archive ever reaches the disk.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import IO

from quizapp.content.install import limits
from quizapp.content.install.entry import Entry, chunks
from quizapp.domain.work import Advance, Watch
from quizapp.errors import PackError, PackRefusedError

_END = struct.Struct("<4s4H2LH")
"""The end of a zip's central directory."""
_END_MARK = b"PK\x05\x06"
_ZIP64_MARK = b"PK\x06\x07"
_ZIP64_LOCATOR = 20
_MAX_COMMENT = 1 << 16
_MAX_DIRECTORY = 4 << 20
"""Bytes of a zip's central directory: MAX_ENTRIES names of 150 letters."""
_MAX_HEADER = 1 << 18
"""Bytes that may be read at once from a tar: what its headers may have."""
_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    RecursionError,
    LookupError,
    OSError,
)
"""What the libraries raise when an archive is not what it claims to be."""


def _refused(
    reason: str, where: str, hint: str = "Nothing was installed. Fetch it again, or tell its author."
) -> PackRefusedError:
    return PackRefusedError(f"This archive is refused: {reason}.", where=where, hint=hint)


class Archive:
    """An archive on disk.

    Args:
        file: the archive.
        shown: how errors call it.
        scratch: a folder for what has to be unpacked on the way.
        watch: of the whole work.
        stack: closes what entries are read from.
    """

    def __init__(self, file: Path, *, shown: str, scratch: Path, watch: Watch, stack: ExitStack) -> None:
        self._file = file
        self._shown = shown
        self._scratch = scratch
        self._watch = watch
        self._stack = stack

    def entries(self) -> list[Entry]:
        """Everything that lies in it.

        Raises:
            PackRefusedError: it is none of ours, damaged, or too large.
        """
        try:
            size = self._file.stat().st_size
            with self._file.open("rb") as stream:
                start = stream.read(4)
        except OSError as error:
            raise PackError(f"The archive cannot be read: {error.strerror}.", where=self._shown) from error
        if size > limits.MAX_DOWNLOAD:
            raise _refused(f"it has more than {limits.MAX_DOWNLOAD >> 20} MiB", self._shown)
        if start[:2] == b"\x1f\x8b":
            return self._guarded(self._tar)
        if start in {b"PK\x03\x04", _END_MARK}:
            return self._guarded(self._zip)
        hint = "Give a .zip or a .tar.gz; a git repository's address ends with .git, or begins with git+."
        raise _refused("it is neither a .zip nor a .tar.gz", self._shown, hint)

    def _guarded(self, read: Callable[[], list[Entry]]) -> list[Entry]:
        try:
            return read()
        except _BROKEN as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> PackRefusedError:
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        return _refused(f"it is damaged ({said})", self._shown)

    def _content(self, open_: Callable[[], IO[bytes] | None]) -> Iterator[bytes]:
        """A member's content; what goes wrong on the way is the archive's fault."""
        pieces: Iterator[bytes] | None = None
        while True:
            try:
                if pieces is None:
                    stream = open_()
                    if stream is None:
                        raise _refused("something in it is no file", self._shown)
                    pieces = chunks(stream)
                piece = next(pieces, b"")
            except _BROKEN as error:
                raise self._damaged(error) from error
            if not piece:
                return
            yield piece

    # .zip

    def _zip(self) -> list[Entry]:
        self._check_directory()
        archive = self._stack.enter_context(zipfile.ZipFile(self._file))
        found = archive.infolist()
        self._check_ratio(sum(info.file_size for info in found))
        return [self._zip_entry(archive, info) for info in found]

    def _check_directory(self) -> None:
        """Refuse a central directory that would take much memory, before anything reads it."""
        size = self._file.stat().st_size
        with self._file.open("rb") as stream:
            stream.seek(max(0, size - _END.size - _MAX_COMMENT - _ZIP64_LOCATOR))
            tail = stream.read()
        # As zipfile looks for it: at the very end, or else the last mark.
        place = len(tail) - _END.size
        if not (place >= 0 and tail[place : place + 4] == _END_MARK and tail[-2:] == b"\x00\x00"):
            place = tail.rfind(_END_MARK)
        if place < 0 or place + _END.size > len(tail):
            raise _refused("it is cut off", self._shown)
        if _ZIP64_MARK in tail[max(0, place - _ZIP64_LOCATOR) : place]:
            raise _refused("it is a zip of the kind for gigabytes", self._shown)
        _, disk, start_disk, _, entries, directory, _, _ = _END.unpack_from(tail, place)
        if disk or start_disk:
            raise _refused("it is one part of several", self._shown)
        if entries > limits.MAX_ENTRIES or directory > _MAX_DIRECTORY:
            raise _refused(f"it has more than {limits.MAX_ENTRIES} entries, or very long names", self._shown)

    def _zip_entry(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
        path = info.orig_filename
        if info.flag_bits & 0x1:
            raise _refused("something in it is encrypted", self._shown)
        mode = info.external_attr >> 16
        if stat.S_ISLNK(mode):
            return Entry(path, "link", None, tuple)
        if path.endswith("/"):
            return Entry(path, "folder", None, tuple)
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            return Entry(path, "other", None, tuple)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _refused("it is compressed in a way that few programs read", self._shown)
        return Entry(path, "file", info.file_size, lambda: self._content(partial(archive.open, info)))

    def _check_ratio(self, unpacked: int) -> None:
        packed = max(1, self._file.stat().st_size)
        if unpacked > limits.MAX_TOTAL:
            raise _refused(f"it would become larger than {limits.MAX_TOTAL >> 20} MiB", self._shown)
        if unpacked > limits.RATIO_FROM and unpacked > limits.MAX_RATIO * packed:
            raise _refused(f"it would become {unpacked // packed} times as large", self._shown)

    # .tar.gz

    def _tar(self) -> list[Entry]:
        plain = self._scratch / "archive.tar"
        self._inflate(plain)
        stream = self._stack.enter_context(closing(_Bounded(plain)))
        opened = tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape")  # type: ignore[call-overload]  # noqa: SIM115 - entered below
        archive: tarfile.TarFile = self._stack.enter_context(opened)
        found: list[Entry] = []
        for member in archive:
            self._watch.check()
            found.append(self._tar_entry(archive, member))
            if len(found) > limits.MAX_ENTRIES:
                raise _refused(f"it has more than {limits.MAX_ENTRIES} entries", self._shown)
        return found

    def _inflate(self, target: Path) -> None:
        """Unpack the gzip layer, counting."""
        inflater = zlib.decompressobj(wbits=31)
        written = 0
        with self._file.open("rb") as packed, target.open("xb") as plain:
            while block := packed.read(_CHUNK):
                self._watch.tell(Advance(doing="unpacking"))
                while block and not inflater.eof:
                    piece = inflater.decompress(block, 1 << 20)
                    block = inflater.unconsumed_tail
                    written += len(piece)
                    self._check_ratio(written)
                    plain.write(piece)
                rest = inflater.unused_data if inflater.eof else b""
                if inflater.eof and (rest.strip(b"\x00") or packed.read().strip(b"\x00")):
                    raise _refused("something follows its end", self._shown)
        if not inflater.eof:
            raise _refused("it is cut off", self._shown)

    def _tar_entry(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Entry:
        if member.isdir():
            return Entry(member.name, "folder", None, tuple)
        if member.issym() or member.islnk():
            return Entry(member.name, "link", None, tuple)
        if member.type not in tarfile.REGULAR_TYPES or member.type == tarfile.CONTTYPE or member.sparse is not None:
            return Entry(member.name, "other", None, tuple)
        return Entry(member.name, "file", member.size, lambda: self._content(partial(archive.extractfile, member)))


class _Bounded:
    """A file of which never much is read at once: a tar's headers say how long they are themselves."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("rb")
        self.name = str(path)
        self.mode = "rb"
        path.unlink()

    def read(self, size: int = -1) -> bytes:
        """At most _MAX_HEADER bytes."""
        if size < 0 or size > _MAX_HEADER:
            raise ValueError("a header in it is very long")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As a file does."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As a file does."""
        return self._stream.tell()

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()
