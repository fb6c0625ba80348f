"""An image as its Dockerfile describes it: what it holds, what it runs, and what a change costs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from quizapp.checker.image.dockerfile import BuildError, Instruction, expand, parse
from quizapp.checker.image.ignore import kept
from quizapp.checker.image.server import Server, server_of, shell_words, unwrapped
from quizapp.checker.image.stage import Stage

_MAX_DIGITS = 15
"""Of a number such as a port; Python itself reads no more than 4,300."""


@dataclass(frozen=True)
class Image:
    """The last stage, followed to its end."""

    stage: Stage
    server: Server | None
    signals: bool
    """Whether SIGTERM reaches the server."""

    @property
    def facts(self) -> dict[str, Any]:
        """What `ImageStep` lists, as plain JSON."""
        python = re.search(r"python:?-?v?(\d+)\.(\d+)", self.stage.base)
        server = None
        if self.server is not None:
            server = {
                name: _number(value) for name, value in asdict(self.server).items() if name not in {"app_dir", "needs"}
            }
        return {
            "base": self.stage.base,
            "python": [int(python[1]), int(python[2])] if python else None,
            "user": "root" if self.stage.user == "0" else self.stage.user,
            "signals": self.signals,
            "server": server,
            "installs": sorted(self.stage.installed),
            "lacks": [name for name in (self.server.needs if self.server else ()) if name not in self.stage.installed],
            "holds": sorted(set(self.stage.tree.values())),
            "requirements": sorted(self.stage.required),
            "reinstalls": sorted(self.stage.reinstalls),
        }

    @property
    def sources(self) -> dict[str, bytes]:
        """The files that the server's process can import, by path below its folder."""
        inside = self.stage.env.get("PYTHONPATH", "").partition(":")[0]
        below = (self.server.app_dir if self.server else "") or inside
        root = posixpath.normpath(posixpath.join(self.stage.workdir, below)).rstrip("/") + "/"
        return {
            path.removeprefix(root): self.stage.context[origin]
            for path, origin in self.stage.tree.items()
            if path.startswith(root)
        }


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) <= _MAX_DIGITS else value


def describe(dockerfile: str, context: Mapping[str, bytes], ignore: str = "") -> Image:
    """Follow a Dockerfile; BuildError where Docker would stop. `ignore` is the text of .dockerignore."""
    seen = {path: context[path] for path in kept(context, ignore)}
    stages: dict[str, Stage] = {}
    args: dict[str, str] = {}
    stage: Stage | None = None
    for one in parse(dockerfile):
        if one.name == "FROM":
            stage = _begun(one, args, stages, seen)
        elif stage is None:
            if one.name != "ARG":
                raise BuildError(f"{one.name} stands before the first FROM", one.line)
            name, _, value = one.rest.partition("=")
            args[name.strip()] = value.strip().strip("\"'")
        else:
            stage.follow(one if one.name != "ARG" else _with_default(one, args), stages)
    assert stage is not None, "a Dockerfile without FROM is refused by the parser"
    return _ended(stage)


def _begun(one: Instruction, args: Mapping[str, str], stages: dict[str, Stage], context: Mapping[str, bytes]) -> Stage:
    words = expand(one.rest, args).split()
    if not words:
        raise BuildError(f"FROM {one.rest} names no image: what it stands for is not set", one.line)
    stage = stages[words[0]].child() if words[0] in stages else Stage(words[0], context)
    stages[str(len({id(each) for each in stages.values()}))] = stage
    if len(words) == 3 and words[1].lower() == "as":
        stages[words[2]] = stage
    return stage


def _with_default(one: Instruction, args: Mapping[str, str]) -> Instruction:
    """`ARG NAME` inside a stage takes the value that NAME has before the first FROM."""
    name = one.rest.strip()
    return Instruction(one.name, f"{name}={args[name]}", one.line) if name in args else one


def _ended(stage: Stage) -> Image:
    words, signals = _words(stage)
    return Image(stage, server_of(words, stage.env), signals)


def _words(stage: Stage) -> tuple[list[str], bool]:
    """What the container runs, and whether signals reach it."""
    entry, command = stage.entrypoint, stage.command
    if entry is not None and entry.words is None:
        return shell_words(expand(entry.rest, stage.env))
    if command is None:
        return unwrapped((entry.words or []) if entry is not None else [])
    if entry is not None:
        tail = command.words if command.words is not None else ["/bin/sh", "-c", command.rest]
        return unwrapped([*(entry.words or []), *tail])
    if command.words is None:
        return shell_words(expand(command.rest, stage.env))
    return unwrapped(command.words)
