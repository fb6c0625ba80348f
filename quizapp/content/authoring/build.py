"""A pack as one archive: the same bytes from the same files, whoever builds it, wherever and whenever.

Names are sorted, times and modes fixed, owners left out, and nothing is taken along that no reader of a pack looks at.
(Another zlib may compress the same contents to other bytes; two builds on one machine never differ.)
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from quizapp import atomic
from quizapp.content.diagnostic import Diagnostic
from quizapp.content.folder import (
    DOTFILES,
    MAX_YAML_BYTES,
    QUESTIONS,
    SANDBOX,
    UnreadableError,
    check_name,
    is_ignored,
    read,
)
from quizapp.content.install.naming import is_wanted
from quizapp.content.lint import judge
from quizapp.content.pack import load_pack
from quizapp.domain.fields import Model
from quizapp.domain.wording import plural
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.errors import PackError, PackRefusedError, UsageError

SUFFIXES = (".zip", ".tar.gz", ".tgz")
MODE = 0o644
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""
_EPOCH_SECONDS = 315_532_800
"""The same, for tar."""


class Built(Model):
    """An archive that was written."""

    path: Path
    files: int
    size: int
    """Bytes."""
    digest: str
    """SHA-256 of the archive."""
    warnings: list[Diagnostic] = []


def build(root: Path, output: Path | None = None, watch: Watch = UNWATCHED) -> Built:
    """Write a pack's archive, whose one folder is `id-version`.

    Args:
        root: the pack's folder.
        output: the file, which ends in .zip, .tar.gz or .tgz and is replaced if it exists; `id-version.zip` in the
            current folder if None.
        watch: hears how far it is, and may stop it.

    Raises:
        PackRefusedError: the lint finds an error; its `findings` say which.
        UsageError: the name says no format.
        PackError: something cannot be read or written.
    """
    if output is not None and not output.name.endswith(SUFFIXES):
        raise UsageError(f"{output.name} says no format.", hint="End its name with .zip or .tar.gz.")
    pack = load_pack(root, watch)
    result = judge(pack, watch)
    errors = [found for found in result.diagnostics if found.severity == "error"]
    if errors or pack.manifest is None:
        raise PackRefusedError(
            f"The pack has {plural(result.errors, 'error')}, so no archive was made.",
            where=str(root),
            hint=f"Mend them; `quizapp pack lint {root}` lists them again.",
            findings=tuple(str(found) for found in errors),
        )
    manifest = pack.manifest.model
    top = f"{manifest.id}-{manifest.version}"
    files = {f"{top}/{path}": content for path, content in contents(root).items()}
    target = Path(f"{top}.zip") if output is None else output
    watch.tell(Advance("packing"))
    content = _zip(files) if target.name.endswith(".zip") else _tar(files)
    write_file(target, content)
    digest = hashlib.sha256(content).hexdigest()
    return Built(path=target, files=len(files), size=len(content), digest=digest, warnings=result.diagnostics)


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a pack that belongs into its archive, by its path, in order."""
    files = {}
    for path in sorted(_paths(root)):
        try:
            files[path] = read(root, path, MAX_YAML_BYTES)
        except UnreadableError as error:
            found = error.diagnostic
            raise PackError(
                f"A file cannot be packed: {found.message}.", where=str(root / found.file), hint=found.hint
            ) from error
    return files


def _paths(root: Path) -> Iterator[str]:
    waiting = [QUESTIONS, SANDBOX]
    try:
        for entry in _entries(root):
            if is_wanted([entry.name]) and entry.is_file(follow_symlinks=False):
                yield entry.name
        while waiting:
            folder = waiting.pop()
            if folder == SANDBOX and not (root / folder).is_dir():
                continue
            for entry in _entries(root / folder):
                path = f"{folder}/{entry.name}"
                if is_ignored(entry.name) and not (folder.startswith(f"{SANDBOX}/") and entry.name in DOTFILES):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting += [path] if folder != QUESTIONS else []
                elif folder not in {QUESTIONS, SANDBOX} or entry.name.endswith((".yaml", ".md")):
                    _require_plain(root, path)
                    yield path
    except OSError as error:
        hint = "Look at its permissions."
        raise PackError(f"The pack cannot be read: {error.strerror}.", where=str(error.filename), hint=hint) from error


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as listing:
        return list(listing)


def _require_plain(root: Path, path: str) -> None:
    found = check_name(path)
    if found is not None:
        raise PackError(f"A file cannot be packed: {found.message}.", where=str(root / path), hint=found.hint)


def _zip(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is built
            entry.external_attr = (0o100000 | MODE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return whole.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=whole, mtime=0) as packed,
        tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode, entry.mtime = len(content), MODE, _EPOCH_SECONDS
            archive.addfile(entry, io.BytesIO(content))
    return whole.getvalue()


def write_file(target: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all; PackError when it cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(target, content, mode=MODE)
    except OSError as error:
        hint = "Name a file in a folder that is yours."
        raise PackError(f"The file cannot be written: {error.strerror}.", where=str(target), hint=hint) from error
