"""settings.toml as text: read, looked into, changed line by line. It knows no setting, so that it is quickly loaded."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from quizapp.errors import SettingsError

FILE_NAME = "settings.toml"
PREFIX = "QUIZAPP_"
"""`QUIZAPP_SESSION_SIZE` sets `session_size`."""
KEYS = "keys"
"""The table of keys of one's own; every other setting is one value."""
THEME = "quizapp-dark"
"""Unless the person has another one."""

_COMMENT = re.compile(r"\s*#.*")
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)
_KEYS_TABLE = re.compile(r"^[ \t]*\[\s*keys\s*\][^\n]*\n?", re.MULTILINE)
_TOML_LINE = re.compile(r"at line (\d+)")


class Look(NamedTuple):
    """What of the settings is seen before they are all read: the first paint goes by it."""

    theme: str = THEME
    keys: Mapping[str, str] = {}

    @classmethod
    def of(cls, folder: Path, environment: Mapping[str, str] | None = None) -> Look:
        """From the same places as `Settings.load`, which refuses what makes no sense; here that counts as unset.

        Raises:
            SettingsError: the file cannot be read, or is not TOML.
        """
        environment = os.environ if environment is None else environment
        file = folder / FILE_NAME
        written = parse(file, read(file))
        theme = environment.get(f"{PREFIX}THEME", "").strip() or written.get("theme")
        keys = flat(written.get(KEYS))
        return cls(
            theme if isinstance(theme, str) and theme else THEME,
            {name: own for name, own in keys.items() if isinstance(own, str)} if isinstance(keys, dict) else {},
        )


def read(file: Path) -> str:
    """The file's text; empty if there is none.

    Raises:
        SettingsError: it is not to be read, or not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(
            "The settings file is not UTF-8 text.", where=f"{file}:{line}", hint="Save it again as UTF-8."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"The settings file cannot be read: {error.strerror}.", where=str(file), hint="Make it yours to read."
        ) from error


def parse(file: Path, text: str) -> dict[str, Any]:
    """What the text says.

    Args:
        file: where it is from, for the error.
        text: TOML.

    Raises:
        SettingsError: it is not TOML; says in which line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise SettingsError(
            f"This is not TOML: {error}.",
            where=f"{file}:{line}",
            hint='Write one setting a line, text in quotes: `editor = "external"`, `session_size = 10`.',
        ) from error


def flat(value: Any) -> Any:
    """TOML reads `home.study = "z"` as a table within a table; an id is meant."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, inner in value.items():
        deeper = flat(inner)
        found |= {f"{name}.{rest}": own for rest, own in deeper.items()} if isinstance(deeper, dict) else {name: inner}
    return found


def line_of(text: str, key: str) -> int:
    """The line on which a key, or a table of that name, is written; tomllib does not tell."""
    name = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[\].=]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if name.match(line)), 1)


def with_value(file: Path, text: str, key: str, value: str | float | bool) -> str:
    """The text with another value for one key; everything else in it stays as it stands, comments too."""
    before = parse(file, text)
    if key.startswith(f"{KEYS}."):
        return _with_key(text, key.partition(".")[2], value)
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    if key in before:
        lines = text.splitlines()
        number = line_of(text, key) - 1
        comment = "" if "#" in str(before[key]) else _COMMENT.search(lines[number])
        lines[number] = line + (comment[0] if comment else "")
        return "\n".join(lines) + "\n"
    # A value after the head of a table would be the table's.
    table = _TABLE.search(text)
    head, tail = (text[: table.start()], text[table.start() :]) if table else (text, "")
    return f"{head.rstrip()}\n{line}\n".lstrip() + (f"\n{tail}" if tail else "")


def without(file: Path, text: str, key: str) -> str:
    """The text without this key."""
    name = key.removeprefix(f"{KEYS}.")
    head, table, tail = _parted(text)
    line = re.compile(rf"""^\s*["']?{re.escape(name)}["']?\s*=.*\n?""", re.MULTILINE)
    if name != key:
        tail = line.sub("", tail)
    elif key in parse(file, text):
        head = line.sub("", head)
    return head + table + tail


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before the table of keys, its head, and what stands in it and after it."""
    found = _KEYS_TABLE.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _with_key(text: str, name: str, value: object) -> str:
    """The file's text with other keys for one command."""
    head, table, tail = _parted(text)
    line = re.compile(rf"""^\s*["']?{re.escape(name)}["']?\s*=.*\n?""", re.MULTILINE)
    if not table:
        head, table = f"{head.rstrip()}\n\n".lstrip(), f"[{KEYS}]\n"
    return f'{head}{table.rstrip()}\n"{name}" = {json.dumps(value, ensure_ascii=False)}\n{line.sub("", tail)}'
