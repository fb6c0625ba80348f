"""A git repository as entries: fetched without a work tree, read object by object.

There is no checkout, so no hook, filter, submodule, large-file or attribute of the repository is ever looked at, and no
path of it reaches the disk before it is checked. Git may speak only the protocol that was asked for.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from quizapp.content.diagnostic import printable
from quizapp.content.install import limits
from quizapp.content.install.entry import Entry
from quizapp.content.install.objects import READ_LINE, Objects, end, entry_of
from quizapp.content.install.source import GitSource
from quizapp.domain.work import BYTES, Advance, Watch
from quizapp.errors import PackError, PackRefusedError

_PACK = "refs/quizapp/pack"
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_ABBREVIATED = re.compile(r"[0-9a-f]{7,64}")
_ALLOWED = {"https": "https:ssh", "ssh": "ssh", "http": "http", "file": "file"}
"""People let git write https addresses as ssh ones; nobody rewrites the other way."""
_KEPT = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH")
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "credential.interactive=never",
    "fetch.recurseSubmodules=no",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=100",
    f"http.lowSpeedTime={limits.IDLE_SECONDS:.0f}",
    "pack.windowMemory=64m",
    "transfer.fsckObjects=true",
)


def environment(protocol: str) -> dict[str, str]:
    """Ours, without what points git elsewhere or lets it ask questions."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    if "GIT_SSH" not in kept:  # over which the command would go
        kept.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
    return {
        **kept,
        "GIT_ALLOW_PROTOCOL": _ALLOWED[protocol],
        "GIT_ASKPASS": "true",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "SSH_ASKPASS": "",
    }


class _FailedError(Exception):
    """Git did not do it; carries what it said."""


class Repository:
    """One commit of a repository.

    Args:
        source: where it is.
        folder: a new folder for what is fetched.
        shown: how errors call it.
        watch: of the whole work.
        stack: ends what entries are read from.
    """

    def __init__(self, source: GitSource, folder: Path, *, shown: str, watch: Watch, stack: ExitStack) -> None:
        program = shutil.which("git")
        if program is None:
            hint = "Install git, or download an archive and add that."
            raise PackError("Git is not installed.", where=shown, hint=hint)
        self._source = source
        self._folder = folder
        self._shown = shown
        self._watch = watch
        self._stack = stack
        self._environment = environment(source.protocol)
        self._command = [program, *(part for setting in _SETTINGS for part in ("-c", setting))]
        self._end = time.monotonic() + limits.FETCH_SECONDS

    def fetch(self) -> str:
        """Fetch the commit; returns its name.

        Raises:
            PackError: it cannot be had.
            PackRefusedError: it is too large.
        """
        try:
            self._run("init", "--quiet", "--bare", "--template=", str(self._folder), folder=self._folder.parent)
            self._fetch_commit()
            return self._run("rev-parse", "--verify", "--quiet", f"{_PACK}^{{commit}}").strip()
        except _FailedError as error:
            raise PackError(
                f"Git cannot fetch this: {str(error).rstrip('.')}.",
                where=self._shown,
                hint="Nothing was installed. Look at the address, and whether `git ls-remote` can read it.",
            ) from error

    def _fetch_commit(self) -> None:
        ref = self._source.ref
        asked = ref or "HEAD"
        try:
            self._fetch("--depth=1", f"+{asked}:{_PACK}")
        except _FailedError as error:
            if _ABBREVIATED.fullmatch(ref):
                # A server need not give a commit by its name: look for it among all that are on a branch.
                self._fetch("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
                self._run("update-ref", _PACK, f"{ref}^{{commit}}")
            elif "shallow" in str(error):  # plain files behind http
                self._fetch(f"+{asked}:{_PACK}")
            else:
                raise

    def _fetch(self, *arguments: str) -> None:
        depth = [argument for argument in arguments if argument.startswith("--")]
        refs = [argument for argument in arguments if not argument.startswith("--")]
        options = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance"]
        self._run("fetch", *options, *depth, "--", self._source.url, *refs)

    def entries(self, commit: str) -> list[Entry]:
        """Every name in a commit; of a subfolder only that one's."""
        if not _COMMIT.fullmatch(commit):
            raise PackError("Git names no commit.", where=self._shown)
        within = ["--", f"{self._source.subfolder}/"] if self._source.subfolder else []
        reader = Objects(self._started("cat-file", "--batch", stdin=subprocess.PIPE), self._watch, self._shown)
        self._stack.callback(reader.close)
        return [
            entry_of(line, reader) for line in self._listed("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *within)
        ]

    def _listed(self, *arguments: str) -> Iterator[bytes]:
        """The parts of an output that ends each with a NUL. A few trees can name billions of files."""
        process = self._started(*arguments)
        assert process.stdout is not None
        rest, count = b"", 0
        try:
            while block := process.stdout.read(1 << 16):
                self._watch.check()
                *parts, rest = (rest + block).split(b"\0")
                yield from parts
                count += len(parts)
                if count > limits.MAX_ENTRIES:
                    raise PackRefusedError(
                        f"This repository is refused: it has more than {limits.MAX_ENTRIES} files.",
                        where=self._shown,
                        hint="Nothing was installed. Name the pack's folder with #FOLDER at the end of the address.",
                    )
            if process.wait() != 0:
                raise PackError("Git cannot list what was fetched.", where=self._shown, hint="Nothing was installed.")
        finally:
            end(process)

    def _started(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the program that PATH has, no shell, and no option in any address
            [*self._command, *arguments],
            cwd=self._folder,
            env=self._environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _run(self, *arguments: str, folder: Path | None = None) -> str:
        """Run git to its end; returns what it printed, and raises _FailedError with what it complained of."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(  # noqa: S603 - as above
                [*self._command, *arguments],
                cwd=folder or self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=complaints,
                start_new_session=True,
            )
            try:
                self._wait(process)
            finally:
                end(process)
            if process.returncode != 0:
                raise _FailedError(_last_line(complaints))
            out.seek(0)
            return out.read(READ_LINE).decode("utf-8", "replace")

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until git is done; too long or too much is told, and the person may stop it."""
        pause = 0.01
        while process.poll() is None:
            size = _size(self._folder)
            self._watch.tell(Advance("fetching", size, unit=BYTES))
            if size > limits.MAX_CLONE:
                raise PackRefusedError(
                    f"This repository is refused: more than {limits.MAX_CLONE >> 20} MiB come with it.",
                    where=self._shown,
                    hint="Nothing was installed. A pack belongs in a repository of its own.",
                )
            if time.monotonic() > self._end:
                message = f"Git took more than {limits.FETCH_SECONDS:g} seconds."
                raise PackError(message, where=self._shown, hint="Nothing was installed. Try again.")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(pause)
            pause = min(0.2, pause * 1.5)


def _size(folder: Path) -> int:
    """Bytes in a folder that something is writing to."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as listing:
            for entry in listing:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    return total


def _last_line(complaints: IO[bytes]) -> str:
    """What git complained of; a server may have said any of it."""
    complaints.seek(0)
    lines = complaints.read(1 << 16).decode("utf-8", "replace").splitlines()
    said = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines or ["it does not say why"]
    return printable(said[0].removeprefix("fatal: ").removeprefix("error: ")[:200])
