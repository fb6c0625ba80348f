"""Names that some systems take for others."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.hostile.case import hostile
from tests.hostile.sound import changed, files, folder, zipped


@hostile("differ by case only")
def names_differing_by_case(root: Path) -> str:
    return zipped(root, {**files(), "questions/HTTP.yaml": b"[]"})


@hostile("differ by case only")
def names_differing_by_composition(root: Path) -> str:
    return zipped(root, {**files(), "questions/\u00e9.md": b"1", "questions/e\u0301.md": b"2"})


@hostile("are the same")
def one_name_twice(root: Path) -> str:
    info = zipfile.ZipInfo("questions//http.yaml")
    return zipped(root, files(), (info, b"[]"))


@hostile("file and folder at once")
def file_and_folder(root: Path) -> str:
    return zipped(root, {**files(), "questions/http.yaml/x.md": b"x"})


@hostile("device on Windows")
def a_device_name(root: Path) -> str:
    return zipped(root, {**files(), "questions/aux.md": b"x"})


@hostile("device on Windows")
def a_device_as_id(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: con")))


@hostile("invisible characters")
def a_name_with_escapes(root: Path) -> str:
    return zipped(root, {**files(), "questions/\x1b[2Jx.yaml": b"[]"})


@hostile("invisible characters")
def a_name_written_backwards(root: Path) -> str:
    return zipped(root, {**files(), "questions/x\u202elmay.yaml": b"[]"})


@hostile("cannot be stored everywhere")
def a_name_with_a_stream(root: Path) -> str:
    return zipped(root, {**files(), "questions/x.md:hidden": b"x"})


@hostile("too long")
def a_long_name(root: Path) -> str:
    return zipped(root, {**files(), f"questions/{'x' * 300}.md": b"x"})


@hostile("too deep")
def a_deep_name(root: Path) -> str:
    return zipped(root, {**files(), f"sandbox/first-route/starter/{'x/' * 40}a.py": b"x"})
