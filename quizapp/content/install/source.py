"""What a person may name as a pack's source, taken apart. No part of it can be mistaken for an option of a program.

    ./my-pack                               a folder
    ./my-pack.zip   pack.tar.gz#folder      an archive on disk
    https://host/pack.zip#folder            an archive on the web
    https://host/owner/pack.git@v1.2#folder a git repository: its address ends with .git, or begins with git+
    git+ssh://git@host/owner/pack@main      the same over ssh; git@host:owner/pack.git works as well
    git+file:///srv/packs/pack              a repository on disk
    dist:my-pack  dist:my-packs#second      an installed Python distribution with the entry point group quizapp.packs

`@ref` is a branch, a tag or a commit; `#folder` is where the pack lies inside.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from quizapp.content.diagnostic import printable
from quizapp.content.install.naming import parts_of
from quizapp.errors import PackRefusedError, UsageError

MAX_ADDRESS = 2000
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_SCP = re.compile(r"(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?P<path>[^:]+)")
_PATH = re.compile(r"[A-Za-z0-9~/._+%@=,&?;!$'()*-]*")
_HELPER = re.compile(r"[A-Za-z0-9_+.-]*::")
"""Git runs the program `git-remote-NAME` for `NAME::anything`."""
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_FORGES = frozenset(["github.com", "gitlab.com", "codeberg.org", "bitbucket.org"])
_HINT = "`quizapp pack add --help` shows what a source may look like."


@dataclass(frozen=True)
class FolderSource:
    """A folder on disk."""

    path: Path


@dataclass(frozen=True)
class ArchiveSource:
    """A .zip or .tar.gz on disk."""

    path: Path
    subfolder: str


@dataclass(frozen=True)
class WebSource:
    """A .zip or .tar.gz behind an address."""

    url: str
    subfolder: str


@dataclass(frozen=True)
class GitSource:
    """A repository."""

    url: str
    """As git takes it: an address, `user@host:path`, or an absolute path."""
    ref: str
    """Empty for what the repository itself calls its head."""
    subfolder: str
    protocol: str
    """`https`, `ssh`, `http` or `file`."""


@dataclass(frozen=True)
class DistributionSource:
    """An installed Python distribution."""

    name: str
    entry: str
    """Which of its entry points; empty for the only one."""


Source = FolderSource | ArchiveSource | WebSource | GitSource | DistributionSource


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine by its name or number."""
    if not host:
        return False
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def parse(text: str, *, folder: Path) -> tuple[Source, str]:
    """The source, and the address as it is kept: one that means the same in every folder.

    Args:
        text: as the person wrote it.
        folder: from which relative paths start.

    Raises:
        UsageError: it means nothing, or something that is never done.
    """
    text = text.strip()
    if not text:
        raise UsageError("A source is missing.", hint=_HINT)
    if not text.isprintable() or len(text) > MAX_ADDRESS:
        raise UsageError("A source has no invisible characters, and is not that long.", where=printable(text[:200]))
    if text.startswith("-"):
        raise UsageError("A source does not begin with a hyphen.", where=text, hint="Write ./ before a folder's name.")
    lower = text.lower()
    if lower.startswith("dist:"):
        return _distribution(text[5:])
    if lower.startswith("git+"):
        return _git(text[4:], folder)
    if _HELPER.match(text):
        raise UsageError("A source never names a program to run.", where=text, hint=_HINT)
    if "://" in text:
        return _address(text, folder)
    if _SCP.fullmatch(text.partition("#")[0]):
        return _git(text, folder)
    return _local(text, folder)


def _distribution(text: str) -> tuple[Source, str]:
    name, _, entry = text.partition("#")
    if not _DISTRIBUTION.fullmatch(name) or (entry and not _DISTRIBUTION.fullmatch(entry)):
        raise UsageError("This is no name of a distribution.", where=text, hint="Write dist:NAME, as pip lists it.")
    return DistributionSource(name, entry), f"dist:{name}" + (f"#{entry}" if entry else "")


def _address(text: str, folder: Path) -> tuple[Source, str]:
    url = _split(text)
    scheme = url.scheme.lower()
    if scheme in {"ssh", "file"}:
        return _git(text, folder)
    path = url.path.rstrip("/")
    on_forge = (url.hostname or "") in _FORGES and re.fullmatch(r"/[^/]+/[^/]+", path.partition("@")[0]) is not None
    if on_forge or re.search(r"\.git(@[^@]*)?$", path):
        return _git(text, folder)
    bare, subfolder = _subfolder(text)
    _check_web(url)
    return WebSource(bare, subfolder), text


def _split(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError as error:
        raise UsageError(f"This is no address: {error}.", where=text, hint=_HINT) from error
    return url


def _check_web(url: SplitResult) -> None:
    """UsageError unless this is https, or http to this machine, without a password."""
    where = url.geturl()
    scheme = url.scheme.lower()
    if scheme not in {"http", "https"}:
        hint = "Use https, git, a folder or an archive."
        raise UsageError(f"Packs are not fetched by {printable(scheme)}.", where=where, hint=hint)
    if not url.hostname or not _HOST.fullmatch(url.netloc.rpartition("@")[2].rsplit(":", 1)[0] or url.hostname):
        raise UsageError("This address names no host.", where=where, hint=_HINT)
    if url.username is not None or url.password is not None:
        shown = where.replace(url.netloc, url.netloc.rpartition("@")[2])
        hint = "It would be kept and shown. Use git with a credential helper, or ssh."
        raise UsageError("A user name or a password does not belong in an address.", where=shown, hint=hint)
    if scheme == "http" and not is_loopback(url.hostname):
        hint = "Anyone on the way could change what comes. Write https."
        raise UsageError("Packs are fetched by https, not by http.", where=where, hint=hint)


def _subfolder(text: str) -> tuple[str, str]:
    """The address without its fragment, and the folder that the fragment names."""
    bare, _, fragment = text.partition("#")
    name = unquote(fragment.removeprefix("subdirectory=")).strip("/")
    try:
        parts = parts_of(name)
    except PackRefusedError as error:
        raise UsageError("What stands behind # leads out of the pack.", where=printable(text)) from error
    return bare, "/".join(parts)


def _git(text: str, folder: Path) -> tuple[Source, str]:
    bare, subfolder = _subfolder(text)
    if bare.startswith("-") or _HELPER.match(bare):
        raise UsageError("A git address never names a program or an option.", where=text, hint=_HINT)
    if "://" in bare:
        url, ref, protocol = _git_address(bare)
    elif (found := _SCP.fullmatch(bare)) is not None:
        path, ref = _ref(found["path"])
        if path.startswith("-"):
            raise UsageError("A git address never names an option.", where=text, hint=_HINT)
        url, protocol = f"{found['user']}@{found['host']}:{path}", "ssh"
    else:
        path, ref = (bare, "") if (folder / bare).exists() else _ref(bare)
        url, protocol = str((folder / Path(path).expanduser()).resolve()), "file"
    if ref and (not _REF.fullmatch(ref) or ".." in ref or "//" in ref or ref.endswith((".lock", "/", "."))):
        raise UsageError(f"{printable(ref)} is no branch, tag or commit.", where=text, hint="Write @v1.2 or @main.")
    kept = url if "://" in url or protocol == "ssh" else Path(url).as_uri()
    if not (protocol == "ssh" and "://" not in url) and not kept.startswith("git+"):
        kept = f"git+{kept}"
    kept += (f"@{ref}" if ref else "") + (f"#{subfolder}" if subfolder else "")
    return GitSource(url, ref, subfolder, protocol), kept


def _ref(path: str) -> tuple[str, str]:
    """A path without `@ref`, and the ref."""
    before, at, ref = path.rpartition("@")
    return (before, ref) if at else (path, "")


def _git_address(bare: str) -> tuple[str, str, str]:
    url = _split(bare)
    protocol = url.scheme.lower()
    path, ref = _ref(url.path)
    if protocol == "file":
        if url.netloc not in {"", "localhost"}:
            raise UsageError("A file address names a host.", where=bare, hint="Write git+file:///folder.")
        return unquote(path), ref, protocol
    if protocol == "ssh":
        user = url.username or ""
        if url.password is not None or not _HOST.fullmatch(url.hostname or "") or user.startswith("-"):
            raise UsageError("This is no ssh address.", where=bare, hint="Write ssh://git@host/owner/pack.git.")
    else:
        _check_web(url)
    if not _PATH.fullmatch(path) or url.query or path.startswith("/-"):
        raise UsageError("This is no address of a repository.", where=bare, hint=_HINT)
    return url._replace(path=path, fragment="").geturl(), ref, protocol


def _local(text: str, folder: Path) -> tuple[Source, str]:
    whole = (folder / Path(text).expanduser()).absolute()
    if whole.is_dir():
        path = whole.resolve()
        if not (path / "questions").exists() and (path / "HEAD").is_file() and (path / "objects").is_dir():
            return GitSource(str(path), "", "", "file"), f"git+{path.as_uri()}"
        return FolderSource(path), str(path)
    if whole.is_file():
        return ArchiveSource(whole.resolve(), ""), str(whole.resolve())
    bare, subfolder = _subfolder(text)
    archive = (folder / Path(bare).expanduser()).absolute()
    if subfolder and archive.is_file():
        return ArchiveSource(archive.resolve(), subfolder), f"{archive.resolve()}#{subfolder}"
    if _DISTRIBUTION.fullmatch(text) and "." not in text:
        return _distribution(text)
    hint = "Look at the spelling. An address begins with https:// or git+, a distribution with dist:."
    raise UsageError("There is no such folder or archive.", where=str(whole), hint=hint)
