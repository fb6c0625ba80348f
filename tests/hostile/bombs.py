"""What is larger, or more, than it seems."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import gzip
import os
import struct
import tarfile
from pathlib import Path

from tests.hostile.case import hostile
from tests.hostile.sound import files, folder, tarred, zipped


@hostile("times as large")
def zip_bomb(root: Path) -> str:
    return zipped(root, {**files(), "questions/zeros.md": b"\0" * (20 << 20)})


@hostile("times as large")
def gzip_bomb(root: Path) -> str:
    return tarred(root, {**files(), "elsewhere/zeros.bin": b"\0" * (20 << 20)})


@hostile("larger than 64 MiB")
def zip_bomb_that_says_so(root: Path) -> str:
    source = Path(zipped(root, {**files(), "questions/a.md": b"x"}))
    content = bytearray(source.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 1 << 31)
    source.write_bytes(content)
    return str(source)


@hostile("damaged")
def zip_that_understates(root: Path) -> str:
    source = Path(zipped(root, {**files(), "questions/a.md": os.urandom(100_000)}))
    content = bytearray(source.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.rfind(mark)
        content[place + offset : place + offset + 4] = struct.pack("<L", 10)
    source.write_bytes(content)
    return str(source)


@hostile("entries")
def zip_of_many_names(root: Path) -> str:
    return zipped(root, {**files(), **{f"x/{number}": b"" for number in range(21_000)}})


@hostile("entries")
def tar_of_many_names(root: Path) -> str:
    return tarred(root, {**files(), **{f"x/{os.urandom(16).hex()}": b"" for _ in range(20_001)}})


@hostile("kind for gigabytes")
def zip_with_64_bit_directory(root: Path) -> str:
    source = Path(zipped(root, files()))
    content = source.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    source.write_bytes(content[:end] + locator + content[end:])
    return str(source)


@hostile("entries")
def zip_with_a_huge_directory(root: Path) -> str:
    source = Path(zipped(root, files()))
    content = bytearray(source.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", 30 << 20)
    source.write_bytes(content)
    return str(source)


@hostile("damaged")
def tar_with_a_huge_header(root: Path) -> str:
    info = tarfile.TarInfo("questions/a.md")
    info.pax_headers = {"comment": os.urandom(1 << 20).hex()}
    return tarred(root, files(), info)


@hostile("damaged")
def tar_of_headers_only(root: Path) -> str:
    info = tarfile.TarInfo("x")
    info.type = tarfile.XHDTYPE
    block = info.tobuf(tarfile.USTAR_FORMAT)
    plain = b"".join(block for _ in range(30_000)) + os.urandom(512)
    target = root / "pack.tar.gz"
    target.write_bytes(gzip.compress(os.urandom(0) + plain, 1))
    return str(target)


@hostile("something follows its end")
def gzip_of_many_members(root: Path) -> str:
    source = Path(tarred(root, files()))
    source.write_bytes(source.read_bytes() + gzip.compress(b"") * 100_000)
    return str(source)


@hostile("")
def zip_in_a_zip(root: Path) -> str:
    inner = Path(zipped(root, {"zeros": b"\0" * (30 << 20)})).read_bytes()
    (root / "pack.zip").unlink()
    return zipped(root, {**files(), "nested.zip": inner})


@hostile("more than 2 MiB")
def folder_with_a_huge_file(root: Path) -> str:
    return str(folder(root, {**files(), "questions/huge.yaml": b"#" * (3 << 20)}))


@hostile("more than 16 MiB of YAML")
def much_yaml(root: Path) -> str:
    rows = {f"questions/f{number}.yaml": b"# " + os.urandom(950_000).hex().encode() for number in range(10)}
    return zipped(root, {**files(), **rows})


@hostile("more than 32 MiB")
def a_huge_archive(root: Path) -> str:
    target = root / "pack.zip"
    with target.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(33 << 20)
    return str(target)
