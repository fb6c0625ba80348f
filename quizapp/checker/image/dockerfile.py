"""Reads a Dockerfile: instructions with their lines, variables put in.

Source: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

KNOWN = frozenset(
    [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ]
)
_HEREDOC = re.compile(r"<<-?(['\"]?)(\w+)\1")
_VARIABLE = re.compile(r"\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})")
_FLAG = re.compile(r"--([a-z-]+)(?:=(\S+))?\s+")


class BuildError(Exception):
    """Docker would refuse to build this; says why, and at which line (from 1) of the Dockerfile."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Instruction:
    """One instruction, as written."""

    name: str
    rest: str
    line: int
    flags: dict[str, list[str]] = field(default_factory=dict)
    heredoc: str = ""

    @property
    def words(self) -> list[str] | None:
        """The exec form's words; None for the shell form, which is also what single quotes make of it."""
        try:
            words = json.loads(self.rest)
        except ValueError:
            return None
        return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


def parse(text: str) -> list[Instruction]:
    """The instructions in their order; BuildError at the first that is none."""
    found: list[Instruction] = []
    lines = iter(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    for number, written in lines:
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        whole = _continued(written, lines)
        name, _, rest = whole.strip().partition(" ")
        if name.upper() not in KNOWN:
            raise BuildError(f"{name} is no instruction of a Dockerfile", number)
        heredoc = _heredoc(rest, lines) if name.upper() in {"RUN", "COPY", "ADD"} else ""
        flags, rest = _flags(rest.strip())
        if not rest:
            raise BuildError(f"{name} needs something behind it", number)
        found.append(Instruction(name.upper(), rest, number, flags, heredoc))
    if not any(instruction.name == "FROM" for instruction in found):
        raise BuildError("there is no FROM", 1)
    return found


def _continued(written: str, lines: Iterator[tuple[int, str]]) -> str:
    """The line joined with those that a backslash at its end asks for; comments between them do not count."""
    whole = written.rstrip()
    while whole.endswith("\\"):
        whole = whole[:-1]
        following = next((line for _, line in lines if not line.lstrip().startswith("#")), "")
        whole += " " + following.strip()
    return whole.replace("\t", " ")


def _heredoc(rest: str, lines: Iterator[tuple[int, str]]) -> str:
    opened = _HEREDOC.search(rest)
    taken: list[str] = []
    if opened is not None:
        for _, line in lines:
            if line.strip() == opened[2]:
                break
            taken.append(line)
    return "\n".join(taken)


def _flags(rest: str) -> tuple[dict[str, list[str]], str]:
    flags: dict[str, list[str]] = {}
    while (found := _FLAG.match(rest)) is not None:
        flags.setdefault(found[1], []).append(found[2] or "")
        rest = rest[found.end() :]
    return flags, rest


def expand(text: str, variables: Mapping[str, str]) -> str:
    """`$NAME`, `${NAME}`, `${NAME:-else}` and `${NAME:+then}` put in; what is not set is empty."""

    def value(found: re.Match[str]) -> str:
        if found[0] == r"\$":
            return "$"
        set_to = variables.get(found[1] or found[2], "")
        if found[3] == "-":
            return set_to or found[4]
        return (found[4] if set_to else "") if found[3] == "+" else set_to

    return _VARIABLE.sub(value, text)
