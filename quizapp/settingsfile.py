"""The settings file: a setting changed in it, all of them exported, others taken over.

What may be set, and where else it may come from, is told in `config`; what the file's text looks like, in `toml`.
"""

from __future__ import annotations

import json
from pathlib import Path

from quizapp import atomic, toml
from quizapp.config import Settings, check, settings
from quizapp.errors import SettingsError
from quizapp.paths import ensure
from quizapp.toml import FILE_NAME, KEYS


def save(folder: Path, key: str, value: str | float | bool) -> Settings:
    """Set one key in settings.toml, leaving everything else in it as it stands, comments too.

    Returns:
        what the file says now, without flags and environment.

    Raises:
        SettingsError: the key is unknown, the value makes no sense, or the file cannot be read or written; the file
            stays as it was.
    """
    file = folder / FILE_NAME
    if key in Settings.model_fields:
        # It was typed just now: no line of the file is to blame.
        check({key: value}, strict=True, where=lambda _: "")
    return replace(folder, toml.with_value(file, toml.read(file), key, value))


def unset(folder: Path, key: str) -> Settings:
    """Take a setting out of settings.toml, so that its default holds; one that is not there is no error."""
    file = folder / FILE_NAME
    return replace(folder, toml.without(file, toml.read(file), key))


def stands(folder: Path, key: str) -> bool:
    """Whether the file has it, be it a setting or not."""
    file = folder / FILE_NAME
    text = toml.read(file)
    return toml.without(file, text, key) != text


def told(loaded: Settings) -> str:
    """Every setting as TOML, each below what it means; what `take_over` reads."""
    lines = []
    for setting in settings():
        value = json.dumps(getattr(loaded, setting.key), ensure_ascii=False)
        lines += [f"# {setting.description} ({setting.allowed})", f"{setting.key} = {value}", ""]
    lines.append(f"[{KEYS}]  # of your own; `quizapp config keys` lists all")
    lines += [f'"{identity}" = {json.dumps(keys)}' for identity, keys in loaded.keys.items()]
    return "\n".join(lines) + "\n"


def export(loaded: Settings, file: Path) -> None:
    """Write every setting to a file.

    Raises:
        SettingsError: there is a file of that name, which stays as it is, or it cannot be written.
    """
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(told(loaded))
    except FileExistsError as error:
        raise SettingsError(
            "There is a file of that name already.", where=str(file), hint="Name another one."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"It cannot be written: {error.strerror}.", where=str(file), hint="Name a place that is yours to write."
        ) from error


def exported(file: Path) -> str:
    """The text of a file of settings.

    Raises:
        SettingsError: there is no such file, or it is not to be read.
    """
    if not file.is_file():
        raise SettingsError("There is no such file.", where=str(file), hint="`quizapp config export FILE` writes one.")
    return toml.read(file)


def take_over(folder: Path, text: str) -> Path | None:
    """Put exported settings in the place of the present ones, if they make sense.

    Returns:
        the file in which the present ones are kept, under a name that no other file has; None if there were none.

    Raises:
        SettingsError: they make no sense, or cannot be written; the present ones hold.
    """
    mine = folder / FILE_NAME
    before = toml.read(mine)
    if not before:
        replace(folder, text)
        return None
    number = 1
    while (kept := mine.with_suffix(f".toml.before{f'-{number}' if number > 1 else ''}")).exists():
        number += 1
    hint = "Nothing was changed. Make that place yours to write, then import again."
    _write(kept, before, "Your settings of before cannot be kept", hint)
    try:
        replace(folder, text)
    except SettingsError:
        kept.unlink(missing_ok=True)
        raise
    return kept


def replace(folder: Path, text: str) -> Settings:
    """Put another text in the place of settings.toml, if it makes sense; errors are those of `save`."""
    file = folder / FILE_NAME
    written = toml.parse(file, text)
    check(written, strict=True, where=lambda name: f"{file}:{toml.line_of(text, name)}")
    ensure(folder)
    _write(file, text, "The settings cannot be saved", "Make the file and its folder writable for you.")
    return Settings.model_validate(written)


def _write(file: Path, text: str, trouble: str, hint: str) -> None:
    try:
        atomic.write(file, text.encode())
    except OSError as error:
        raise SettingsError(f"{trouble}: {error.strerror}.", where=str(file), hint=hint) from error
