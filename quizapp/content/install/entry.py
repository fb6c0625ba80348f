"""What a source has: names, kinds and contents, the same for a folder, an archive and a repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Literal

from quizapp.content.folder import MANIFEST
from quizapp.content.install import limits
from quizapp.content.install.naming import is_wanted, parts_of, refuse
from quizapp.content.install.stage import Stage
from quizapp.errors import PackRefusedError

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a source."""

    path: str
    kind: Literal["file", "folder", "link", "other"]
    size: int | None
    """Bytes as declared, which may be a lie."""
    read: Callable[[], Iterable[bytes]]
    """Its content, piece by piece."""


def lay(entries: Sequence[Entry], subfolder: str, stage: Stage) -> None:
    """Lay the pack among these entries down.

    Raises:
        PackRefusedError: a name leads out of the pack, a wanted one is no plain file, or there is too much.
    """
    if len(entries) > limits.MAX_ENTRIES:
        raise PackRefusedError(
            f"This pack is refused: it has {len(entries)} entries, and at most {limits.MAX_ENTRIES} are read.",
            hint="Nothing was installed. A pack belongs in a folder or repository of its own.",
        )
    placed = [("/".join(parts_of(entry.path)), entry) for entry in entries]
    top = top_of([path for path, entry in placed if entry.kind == "file"], subfolder)
    inside = [(path, entry) for path, entry in placed if path.startswith(top)]
    wanted = [path for path, entry in inside if entry.kind == "file" and is_wanted(path.removeprefix(top).split("/"))]
    stage.expected = len(wanted)
    for path, entry in inside:
        name = path.removeprefix(top)
        if entry.kind in {"link", "other"}:
            _refuse_special(name, entry)
        elif entry.kind == "file":
            if (entry.size or 0) > limits.MAX_FILE and is_wanted(name.split("/")):
                raise refuse(entry.path, f"a file in it has more than {limits.MAX_FILE >> 20} MiB")
            stage.put(name, entry.read(), size=entry.size)


def _refuse_special(path: str, entry: Entry) -> None:
    """Links and devices are refused where a pack lies, and left behind elsewhere."""
    parts = path.split("/")
    if parts[0] in {"questions", "sandbox"} or is_wanted(parts):
        what = "a link" if entry.kind == "link" else "neither a file nor a folder"
        raise refuse(
            entry.path, f"something in it is {what}", "Nothing was installed. Its author has to put a file there."
        )


def top_of(paths: Iterable[str], subfolder: str) -> str:
    """The folder inside a source at which the pack begins, with a slash at its end; empty for the source itself.

    An archive often has all its files in one folder, named like the repository and its version.
    """
    within = f"{subfolder}/" if subfolder else ""
    tops = {path.removesuffix(MANIFEST) for path in paths if path == MANIFEST or path.endswith(f"/{MANIFEST}")}
    if within in tops:
        return within
    wrapped = [top for top in tops if top.partition("/")[2] == within]
    if len(wrapped) == 1:
        return wrapped[0]
    found = ", ".join(sorted(top.rstrip("/") for top in tops if top)[:5])
    raise PackRefusedError(
        f"No pack lies there: {within}{MANIFEST} is missing.",
        hint=f"Packs lie in {found}: name one with #FOLDER at the end of the address."
        if found
        else "A pack has a folder questions/ with pack.yaml in it.",
    )


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """What a stream has, piece by piece; closes it."""
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
