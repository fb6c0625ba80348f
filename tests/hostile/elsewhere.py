"""Names that lead out of the pack."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import tarfile
from pathlib import Path

from tests.hostile.case import hostile
from tests.hostile.sound import files, tarred, zipped

OUT = "leads out of the pack"
ABSOLUTE = "is absolute, or written as Windows does"


@hostile(OUT)
def zip_traversal(root: Path) -> str:
    return zipped(root, {**files(), "../../escaped.txt": b"out"})


@hostile(OUT)
def zip_traversal_inside(root: Path) -> str:
    return zipped(root, {**files(), "questions/../../../escaped.md": b"out"})


@hostile(ABSOLUTE)
def zip_absolute(root: Path) -> str:
    return zipped(root, {**files(), f"{root}/escaped.txt": b"out"})


@hostile(ABSOLUTE)
def zip_backslashes(root: Path) -> str:
    return zipped(root, {**files(), "questions\\..\\..\\escaped.txt": b"out"})


@hostile(ABSOLUTE)
def zip_drive_letter(root: Path) -> str:
    return zipped(root, {**files(), "C:/escaped.txt": b"out"})


@hostile(OUT)
def tar_traversal(root: Path) -> str:
    return tarred(root, {**files(), "../escaped.txt": b"out"})


@hostile(ABSOLUTE)
def tar_absolute(root: Path) -> str:
    return tarred(root, {**files(), "/tmp/quizapp-escaped.txt": b"out"})


@hostile(OUT)
def tar_pax_path(root: Path) -> str:
    info = tarfile.TarInfo("questions/fine.md")
    info.pax_headers = {"path": "../../escaped.txt"}
    return tarred(root, files(), info)


@hostile("NUL")
def zip_name_with_nul(root: Path) -> str:
    source = Path(zipped(root, {**files(), "questions/aXb.md": b"x"}))
    source.write_bytes(source.read_bytes().replace(b"questions/aXb.md", b"questions/a\0b.md"))
    return str(source)
