"""Links, devices and pipes."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

from tests.hostile.case import hostile
from tests.hostile.sound import files, folder, special, tarred, zipped


@hostile("is a link")
def tar_symlink(root: Path) -> str:
    return tarred(root, files(), special(tarfile.SYMTYPE, "questions/passwd.yaml", "/etc/passwd"))


@hostile("is a link")
def tar_symlinked_folder(root: Path) -> str:
    members = files()
    return tarred(root, members, special(tarfile.SYMTYPE, "sandbox/first-route/starter/up", "../../../.."))


@hostile("is a link")
def tar_hard_link(root: Path) -> str:
    return tarred(root, files(), special(tarfile.LNKTYPE, "questions/shadow.md", "/etc/hostname"))


@hostile("neither a file nor a folder")
def tar_device(root: Path) -> str:
    return tarred(root, files(), special(tarfile.CHRTYPE, "questions/zero.yaml"))


@hostile("neither a file nor a folder")
def tar_pipe(root: Path) -> str:
    return tarred(root, files(), special(tarfile.FIFOTYPE, "questions/pipe.yaml"))


@hostile("is a link")
def zip_symlink(root: Path) -> str:
    info = zipfile.ZipInfo("questions/passwd.yaml")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return zipped(root, files(), (info, b"/etc/passwd"))


@hostile("is a link")
def folder_symlink(root: Path) -> str:
    target = folder(root)
    (target / "questions" / "passwd.yaml").symlink_to("/etc/passwd")
    return str(target)


@hostile("is a link")
def folder_symlinked_sandbox(root: Path) -> str:
    target = folder(root)
    shutil.rmtree(target / "sandbox")
    (target / "sandbox").symlink_to("/")
    return str(target)


@hostile("neither a file nor a folder")
def folder_pipe(root: Path) -> str:
    target = folder(root)
    os.mkfifo(target / "questions" / "pipe.yaml")
    return str(target)


@hostile("")
def tar_link_elsewhere(root: Path) -> str:
    return tarred(root, files(), special(tarfile.SYMTYPE, "docs/index", "/etc/passwd"))
