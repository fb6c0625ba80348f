"""What a RUN instruction installs, and from which requirements files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

_TAKES_VALUE = re.compile(r"-[rcit]|--(requirement|constraint|target|[a-z-]+-url)")
_BRINGS = {"uvicorn-worker": ("uvicorn", "gunicorn"), "fastapi-cli": ("uvicorn",)}
"""Servers that come with a package as what it requires itself."""
_INSTALL = re.compile(r"\b(?:pip3?|uv\s+pip)\s+(?:-\S+\s+)*install\s+(.*)")


def installs(script: str) -> list[list[str]]:
    """The words behind each `pip install` of a script."""
    found = []
    for command in re.split(r"&&|\|\||;|\n", script):
        match = _INSTALL.search(command)
        if match is not None:
            try:
                found.append(shlex.split(match[1]))
            except ValueError:
                found.append(match[1].split())
    return found


def requirement_files(words: list[str]) -> Iterator[str]:
    """The files that `-r` names."""
    for position, word in enumerate(words):
        if word in {"-r", "--requirement"} and position + 1 < len(words):
            yield words[position + 1]
        elif word.startswith("--requirement="):
            yield word.partition("=")[2]
        elif word.startswith("-r") and len(word) > 2:
            yield word[2:]


def packages(words: list[str]) -> Iterator[str]:
    """The packages that are named right there."""
    skip = False
    for word in words:
        if not skip and not word.startswith(("-", ".", "/")):
            yield from asked(word)
        skip = _TAKES_VALUE.fullmatch(word) is not None


def asked(line: str) -> list[str]:
    """The packages that a line of a requirements file asks for, in their normal form, server and extras included."""
    found = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?", line)
    if found is None:
        return []
    name = re.sub(r"[-_.]+", "-", found[1]).lower()
    with_server = name == "fastapi" and re.search(r"standard|all", found[2] or "")
    return [name, "fastapi-cli", "uvicorn"] if with_server else [name, *_BRINGS.get(name, ())]
