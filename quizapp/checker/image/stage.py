"""One stage of a Dockerfile while its instructions are followed: folders, files, variables, user."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.checker.globs import glob
from quizapp.checker.image.dockerfile import BuildError, Instruction, expand
from quizapp.checker.image.install import asked, installs, packages, requirement_files

_USERS = frozenset(["root", "daemon", "bin", "sys", "games", "man", "mail", "www-data", "backup", "nobody"])
"""Those that Debian's images have from the start, as far as somebody would take one."""


@dataclass
class Stage:
    """What a stage has come to so far."""

    base: str
    """The image that it stands on, named as in FROM."""
    context: Mapping[str, bytes]
    """What the build sees of the folder, by path."""
    args: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "root"
    tree: dict[str, str] = field(default_factory=dict)
    """Absolute path in the image, and the path in the context that it was copied from."""
    touched: set[str] = field(default_factory=set)
    """Files of the context whose change makes the rest be built again."""
    reinstalls: set[str] = field(default_factory=set)
    """Files of the context whose change makes packages be installed again."""
    installed: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    """Files of the context that packages were installed from."""
    scripts: list[str] = field(default_factory=list)
    entrypoint: Instruction | None = None
    command: Instruction | None = None

    def child(self) -> Stage:
        """A stage that stands on this one."""
        return Stage(
            self.base,
            self.context,
            {},
            dict(self.env),
            self.workdir,
            self.user,
            dict(self.tree),
            set(self.touched),
            set(self.reinstalls),
            set(self.installed),
            set(self.required),
            list(self.scripts),
            self.entrypoint,
            self.command,
        )

    def follow(self, one: Instruction, others: Mapping[str, Stage]) -> None:
        """Carry out an instruction; BuildError where Docker would stop."""
        rest = expand(one.rest, {**self.args, **self.env})
        match one.name:
            case "ARG":
                name, _, value = rest.partition("=")
                self.args.setdefault(name.strip(), _unquoted(value))
            case "ENV":
                self.env.update(_assignments(rest))
            case "WORKDIR":
                self.workdir = posixpath.normpath(posixpath.join(self.workdir, _unquoted(rest)))
            case "USER":
                self._become(_unquoted(rest).partition(":")[0], one.line)
            case "COPY" | "ADD":
                self._copy(one, rest, others)
            case "RUN":
                self._run(one)
            case "ENTRYPOINT":
                self.entrypoint, self.command = one, None
            case "CMD":
                self.command = one

    def _become(self, user: str, line: int) -> None:
        name = re.escape(user)
        making = re.compile(rf"\b(?:useradd|adduser)\b[^;&|\n]*(?<=[\s\"']){name}(?![\w-])")
        made = any(making.search(script) for script in self.scripts)
        if not (user.isdecimal() or user in _USERS or made):
            raise BuildError(
                f"USER {user}: no RUN has made a user of that name, so the container would not start", line
            )
        self.user = user

    def _copy(self, one: Instruction, rest: str, others: Mapping[str, Stage]) -> None:
        words = one.words or rest.split()
        if one.heredoc:
            return
        if len(words) < 2:
            raise BuildError(f"{one.name} needs a source and a destination", one.line)
        *sources, target = words
        copied_from = one.flags.get("from", [""])[0]
        if copied_from and copied_from not in others:
            return
        there = others[copied_from].tree if copied_from else {f"/{path}": path for path in self.context}
        self.reinstalls |= others[copied_from].reinstalls if copied_from else set()
        self.installed |= others[copied_from].installed if copied_from else set()
        self.required |= others[copied_from].required if copied_from else set()
        copied: dict[str, str] = {}
        for source in sources:
            if source.startswith(("http://", "https://", "git@")):
                continue
            found = list(self._found(source, target, there, is_many=len(sources) > 1))
            if not found and not copied_from:
                raise BuildError(f"{one.name} {source}: there is no such file in what the build sees", one.line)
            copied.update(found)
        self.tree.update(copied)
        self.touched.update(copied.values())

    def _found(self, source: str, target: str, there: Mapping[str, str], *, is_many: bool) -> Iterator[tuple[str, str]]:
        """Places in the image, and what comes there."""
        place = posixpath.normpath(posixpath.join(self.workdir, target))
        wanted = posixpath.normpath("/" + source)
        is_folder = is_many or target.endswith(("/", ".")) or place == self.workdir or any(
            path.startswith(f"{place}/") for path in self.tree
        )  # fmt: skip
        fits = glob(wanted, below=True)
        depth = wanted.rstrip("/").count("/")
        for path, origin in there.items():
            if wanted != "/" and not fits(path):
                continue
            parts = path.split("/")
            below = "/".join(parts[depth + 1 :]) if wanted != "/" else path[1:]
            if below:
                yield posixpath.join(place, below), origin
            else:
                yield (posixpath.join(place, parts[-1]) if is_folder else place), origin

    def _run(self, one: Instruction) -> None:
        script = one.heredoc or " ".join(one.words or [one.rest])
        self.scripts.append(script)
        mounts = list(self._mounted(one))
        self.touched.update(mounts)
        for words in installs(script):
            self.reinstalls |= self.touched
            self.installed.update(packages(words))
            for name in requirement_files(words):
                self._require(name, mounts, one.line)

    def _mounted(self, one: Instruction) -> Iterator[str]:
        for mount in one.flags.get("mount", []):
            parts = dict(part.partition("=")[::2] for part in mount.split(","))
            source = parts.get("source", parts.get("src", "")).removeprefix("./")
            if parts.get("type") == "bind" and "from" not in parts:
                yield from (path for path in self.context if path == source or path.startswith(f"{source}/"))

    def _require(self, name: str, mounts: Sequence[str], line: int) -> None:
        """Take over what a requirements file names."""
        path = posixpath.normpath(posixpath.join(self.workdir, name))
        origin = self.tree.get(path) or next((each for each in mounts if each.endswith(posixpath.basename(name))), None)
        if origin is None:
            raise BuildError(f"pip install -r {name}: the file has not been copied into the image by then", line)
        self.required.add(origin)
        for written in self.context[origin].decode("utf-8", errors="replace").splitlines():
            self.installed.update(asked(written))


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _assignments(rest: str) -> Iterator[tuple[str, str]]:
    if not re.match(r"\w+=", rest):
        name, _, value = rest.partition(" ")
        yield name, _unquoted(value)
        return
    for found in re.finditer(r"(\w+)=(\"[^\"]*\"|'[^']*'|\S*)", rest):
        yield found[1], _unquoted(found[2])
