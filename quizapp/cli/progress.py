"""`quizapp progress`: the history itself: carried to another machine, merged, backed up, gone back to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.cli.working import application, working

if TYPE_CHECKING:
    from quizapp.domain.safekeeping import Backup, Merged
    from quizapp.services.safekeeping import SafekeepingService

FILE = click.Path(path_type=Path, dir_okay=False)
GIVEN = click.Path(path_type=Path, dir_okay=False, exists=True)
"""A file to be read: a slip in its name is told before anything is asked."""


@click.group(short_help="Your history itself: export, merge, back up, go back.")
def progress() -> None:
    """Carry your history to another machine, merge two, take a backup, go back to one.

    A history is one SQLite file. A backup is taken before each upgrade of its format, before a merge, and on the first
    day of use each day; they are thinned out to one a day, a week and a month.
    """


def _service() -> SafekeepingService:
    return application().safekeeping


@progress.command()
@click.argument("file", type=FILE)
def export(file: Path) -> int:
    """Write your history to FILE, as lines of JSON. Of equal histories the files are equal."""
    if not _exists():
        return 0
    with working("The export", "writing") as watch:
        rows = _service().export(file, watch=watch)
    click.echo(f"{rows} rows written to {file}.")
    return 0


def _exists() -> bool:
    from quizapp.paths import Paths

    if Paths.discover().progress.exists():
        return True
    click.echo("Nothing has been answered yet. Begin with: quizapp study")
    return False


@progress.command()
@click.argument("file", type=GIVEN)
def merge(file: Path) -> int:
    """Bring what FILE holds into your history: an export, a backup, or another machine's progress.sqlite3.

    The result is the same in whichever order histories are merged, and however often. A backup is taken first.
    """
    with working("The merge", "reading") as watch:
        merged = _service().merge(file, watch=watch)
    click.echo(told(merged))
    return 0


@progress.command(name="import")
@click.argument("file", type=GIVEN)
@click.option("--yes", is_flag=True, help="Do not ask.")
def import_(file: Path, *, yes: bool) -> int:
    """Put FILE in the place of your history, which is kept aside. To have both, use `merge`."""
    return _restore(_service(), file, yes=yes)


@progress.command()
def backup() -> int:
    """Take a backup now."""
    if not _exists():
        return 0
    with working("The backup", "copying") as watch:
        taken = _service().take(watch=watch)
    click.echo(f"Kept in {taken.path}.")
    return 0


@progress.command()
@click.argument("which", required=False)
@click.option("--newest", is_flag=True, help="The latest backup that reads back whole.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(which: str | None, *, newest: bool, yes: bool) -> int:
    """List the backups, or go back to one: by its number in the list, or by its file.

    Your present history is kept aside, and can be gone back to in the same way.
    """
    service = _service()
    if newest:
        good = service.newest_good()
        if good is None:
            click.echo("There is no backup that reads back whole.")
            return 1
        return _restore(service, good.path, yes=yes)
    backups = service.all()
    if which is None:
        for number, each in enumerate(backups, start=1):
            click.echo(line(number, each))
        click.echo("Go back to one with: quizapp progress restore NUMBER" if backups else "There is no backup yet.")
        return 0
    if which.isdecimal() and len(which) < 10:
        if not 1 <= int(which) <= len(backups):
            raise click.UsageError(f"There is no backup {which}; there are {len(backups)}.")
        return _restore(service, backups[int(which) - 1].path, yes=yes)
    return _restore(service, Path(which), yes=yes)


def _restore(service: SafekeepingService, file: Path, *, yes: bool) -> int:
    if not yes:
        click.confirm(f"Put {file.name} in the place of your history? The present one is kept aside.", abort=True)
    with working("The way back", "reading") as watch:
        aside = service.restore(file, watch=watch)
    click.echo("Done." + (f" What was there is kept in {aside}." if aside else ""))
    return 0


def line(number: int, backup: Backup) -> str:
    """A backup in one line: ` 1  2026-11-22 07:15   340 KiB  daily`."""
    size = f"{max(1, backup.size >> 10)} KiB"
    return f"{number:>3}  {backup.at.astimezone():%Y-%m-%d %H:%M}  {size:>9}  {backup.reason}"


def told(merged: Merged) -> str:
    """What a merge brought, in words."""
    from quizapp.domain.wording import plural

    if merged.is_empty:
        return "Nothing new: your history held all of it already."
    counts = [
        plural(count, word)
        for count, word in (
            (merged.attempts, "answer"),
            (merged.sessions, "session"),
            (merged.interviews, "interview"),
            (merged.events, "event"),
            (merged.blueprints, "blueprint"),
        )
        if count
    ]
    return f"Merged: {', '.join(counts) or 'reviews'}. A backup of your history as it was is kept."
