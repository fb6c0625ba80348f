"""Hostile packs, each made by a few lines: `HOSTILE` names them, and what they are refused with."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import gzip
import io
import os
import shutil
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parent / "packs" / "sample"
EXECUTED = "EXECUTED"
"""The file that a hostile pack's code would leave in the folder above it."""


@dataclass(frozen=True)
class Hostile:
    """One hostile pack."""

    name: str
    make: Callable[[Path], str]
    """Makes it in a folder; returns what a person would be told to add."""
    refused: str
    """Part of the sentence; empty for one that may come in, because it is harmless."""


HOSTILE: list[Hostile] = []


def hostile(refused: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    """Register a maker."""

    def register(make: Callable[[Path], str]) -> Callable[[Path], str]:
        HOSTILE.append(Hostile(make.__name__, make, refused))
        return make

    return register


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


OUT = "leads out of the pack"
ABSOLUTE = "is absolute, or written as Windows does"

# Names that lead elsewhere


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


# Links and devices


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


# Bombs


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


# Archives that are none


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


# Names that some systems take for others


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


# What is written in it


@hostile("more errors")
def yaml_aliases(root: Path) -> str:
    lol = "a: &a [x, x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(9))
    return str(folder(root, {**files(), "questions/lol.yaml": lol.encode(), "questions/two.yaml": b"x: *y"}))


@hostile("nested deeper than")
def yaml_depth(root: Path) -> str:
    return str(folder(root, {**files(), "questions/deep.yaml": b"[" * 100_000}))


@hostile("gives a value a type")
def yaml_python_tag(root: Path) -> str:
    text = f"- !!python/object/apply:os.system ['touch {root / EXECUTED}']\n"
    return str(folder(root, {**files(), "questions/tag.yaml": text.encode()}))


@hostile("control character")
def escapes_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "\x1b]0;owned\x07 A sample pack"')))


@hostile("control character")
def escaped_escapes_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "\\e]0;owned\\a A sample pack"')))


@hostile("")
def markup_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "[/] [link=x] A sample pack"')))


@hostile("cannot be seen")
def a_title_written_backwards(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "A sample \\u202ekcap"')))


@hostile("belongs to the pack that comes with quizapp")
def the_bundled_packs_id(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: fastapi")))


@hostile("from elsewhere is installed already")
def another_packs_id(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: good")))


@hostile("faults")
def an_id_that_leads_out(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: ../../escaped")))


@hostile("faults")
def a_starter_that_leads_out(root: Path) -> str:
    members = files()
    task = members["sandbox/first-route/task.yaml"].decode()
    members["sandbox/first-route/task.yaml"] = (task + "\nopen_with: ../../../../etc/passwd\n").encode()
    return str(folder(root, members))


@hostile("no pack lies there")
def nothing_of_a_pack(root: Path) -> str:
    return str(folder(root, {"setup.py": f"open({str(root / EXECUTED)!r}, 'w')".encode()}))


@hostile("")
def code_that_would_like_to_run(root: Path) -> str:
    run = f"open({str(root / EXECUTED)!r}, 'w')\n".encode()
    extra = ["setup.py", "conftest.py", "sitecustomize.py", "quizapp.py", "yaml.py", "questions/__init__.py"]
    extra += ["sandbox/first-route/starter/conftest.py", "sandbox/first-route/starter/sitecustomize.py"]
    members = {**files(), **dict.fromkeys(extra, run)}
    members["sandbox/first-route/solution/main.py"] = run + members["sandbox/first-route/solution/main.py"]
    return str(folder(root, members))


# Addresses


@hostile("begin with a hyphen")
def an_option(root: Path) -> str:
    return f"--upload-pack=touch {root / EXECUTED}"


@hostile("names a program")
def a_git_helper(root: Path) -> str:
    return f"git+ext::sh -c touch% {root / EXECUTED}"


@hostile("names a program")
def a_bare_git_helper(root: Path) -> str:
    return f"ext::sh -c touch% {root / EXECUTED}"


@hostile("no ssh address")
def an_ssh_option(root: Path) -> str:
    return f"ssh://-oProxyCommand=touch%20{EXECUTED}/x.git"


@hostile("no branch, tag or commit")
def an_option_as_ref(root: Path) -> str:
    return f"{_repository(root)}@--upload-pack=touch"


@hostile("leads out")
def a_subfolder_that_leads_out(root: Path) -> str:
    return f"{_repository(root)}#../../etc"


@hostile("not fetched by")
def a_ftp_address(root: Path) -> str:
    return "ftp://example.com/pack.zip"


@hostile("by https, not by http")
def a_http_address(root: Path) -> str:
    return "http://example.com/pack.zip"


@hostile("does not belong in an address")
def a_password_in_an_address(root: Path) -> str:
    return "https://me:secret@example.com/pack.zip"


# Repositories


def git(folder_: Path, *arguments: str) -> str:
    """Run git as an author would."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *identity, "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder_, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def repository(root: Path, members: dict[str, bytes] | None = None) -> Path:
    """A repository with one commit."""
    target = folder(root, members)
    git(target, "init", "-q")
    git(target, "add", "-A", "-f")
    git(target, "commit", "-q", "-m", "one")
    return target


def _repository(root: Path) -> str:
    return f"git+{repository(root).as_uri()}"


@hostile("")
def a_repository_with_hooks_and_filters(root: Path) -> str:
    members = files()
    members[".gitattributes"] = b"* filter=evil\n*.yaml export-subst\n"
    members[".lfsconfig"] = b"[lfs]\n\turl = http://127.0.0.1:9/\n"
    target = repository(root, members)
    for hook in ("post-checkout", "post-merge", "pre-auto-gc", "reference-transaction", "post-update"):
        path = target / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {root / EXECUTED}\n")
        path.chmod(0o755)
    for key in ("filter.evil.smudge", "filter.evil.process", "uploadpack.packObjectsHook", "core.fsmonitor"):
        git(target, "config", key, f"touch {root / EXECUTED}; cat")
    return f"git+{target.as_uri()}"


@hostile("neither a file nor a folder")
def a_repository_with_a_submodule(root: Path) -> str:
    inner = root / "inner"
    inner.mkdir()
    repository(inner)
    target = repository(root)
    git(target, "submodule", "--quiet", "add", f"{inner}/pack", "questions/inner")
    git(target, "commit", "-q", "-m", "two")
    return f"git+{target.as_uri()}"


@hostile("is a link")
def a_repository_with_a_link(root: Path) -> str:
    target = folder(root)
    (target / "questions" / "up.yaml").symlink_to("../../../../etc/passwd")
    git(target, "init", "-q")
    git(target, "add", "-A")
    git(target, "commit", "-q", "-m", "one")
    return f"git+{target.as_uri()}"


@hostile("more than 20000 files")
def a_repository_bomb(root: Path) -> str:
    target = repository(root)
    name = git(target, "rev-parse", "HEAD:questions")
    for _ in range(10):
        lines = "".join(f"040000 tree {name}\t{letter}\n" for letter in "abcdefghij")
        made = subprocess.run(["git", "mktree"], cwd=target, input=lines, capture_output=True, text=True, check=True)
        name = made.stdout.strip()
    commit = git(target, "commit-tree", "-m", "bomb", name)
    git(target, "update-ref", "refs/heads/bomb", commit)
    return f"git+{target.as_uri()}@bomb"


@hostile("git cannot fetch this")
def a_repository_with_a_dot_git_path(root: Path) -> str:
    target = repository(root)
    blob = git(target, "rev-parse", "HEAD:questions/pack.yaml")
    inner = f"100644 blob {blob}\tconfig\n".encode()
    entries = b"".join(
        mode.encode() + b" " + name.encode() + b"\0" + bytes.fromhex(git(target, "rev-parse", f"HEAD:{name}"))
        for mode, name in (("40000", "questions"), ("40000", "sandbox"))
    )
    tree = (
        subprocess.run(["git", "mktree"], cwd=target, input=inner, capture_output=True, check=True)
        .stdout.decode()
        .strip()
    )
    raw = b"40000 .git\0" + bytes.fromhex(tree) + entries
    name = _object(target, b"tree", raw)
    git(target, "update-ref", "refs/heads/evil", git(target, "commit-tree", "-m", "evil", name))
    return f"git+{target.as_uri()}@evil"


def _object(repository_: Path, kind: bytes, content: bytes) -> str:
    """Write an object that git itself would refuse to write."""
    import hashlib

    whole = kind + b" " + str(len(content)).encode() + b"\0" + content
    name = hashlib.sha1(whole).hexdigest()
    path = repository_ / ".git" / "objects" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(whole))
    return name
