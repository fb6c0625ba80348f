"""A pack to begin with: a commented template that lints strictly and proves itself as it stands.

The template lies beside this module as files, each with `.template` at its end, so that neither Python nor a linter
takes them for ours. `@NAME@` stands for what differs from pack to pack; YAML uses `$` and braces itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import quizapp
from quizapp.content.bundled import bundled_pack
from quizapp.content.folder import MANIFEST, SourceFile
from quizapp.content.loader import load_file
from quizapp.errors import PackError, UsageError

TEMPLATE = Path(__file__).parent / "template"
SUFFIX = ".template"
MAX_TITLE = 80
_SLUG_LENGTH = 64
_ANY = re.compile(r"@([A-Z_]+)@")


def slug(name: str, *, limit: int = _SLUG_LENGTH) -> str:
    """A name as an id: lower-case words of a-z and 0-9 joined by hyphens; empty when nothing is left of it.

    >>> slug("Éléments of SQL, 2nd ed.")
    'elements-of-sql-2nd-ed'
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    found = ""
    for word in words:
        if len(found) + len(word) + 1 > limit:
            break
        found = f"{found}-{word}" if found else word
    return found or "".join(words[:1])[:limit]


def draft(name: str, path: Path | None = None, *, author: str = "") -> Path:
    """Write a new pack; nothing that exists is touched.

    Args:
        name: the pack's title; its id is made of it.
        path: the folder, which must not exist or be empty; one named after the id in the current folder if None.
        author: who is named in the manifest.

    Returns:
        The folder.

    Raises:
        UsageError: no id can be made of the name, it is taken, or the folder holds something.
        PackError: it cannot be written.
    """
    title = _one_line(name)
    pack = slug(title)
    if not pack or len(title) > MAX_TITLE:
        what = "No id can be made of" if not pack else f"The name is longer than {MAX_TITLE} characters:"
        hint = "Give it a short name with Latin letters or digits; the title can be changed in questions/pack.yaml."
        raise UsageError(f"{what} {title[:MAX_TITLE]!r}.", hint=hint)
    if pack == _bundled_id():
        raise UsageError(
            f"The id {pack} belongs to the pack that comes with quizapp.",
            hint=f"Take a longer name, such as {pack}-at-work.",
        )
    folder = Path(pack) if path is None else path
    values = {
        "ID": pack,
        "TITLE": title.replace("<", "&lt;"),
        "TITLE_YAML": json.dumps(title, ensure_ascii=False),
        "AUTHOR_YAML": json.dumps(_one_line(author) or "The author's name", ensure_ascii=False),
        "QUIZAPP": quizapp.__version__,
    }
    _put(folder, filled(values))
    return folder


def _one_line(text: str) -> str:
    """A text without anything that cannot be seen."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _bundled_id() -> str | None:
    loaded = load_file(bundled_pack(), SourceFile(MANIFEST, "manifest", 0, 0))
    return loaded.records[0].model.id if loaded.records else None


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """The template's files by their paths in the pack, with everything filled in."""
    files = {}
    for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        inside = source.relative_to(TEMPLATE).as_posix().removesuffix(SUFFIX)
        if inside.startswith("dot."):
            inside = inside.removeprefix("dot")
        text = source.read_text(encoding="utf-8")
        files[inside] = _ANY.sub(lambda found: values.get(found[1], found[0]), text)
    return files


def _put(folder: Path, files: Mapping[str, str]) -> None:
    write_folder(folder, {path: text.encode() for path, text in files.items()})


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder, whole or not at all; UsageError if something is there already."""
    if folder.is_symlink() or folder.exists():
        _require_empty(folder)
    whole = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        whole = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for path, content in files.items():
            target = whole / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        whole.chmod(0o755)
        if folder.exists():
            folder.rmdir()  # it is empty; if it no longer is, this fails and nothing is lost
        os.rename(whole, folder)  # noqa: PTH104 - Path.rename does the same and hides that it is one system call
    except OSError as error:
        raise PackError(
            f"The pack cannot be written: {error.strerror}.", where=str(folder), hint="Name a folder that is yours."
        ) from error
    finally:
        if whole is not None:
            shutil.rmtree(whole, ignore_errors=True)


def _require_empty(folder: Path) -> None:
    if folder.is_symlink() or not folder.is_dir() or any(folder.iterdir()):
        raise UsageError(
            "Something is there already, and nothing is overwritten.",
            where=str(folder),
            hint="Name another folder, or an empty one.",
        )
