"""Repositories whose objects, hooks and settings are not what git makes."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

import hashlib
import subprocess
import zlib
from pathlib import Path

from tests.hostile.case import EXECUTED, hostile
from tests.hostile.git import git, repository
from tests.hostile.sound import files, folder


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


@hostile("Git cannot fetch this")
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
    whole = kind + b" " + str(len(content)).encode() + b"\0" + content
    name = hashlib.sha1(whole).hexdigest()
    path = repository_ / ".git" / "objects" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(whole))
    return name
