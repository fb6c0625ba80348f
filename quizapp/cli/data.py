"""`quizapp data`: where everything is that quizapp keeps, how large it is, and how to be rid of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from quizapp.paths import Paths


class Part(NamedTuple):
    """One kind of thing that is kept."""

    name: str
    places: tuple[Path, ...]
    about: str


@click.group(invoke_without_command=True, short_help="What quizapp keeps on this machine, and how to remove it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.pass_context
def data(ctx: click.Context, *, as_json: bool) -> int:
    """Show what quizapp keeps, where, and how large it is. Nothing is kept anywhere else."""
    if ctx.invoked_subcommand is not None:
        return 0
    from quizapp.paths import Paths

    parts = [(part, size(part)) for part in parts_of(Paths.discover())]
    if as_json:
        import json

        rows = [
            {"part": part.name, "bytes": count, "places": [str(place) for place in part.places if place.exists()]}
            for part, count in parts
        ]
        click.echo(json.dumps(rows, indent=2))
        return 0
    for part, count in parts:
        click.echo(f"{part.name:<11} {_readable(count):>9}  {part.about}")
        for place in part.places[:1]:
            click.echo(f"{'':<11} {'':>9}  {place}")
    click.echo(f"{'together':<11} {_readable(sum(count for _, count in parts)):>9}")
    click.echo("Remove all of it with: quizapp data remove")
    return 0


@data.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(*, yes: bool) -> int:
    """Remove everything that quizapp keeps: answers, code, backups, settings. It cannot be undone."""
    import shutil

    from quizapp.paths import Paths

    paths = Paths.discover()
    there = [place for part in parts_of(paths) for place in part.places if place.exists() or place.is_symlink()]
    if not there:
        click.echo("There is nothing to remove.")
        return 0
    for place in there:
        click.echo(str(place))
    if not yes:
        click.confirm("Remove all of this for good? `quizapp progress export FILE` keeps your history", abort=True)
    failed = []
    for place in there:
        try:
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()
        except OSError as error:
            failed.append(f"{place}: {error.strerror}")
    _remove_empty(paths)
    for line in failed:
        click.echo(f"This could not be removed: {line}", err=True)
    click.echo("Removed." if not failed else "The rest was removed.")
    return 3 if failed else 0


def parts_of(paths: Paths) -> list[Part]:
    """Everything that quizapp may have made, by name: what else lies in these folders is not ours."""
    progress = paths.progress
    return [
        Part(
            "progress",
            tuple(progress.with_name(progress.name + side) for side in ("", "-wal", "-shm", "-journal")),
            "every answer, interview and bookmark",
        ),
        Part("backups", (paths.data / "backups",), "copies of it, and what was set aside"),
        Part("workspaces", (paths.workspaces,), "your code, and its earlier states"),
        Part("interviews", (paths.data / "interviews", paths.data / "reports"), "code of interviews, and reports"),
        Part("packs", (paths.packs,), "packs that you installed"),
        Part("notes", (paths.doubts, paths.parameters), "doubts for authors, and your memory's parameters"),
        Part("settings", (paths.config / "settings.toml",), "what you have set"),
        Part("cache", tuple(_entries(paths.cache)) or (paths.cache,), "made again when it is missing"),
        Part("logs", tuple(_logs(paths.log)) or (paths.log,), "what is needed to mend a fault"),
    ]


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in a folder that is ours alone."""
    if folder.is_dir() and (folder.name == "quizapp" or (folder.parent / "data").is_dir()):
        yield from folder.iterdir()


def _logs(log: Path) -> Iterator[Path]:
    if log.parent.is_dir():
        yield from log.parent.glob(f"{log.name}*")


def _remove_empty(paths: Paths) -> None:
    """Remove folders in which nothing is left."""
    for folder in (paths.data, paths.config, paths.cache, paths.state, paths.runtime):
        try:
            folder.rmdir()
        except OSError:
            continue  # somebody else's files are in it, or it is not there


def size(part: Part) -> int:
    """Bytes of a part."""
    return sum(_size(place) for place in part.places)


def _size(place: Path) -> int:
    try:
        if place.is_dir() and not place.is_symlink():
            return sum(_size(entry) for entry in place.iterdir())
        return place.lstat().st_size
    except OSError:
        return 0


def _readable(count: int) -> str:
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count //= 1024
    return f"{count} GiB"
