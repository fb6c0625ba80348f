"""A sound pack, to be spoiled, and what it is packed into."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"


def files() -> dict[str, bytes]:
    """A sound pack, to be spoiled."""
    return {
        str(path.relative_to(SAMPLE)): path.read_bytes()
        for path in sorted(SAMPLE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def zipped(root: Path, members: dict[str, bytes], *extra: tuple[zipfile.ZipInfo, bytes]) -> str:
    """A zip of these files."""
    target = root / "pack.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for info, content in extra:
            archive.writestr(info, content)
    return str(target)


def tarred(root: Path, members: dict[str, bytes], *extra: tarfile.TarInfo, format_: int = tarfile.PAX_FORMAT) -> str:
    """A .tar.gz of these files and of members without content."""
    target = root / "pack.tar.gz"
    with tarfile.open(target, "w:gz", format=format_) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in extra:
            archive.addfile(info)
    return str(target)


def folder(root: Path, members: dict[str, bytes] | None = None) -> Path:
    """A folder of these files."""
    target = root / "pack"
    for name, content in (files() if members is None else members).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


def special(kind: bytes, name: str, link: str = "") -> tarfile.TarInfo:
    """A member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    return info


def changed(old: str, new: str, file: str = "questions/pack.yaml") -> dict[str, bytes]:
    """The sound pack with one text replaced."""
    members = files()
    text = members[file].decode()
    assert old in text, (old, file)
    members[file] = text.replace(old, new).encode()
    return members
