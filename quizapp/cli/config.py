"""`quizapp config`: what is set, and how to set it without the screen."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.naming import setting_names

if TYPE_CHECKING:
    from quizapp.config import Settings


@click.group(short_help="What is set, and how to set it; keys of your own.")
def config() -> None:
    """Settings live in one TOML file of yours; a variable QUIZAPP_<NAME> overrules it for one start."""


@config.command()
def path() -> None:
    """Print where the settings file is, or would be."""
    click.echo(str(_folder() / _file_name()))


@config.command()
def show() -> None:
    """Print every setting with what it means, as TOML."""
    from quizapp.settingsfile import told

    click.echo(told(_loaded()), nl=False)


@config.command()
@click.argument("key", shell_complete=setting_names)
def get(*, key: str) -> None:
    """Print the value of KEY, such as session_size or keys.home.study."""
    _known(key)
    loaded = _loaded()
    if key.startswith("keys."):
        from quizapp.ui.keys import known

        name = key.partition(".")[2]
        click.echo(loaded.keys.get(name, known()[name].key))
        return
    value = getattr(loaded, key)
    click.echo(str(value).lower() if isinstance(value, bool) else str(value))


@config.command("set")
@click.argument("key", shell_complete=setting_names)
@click.argument("value", required=False)
def set_(*, key: str, value: str | None) -> None:
    """Set KEY to VALUE, for example: quizapp config set keys.home.study z."""
    from quizapp.settingsfile import save

    if key.startswith("keys."):
        _set_keys(key, value)
        return
    _known(key)
    if value is None:
        raise _no_value(key, _allowed(key))
    if key == "theme":
        _known_theme(value)
    saved = save(_folder(), key, _read(key, value))
    if key == "interview_date" and saved.interview_date:
        _tell_passed(saved)


@config.command()
@click.argument("key", shell_complete=setting_names)
def unset(*, key: str) -> None:
    """Take KEY out of the file, so that its default holds again."""
    from quizapp.settingsfile import stands
    from quizapp.settingsfile import unset as take_out

    if not stands(_folder(), key):
        # What stands there is taken out, whatever it is: it may be what the settings cannot be loaded for.
        _known(key)
    take_out(_folder(), key)
    if key.startswith("keys."):
        _tell_clashes()


@config.command()
@click.option("--markdown", is_flag=True, help="The keys as they come, as the tables of the manual.")
def keys(*, markdown: bool) -> None:
    """Print every command with its keys; yours are marked."""
    from quizapp.ui.keys import TABLE, keymap

    if markdown:
        click.echo(_manual(), nl=False)
        return
    own = _loaded().keys
    merged, notes = keymap(own)
    width = max(len(identity) for identity in merged)
    for group in TABLE.values():
        for command in group:
            mark = "*" if merged[command.id] != command.key else " "
            click.echo(f"{mark} {command.id:<{width}}  {merged[command.id]:<24}  {command.tooltip}")
    for note in notes:
        click.echo(f"! {note}", err=True)


@config.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-")
def export(*, file: Path) -> None:
    """Write every setting to FILE (standard output if none is named); a file that is there is left alone."""
    from quizapp.settingsfile import export as write
    from quizapp.settingsfile import told

    if str(file) == "-":
        click.echo(told(_loaded()), nl=False)
    else:
        write(_loaded(), file)


@config.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
def import_(*, file: Path) -> None:
    """Put the settings of FILE in the place of yours, which are kept beside them; `-` reads standard input."""
    from quizapp.errors import UsageError
    from quizapp.settingsfile import take_over

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("It cannot be read as UTF-8 text.", where=str(file)) from error
    kept = take_over(_folder(), text)
    if kept is not None:
        click.echo(f"Your settings of before are in {kept}.")


def _manual() -> str:
    """The page of keys: a table for each group."""
    from quizapp.ui.keys import TABLE

    tables = []
    for group, commands in TABLE.items():
        rows = [
            f"| {' '.join(f'`{key}`' for key in command.key.split(','))} | {command.tooltip} | `{command.id}` |"
            for command in commands
        ]
        if rows:
            tables.append(
                "\n".join([f"**{group.capitalize()}**", "", "| keys | what | id |", "| --- | --- | --- |", *rows])
            )
    return "\n\n".join(tables) + "\n"


def _folder() -> Path:
    from quizapp.paths import Paths

    return Paths.discover().config


def _file_name() -> str:
    from quizapp.toml import FILE_NAME

    return FILE_NAME


def _loaded() -> Settings:
    from quizapp.config import Settings

    return Settings.load(_folder())


def _names() -> list[str]:
    from quizapp.config import settings

    return [setting.key for setting in settings()]


def _tell_passed(saved: Settings) -> None:
    """A date that is over is kept, and said to be: nothing is planned towards it."""
    from datetime import date, datetime

    from quizapp.services.plan import Outlook

    day = date.fromisoformat(saved.interview_date)
    days = (day - datetime.now().astimezone().date()).days
    if days < 0:
        click.echo(Outlook(interview=day, days=days, daily_minutes=saved.daily_minutes).in_words())


def _set_keys(key: str, value: str | None) -> None:
    """Give a command keys, if it can have them."""
    from quizapp.errors import SettingsError
    from quizapp.settingsfile import save
    from quizapp.ui.keys import named, refusal

    if value is None:
        _known(key)
        raise _no_value(key, "names of keys with commas between them, such as z or ctrl+s,f5")
    keys = named(value)
    if refused := refusal(key.partition(".")[2], keys, _loaded().keys):
        raise SettingsError(refused, hint="`quizapp config keys` lists every command and its keys.")
    save(_folder(), key, keys)


def _known_theme(name: str) -> None:
    """Refuse what is no theme, with what is nearest to it, or ours; the file may name one that is gone by then."""
    import difflib

    from quizapp.errors import SettingsError
    from quizapp.ui.theme import NAMES, theme_names

    if name not in theme_names():
        near = difflib.get_close_matches(name.lower(), theme_names(), n=1)
        advice = f"Write {near[0]}." if near else f"Write {', '.join(NAMES)}, or the name of one of Textual's."
        raise SettingsError(f"There is no theme {name}.", hint=advice)


def _tell_clashes() -> None:
    """Say which keys of one's own another command has, now that one has its old key back."""
    from quizapp.errors import SettingsError
    from quizapp.ui.keys import keymap

    with contextlib.suppress(SettingsError):
        for note in keymap(_loaded().keys)[1]:
            click.echo(f"! {note}", err=True)


def _no_value(key: str, allowed: str) -> Exception:
    from quizapp.errors import UsageError

    return UsageError(f"No value for {key} was given.", hint=f"Write {allowed} behind it.")


def _known(key: str) -> None:
    """Refuse what is no setting, with what is nearest to it, or all that there are."""
    import difflib

    from quizapp.errors import SettingsError

    names = _names()
    if key.startswith("keys."):
        from quizapp.ui.keys import known

        names = [f"keys.{each}" for each in known()]
    if key not in names:
        near = difflib.get_close_matches(key.replace("-", "_").lower(), names, n=1, cutoff=0.7)
        every = "`quizapp config keys` lists them." if key.startswith("keys.") else f"Settings are {', '.join(names)}."
        raise SettingsError(f"There is no setting {key}.", hint=f"Write {near[0]}." if near else every)


def _allowed(key: str) -> str:
    from quizapp.config import settings

    return next(setting.allowed for setting in settings() if setting.key == key)


def _read(key: str, text: str) -> str | int | float | bool:
    """What was written on the command line, as a value of the setting's kind; what is none is refused when saved."""
    from quizapp.config import settings

    kind = next(type(setting.default) for setting in settings() if setting.key == key)
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower(), text)
    try:
        return text if kind is str else kind(text)
    except ValueError:
        return text
