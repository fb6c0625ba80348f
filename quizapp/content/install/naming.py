"""Names of files as they come in: which are a pack's, and which may be written to a disk at all."""

from __future__ import annotations

import unicodedata

from quizapp.content.diagnostic import printable
from quizapp.content.folder import DOTFILES, MAX_NAME, QUESTIONS, SANDBOX, is_ignored
from quizapp.content.install.limits import MAX_DEPTH, MAX_PATH
from quizapp.errors import PackRefusedError

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)
"""Windows opens devices by these names, whatever their ending."""
_ABOUT = ("license", "licence", "copying", "readme", "changelog", "notice", "authors")
_ABOUT_ENDINGS = ("", ".md", ".txt", ".rst")
_ILLEGAL = frozenset('<>:"|?*\\')


def refuse(name: str, reason: str, hint: str = "Nothing was installed. Tell its author.") -> PackRefusedError:
    """The error for a name that may not come in; to be raised."""
    shown = printable(name if len(name) <= 200 else f"{name[:200]}…")
    return PackRefusedError(f"This pack is refused: {reason}.", where=shown or "(a file without a name)", hint=hint)


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for a device."""
    return name.split(".", 1)[0].rstrip(" ").casefold() in _RESERVED


def parts_of(path: str) -> list[str]:
    """A path as its parts; PackRefusedError for one that could lead out of the folder into which it is unpacked."""
    if "\\" in path or path.startswith("/") or (len(path) > 1 and path[1] == ":" and path[0].isalpha()):
        raise refuse(path, "a path in it is absolute, or written as Windows does")
    if "\x00" in path:
        raise refuse(path, "a path in it has a NUL")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise refuse(path, "a path in it leads out of the pack")
    return parts


def is_wanted(parts: list[str]) -> bool:
    """Whether a file is a pack's: items, tasks, and what is said about them at the top. All else stays behind."""
    if not parts:
        return False
    if len(parts) == 1:
        stem, dot, ending = parts[0].casefold().partition(".")
        return stem in _ABOUT and f"{dot}{ending}" in _ABOUT_ENDINGS
    kept = DOTFILES if parts[0] == SANDBOX else frozenset[str]()
    if parts[0] not in {QUESTIONS, SANDBOX}:
        return False
    return not any(is_ignored(part) and not (part in kept and part is parts[-1]) for part in parts[1:])


def check(parts: list[str]) -> None:
    """PackRefusedError for a path that not every system can store as it is written."""
    path = "/".join(parts)
    if len(parts) > MAX_DEPTH or len(path) > MAX_PATH:
        raise refuse(path, "a path in it is too long or too deep")
    for part in parts:
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in part):
            raise refuse(path, "a file's name has invisible characters")
        if len(part) > MAX_NAME or len(part.encode("utf-8")) > 255:
            raise refuse(path, "a file's name is too long")
        if _ILLEGAL & set(part) or part.endswith((" ", ".")) or part.startswith(" "):
            raise refuse(path, "a file's name cannot be stored everywhere")
        if is_reserved(part):
            raise refuse(path, "a file's name means a device on Windows")


def folded(path: str) -> str:
    """The same for all names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
