"""Archives that are none."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from tests.hostile.case import EXECUTED, hostile
from tests.hostile.sound import files, tarred, zipped


@hostile("neither a .zip nor a .tar.gz")
def not_an_archive(root: Path) -> str:
    target = root / "pack.zip"
    target.write_bytes(b"#!/bin/sh\ntouch " + str(root / EXECUTED).encode())
    return str(target)


@hostile("cut off")
def a_cut_archive(root: Path) -> str:
    source = Path(tarred(root, files()))
    source.write_bytes(source.read_bytes()[:1000])
    return str(source)


@hostile("encrypted")
def zip_encrypted(root: Path) -> str:
    source = Path(zipped(root, files()))
    content = bytearray(source.read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    source.write_bytes(content)
    return str(source)


@hostile("few programs read")
def zip_by_lzma(root: Path) -> str:
    target = root / "pack.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in files().items():
            archive.writestr(name, content)
    return str(target)


@hostile("damaged")
def gzip_of_noise(root: Path) -> str:
    target = root / "pack.tar.gz"
    target.write_bytes(b"\x1f\x8b\x08\x00" + os.urandom(5000))
    return str(target)
